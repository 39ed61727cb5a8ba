/* The page: header, controls on the left, tabs on the right, dialogs for sharing and downloads. */
import { render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import presets from "table:presets";
import "./app.css";
import { hasToken, setToken, takeFragment } from "./api.js";
import { Claims } from "./claims.jsx";
import { Command, commandLine } from "./command.jsx";
import { Compare } from "./compare.jsx";
import { Controls } from "./controls.jsx";
import { Game } from "./game.jsx";
import { Grid } from "./grid.jsx";
import { decode, encode } from "./link.js";
import { Overview, Sentence } from "./overview.jsx";
import { save, scenarioText } from "./save.js";
import { app, redo, refresh, replaceAll, set, shared, showRefusal, start, tell, undo, useApp } from "./store.js";
import { Treaty } from "./treaty.jsx";
import { Uncertainty } from "./uncertainty.jsx";

const TABS = [["overview", "Race", Overview], ["game", "Game", Game], ["treaty", "Treaty", Treaty], ["grid", "Grid", Grid],
    ["uncertainty", "Uncertainty", Uncertainty], ["claims", "Claims", Claims], ["compare", "Compare", Compare]];

/* Takes over what a link holds, and says where it was seen with something else. */
async function open(text) {
    const state = await decode(text), notes = [];
    if (app.about) {
        if (state.n !== app.about.name) notes.push(`The link was made with the scenario ${state.n}; this page has ${app.about.name} loaded.`);
        if (state.d !== app.about.data_hash.slice(0, 16)) notes.push("The link was made with other data tables: numbers may differ.");
        set({ notes });
    }
    return state.c;
}

function Dialog({ title, close, children }) {
    const box = useRef(null);
    useEffect(() => box.current.showModal(), []);
    return (
        <dialog ref={box} onClose={close} aria-label={title}>
            <h2>{title}</h2>{children}<button type="button" onClick={() => box.current.close()}>Close</button>
        </dialog>
    );
}

function Share({ close }) {
    const [link, setLink] = useState(""), [said, setSaid] = useState(""), [other, setOther] = useState(""), [wrong, setWrong] = useState("");
    useEffect(() => {
        encode(shared()).then((part) => setLink(`${location.origin}/#s=${part}`));
    }, []);
    const copy = () => navigator.clipboard.writeText(link).then(() => setSaid("copied"), () => setSaid("select and copy it by hand"));
    const take = async (event) => {
        event.preventDefault();
        try {
            replaceAll(await open(other));
            close();
        } catch (error) {
            setWrong(error.message);
        }
    };
    return (
        <Dialog title="Share" close={close}>
            <p>The link holds all changes and nothing else: no secret, no results. Whoever opens it needs détente running and its own token.</p>
            <label class="stack">Link<textarea id="share-link" readOnly rows={4} value={link} onFocus={(e) => e.target.select()} /></label>
            <p class="row"><button type="button" class="main" onClick={copy}>Copy</button><span role="status">{said}</span></p>
            <form class="stack" onSubmit={take}>
                <label class="stack">Open a link from somebody else<input type="text" value={other} onInput={(e) => setOther(e.target.value)} aria-invalid={Boolean(wrong)} /></label>
                {wrong && <p class="error" role="alert">{wrong}</p>}
                <p><button type="submit">Open it</button></p>
            </form>
        </Dialog>
    );
}

function Download({ close }) {
    return (
        <Dialog title="Download" close={close}>
            <p class="row"><button type="button" class="main" onClick={() => save(`${app.about.name}-changed.yaml`, "application/yaml", scenarioText())}>Scenario (YAML)</button>
                <button type="button" onClick={() => save("detente-changes.json", "application/json", JSON.stringify(shared(), null, 2))}>Changes (JSON)</button></p>
            <p>Every plot, map and table has its own buttons for CSV, SVG and PNG. The command line that reproduces this screen:</p>
            <Command text={commandLine(`run ${app.about.scenario}`, "--members 64 --out results/page")} />
            <p class="hint">détente {app.about.version}; data {app.about.data_hash}. <a href="LICENSES.txt" target="_blank" rel="noopener">Notices</a> of what this page contains.</p>
        </Dialog>
    );
}

function Tabs() {
    const list = useRef(null);
    const move = (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key], at = TABS.findIndex(([id]) => id === app.tab);
        const next = event.key === "Home" ? 0 : event.key === "End" ? TABS.length - 1 : step ? (at + step + TABS.length) % TABS.length : -1;
        if (next < 0) return;
        event.preventDefault();
        set({ tab: TABS[next][0] });
        list.current.children[next].focus();
    };
    const [, , Panel] = TABS.find(([id]) => id === app.tab);
    return (
        <section class="tabs">
            <div role="tablist" aria-label="Views" ref={list} onKeyDown={move}>
                {TABS.map(([id, title]) => <button key={id} type="button" role="tab" id={`tab-${id}`} aria-selected={app.tab === id} aria-controls="panel"
                    tabIndex={app.tab === id ? 0 : -1} onClick={() => set({ tab: id })}>{title}</button>)}
            </div>
            <div role="tabpanel" id="panel" aria-labelledby={`tab-${app.tab}`}><Panel presets={presetsHere()} /></div>
        </section>
    );
}

/* Shipped scenarios are changes of the main one. */
function presetsHere() {
    return app.about.name === "coruna" ? presets : [];
}

function Header({ dialog }) {
    const n = Object.keys(app.changes).length;
    return (
        <header>
            <h1>détente</h1>
            <p class="scenario">{app.about.name}{n ? <span class="badge" id="modified">{n} {n === 1 ? "change" : "changes"}</span> : null}</p>
            <div class="row">
                <button type="button" onClick={undo} disabled={!app.past.length}>Undo</button>
                <button type="button" onClick={redo} disabled={!app.future.length}>Redo</button>
                <button type="button" onClick={() => replaceAll({})} disabled={!n}>Reset</button>
                <button type="button" id="share" onClick={() => dialog("share")}>Share</button>
                <button type="button" id="download" onClick={() => dialog("download")}>Download</button>
            </div>
        </header>
    );
}

function Page() {
    useApp();
    const [dialog, setDialog] = useState("");
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
    if (app.lost?.code === 401) return <Token />;
    return (
        <>
            <a class="skip" href="#panel" onClick={(e) => {
                e.preventDefault();
                document.querySelector("[role=tab][aria-selected=true]").focus();
            }}>Skip to the views</a>
            <Header dialog={setDialog} />
            <div id="messages" aria-live="assertive">
                {app.lost && <p class="error">{app.lost.message} <button type="button" onClick={refresh}>Try again</button></p>}
                {app.general.map((text) => <p class="error" key={text}>{text}</p>)}
                {app.notes.map((text) => <p class="note" key={text}>{text}</p>)}
            </div>
            <main>
                <Sentence />
                <Controls presets={presetsHere()} />
                <Tabs />
            </main>
            <footer><Command text={commandLine(`run ${app.about.scenario}`)} /></footer>
            {dialog === "share" && <Share close={() => setDialog("")} />}
            {dialog === "download" && <Download close={() => setDialog("")} />}
        </>
    );
}

/* Without a token nothing can be asked: a shared link was opened, or the server began anew. */
function Token() {
    const [text, setText] = useState(""), [wrong, setWrong] = useState("");
    const give = (event) => {
        event.preventDefault();
        if (setToken(text)) begin(takeFragment() ?? shared_part);
        else setWrong("A token has 64 digits from 0 to f. Paste the whole link that detente serve printed.");
    };
    return (
        <main class="token">
            <h1>détente</h1>
            <p>This page needs the secret of the running program. Paste the link that <code>detente serve</code> printed in the terminal.{shared_part ? " The shared settings are opened then." : ""}</p>
            <form class="stack" onSubmit={give}>
                <label class="stack">Link or token<input type="text" id="token" autoComplete="off" value={text} onInput={(e) => setText(e.target.value)} aria-invalid={Boolean(wrong)} /></label>
                {wrong && <p class="error" role="alert">{wrong}</p>}
                <p><button type="submit" class="main">Open</button></p>
            </form>
        </main>
    );
}

const root = document.getElementById("app");
let shared_part = takeFragment();

async function begin(part) {
    let changes = {}, failure = "";
    if (!hasToken()) return render(<Token />, root);
    try {
        if (part) changes = (await decode(part)).c;
    } catch (error) {
        failure = error.message;
    }
    try {
        await start(changes);
    } catch (error) {
        showRefusal(error);
        if (app.lost?.code === 401) return render(<Token />, root);
        render(null, root);
        root.textContent = "";
        const text = document.createElement("p");
        text.className = "error";
        text.textContent = error.message;
        return root.append(text);
    }
    if (part && !failure) await open(part);
    if (failure) app.general = [failure];
    render(null, root);
    root.textContent = "";
    render(<Page />, root);
    app.started = performance.now();
    return tell();
}

addEventListener("hashchange", () => {
    const part = takeFragment();
    if (!part) return;
    shared_part = part;
    if (app.base) open(part).then(replaceAll, (error) => set({ general: [error.message] }));
    else begin(part);
});
/* Read by the browser test: how long each change took until its line was there. */
window.detente = app;
begin(shared_part);
