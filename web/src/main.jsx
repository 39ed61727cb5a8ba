/* The page: header, controls on the left, tabs on the right, dialogs for sharing, downloads and help. */
import { render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import presets from "table:presets";
import "./tokens.css";
import "./app.css";
import { hasToken, setToken, takeFragment } from "./api.js";
import { Claims } from "./claims.jsx";
import { Command, commandLine } from "./command.jsx";
import { Compare } from "./compare.jsx";
import { Controls } from "./controls.jsx";
import { Dialog, Download, Help, Share } from "./dialogs.jsx";
import { Game } from "./game.jsx";
import { askGoal } from "./goal.jsx";
import { Grid } from "./grid.jsx";
import { canonical, decode, encode } from "./link.js";
import { Overview, Sentence } from "./overview.jsx";
import { TABS, app, look, redo, refresh, replaceAll, set, shared, showRefusal, start, takeView, tell, undo, useApp } from "./store.js";
import { Treaty } from "./treaty.jsx";
import { Uncertainty } from "./uncertainty.jsx";
import { CHOICES, setUnit, startUnits, units } from "./units.js";
import { LANGUAGES, language, many, setLanguage, startLanguage, t } from "./words.js";

const PANELS = { overview: Overview, game: Game, treaty: Treaty, grid: Grid, uncertainty: Uncertainty, claims: Claims, compare: Compare };

/* Says where a link was seen with something else. */
function note(state) {
    const { about } = app, notes = [];
    if (state.n !== about.name) notes.push(t("note.scenario", { theirs: state.n, ours: about.name }));
    if (state.d !== about.data_hash.slice(0, 16)) notes.push(t("note.data"));
    if (state.v !== about.version) notes.push(t("note.version", { theirs: state.v, ours: about.version }));
    app.notes = notes;
}

/* Opens what a link holds. */
async function open(text) {
    const state = await decode(text);
    takeView(state);
    note(state);
    replaceAll(state.c);
    askGoal();
}

function Tabs() {
    const list = useRef(null), move = (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key], at = TABS.indexOf(app.tab);
        const next = event.key === "Home" ? 0 : event.key === "End" ? TABS.length - 1 : step ? (at + step + TABS.length) % TABS.length : -1;
        if (next < 0) return;
        event.preventDefault();
        look({ tab: TABS[next] });
        list.current.children[next].focus();
    };
    const Panel = PANELS[app.tab];
    return (
        <section class="tabs">
            <div role="tablist" aria-label={t("tabs")} ref={list} onKeyDown={move}>
                {TABS.map((id) => <button key={id} type="button" role="tab" id={`tab-${id}`} aria-selected={app.tab === id} aria-controls="panel"
                    tabIndex={app.tab === id ? 0 : -1} onClick={() => look({ tab: id })}>{t(`tab.${id}`)}</button>)}
            </div>
            <div role="tabpanel" id="panel" aria-labelledby={`tab-${app.tab}`}><Panel presets={presetsHere()} /></div>
        </section>
    );
}

/* Shipped scenarios are changes of the main one. */
function presetsHere() {
    return app.about.name === "coruna" ? presets : [];
}

function Presets() {
    const all = presetsHere(), here = canonical(app.changes), found = all.find((p) => canonical(p.changes) === here);
    if (!all.length) return null;
    const pick = (event) => {
        const chosen = all.find((p) => p.name === event.target.value);
        if (chosen) replaceAll(chosen.changes);
    };
    return (
        <label>{t("preset")} <select id="preset" title={found?.text} value={found?.name ?? ""} onChange={pick}><option value="">{t("choose")}</option>
            {all.map((p) => <option key={p.name} value={p.name} title={p.text}>{p.name.replace(/-/g, " ")}</option>)}</select></label>
    );
}

function Settings() {
    return (
        <>
            {Object.entries(CHOICES).map(([kind, choices]) => (
                <label key={kind}><span class="quiet">{t(`units.${kind}`)}</span><select id={`unit-${kind}`} title={t(`units.${kind}`)} value={units()[kind]} onChange={(e) => {
                    setUnit(kind, e.target.value);
                    tell();
                }}>{choices.map((c) => <option key={c} value={c}>{c}</option>)}</select></label>))}
            <label><span class="quiet">{t("language")}</span><select id="language" title={t("language")} value={language()} onChange={(e) => {
                setLanguage(e.target.value);
                tell();
            }}>{LANGUAGES.map(([id, name]) => <option key={id} value={id} lang={id}>{name}</option>)}</select></label>
        </>
    );
}

function Header({ dialog }) {
    const n = Object.keys(app.changes).length, found = presetsHere().find((p) => canonical(p.changes) === canonical(app.changes));
    return (
        <header>
            <h1>détente</h1>
            <p class="scenario">{app.about.name}{n ? <span class="badge" id="modified">{many("changes", n)}</span> : null}{found && <span class="badge">{found.name.replace(/-/g, " ")}</span>}</p>
            <div class="row">
                <Presets />
                <button type="button" id="undo" onClick={undo} disabled={!app.past.length}>{t("undo")}</button>
                <button type="button" id="redo" onClick={redo} disabled={!app.future.length}>{t("redo")}</button>
                <button type="button" id="reset" onClick={() => replaceAll({})} disabled={!n}>{t("reset")}</button>
                <button type="button" id="share" class="main" onClick={() => dialog("share")}>{t("share")}</button>
                <button type="button" id="download" onClick={() => dialog("download")}>{t("download")}</button>
                <button type="button" id="help" onClick={() => dialog("help")}>{t("help")}</button>
                <Settings />
            </div>
        </header>
    );
}

function useKeys() {
    useEffect(() => {
        const key = (event) => {
            if (!(event.ctrlKey || event.metaKey) || event.target.matches("input[type=text],input[type=search],textarea")) return;
            if (event.key === "z") (event.shiftKey ? redo : undo)();
            else if (event.key === "y") redo();
            else return;
            event.preventDefault();
        };
        addEventListener("keydown", key);
        return () => removeEventListener("keydown", key);
    }, []);
}

function Messages() {
    return (
        <div id="messages" aria-live="assertive">
            {app.lost && <p class="error">{app.lost.message} <button type="button" onClick={refresh}>{t("again")}</button></p>}
            {app.general.map((text) => <p class="error" key={text}>{text}</p>)}
            {app.notes.map((text) => <p class="note" key={text}>{text}</p>)}
        </div>
    );
}

function Page() {
    useApp();
    useKeys();
    const [dialog, setDialog] = useState("");
    /* The end of one dialog may be told after the next was opened. */
    const close = (which) => () => setDialog((open) => (open === which ? "" : open));
    if (app.lost?.code === 401) return <Token />;
    return (
        <>
            <a class="skip" href="#panel" onClick={(e) => {
                e.preventDefault();
                document.querySelector("[role=tab][aria-selected=true]").focus();
            }}>{t("skip")}</a>
            <Header dialog={setDialog} />
            <Messages />
            <main>
                <Sentence />
                <Controls />
                <Tabs />
            </main>
            <footer><Command text={commandLine(`run ${app.about.scenario}`)} /></footer>
            {dialog === "share" && <Dialog title={t("share")} close={close("share")}><Share open={open} close={close("share")} /></Dialog>}
            {dialog === "download" && <Dialog title={t("download")} close={close("download")}><Download /></Dialog>}
            {dialog === "help" && <Dialog title={t("help")} close={close("help")}><Help /></Dialog>}
        </>
    );
}

/* Without a token nothing can be asked: a shared link was opened, or the server began anew. */
function Token() {
    const [text, setText] = useState(""), [wrong, setWrong] = useState("");
    const give = async (event) => {
        event.preventDefault();
        /* What was on the screen when the program ended is opened again. */
        if (setToken(text)) begin(app.about ? await encode(shared()) : takeFragment() ?? shared_part);
        else setWrong(t("token.wrong"));
    };
    return (
        <main class="token">
            <h1>détente</h1>
            <p>{t("token.needed")}{shared_part ? ` ${t("token.shared")}` : ""}</p>
            <form class="stack" onSubmit={give}>
                <label class="stack">{t("token.label")}<input type="text" id="token" autoComplete="off" value={text} onInput={(e) => setText(e.target.value)} aria-invalid={Boolean(wrong)} /></label>
                {wrong && <p class="error" role="alert">{wrong}</p>}
                <p><button type="submit" class="main">{t("open")}</button></p>
            </form>
        </main>
    );
}

const root = document.getElementById("app");
let shared_part = takeFragment();

/* Puts something in the place of what stands there, also of what index.html has. */
function show(what) {
    render(null, root);
    root.textContent = "";
    render(what, root);
}

async function begin(part) {
    let state = { c: {} }, failure = "";
    if (!hasToken()) return show(<Token />);
    try {
        if (part) state = await decode(part);
    } catch (error) {
        failure = error.message;
    }
    try {
        await start(state);
    } catch (error) {
        showRefusal(error);
        return show(app.lost?.code === 401 ? <Token /> : <p class="error">{error.message}</p>);
    }
    if (part && !failure) note(state);
    if (failure) app.general = [failure];
    show(<Page />);
    app.started = performance.now();
    askGoal();
    return tell();
}

addEventListener("hashchange", () => {
    const part = takeFragment();
    if (!part) return;
    shared_part = part;
    if (app.base) open(part).catch((error) => set({ general: [error.message] }));
    else begin(part);
});
startLanguage();
startUnits();
/* Read by the browser test: how long each change took until its line was there. */
window.detente = app;
begin(shared_part);
