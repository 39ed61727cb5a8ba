/* Two scenarios: what is on the screen, and another one laid over it. */
import { useMemo, useState } from "preact/hooks";
import { Chart, ChartChoices, ChartKey } from "./chart.jsx";
import { number, percent } from "./format.js";
import { decode } from "./link.js";
import { WorldMap } from "./map.jsx";
import { csvOf } from "./picture.jsx";
import { nameOf } from "./places.js";
import { save } from "./save.js";
import { app, compareWith, look, replaceAll } from "./store.js";
import { shownAs } from "./units.js";
import { t } from "./words.js";

const KEEP = "detente-saved";

function readSaved() {
    try {
        return JSON.parse(localStorage.getItem(KEEP)) ?? {};
    } catch {
        return {};
    }
}

function Inputs() {
    const a = app.changes, b = app.other.changes, keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((k) => a[k] !== b[k]).sort();
    const value = (changes, k) => changes[k] ?? t("compare.loaded", { value: number(app.inForce.get(k)?.central) });
    const head = [t("controls.key"), t("compare.a"), t("compare.b", { name: app.other.name })];
    return (
        <>
            <div class="scroll"><table id="differing"><caption>{t("compare.inputs")}</caption><thead><tr>{head.map((h) => <th key={h} scope="col">{h}</th>)}</tr></thead>
                <tbody>{keys.length ? keys.map((k) => <tr key={k}><th scope="row"><code>{k}</code></th><td>{value(a, k)}</td><td>{value(b, k)}</td></tr>)
                    : <tr><td colSpan={3}>{t("compare.none")}</td></tr>}</tbody></table></div>
            <button type="button" onClick={() => save("detente-inputs.csv", "text/csv", csvOf(t("compare.inputs"), ["key", "a", "b"], keys.map((k) => [k, value(a, k), value(b, k)])))}>CSV</button>
        </>
    );
}

function Ends() {
    const names = [...new Set([...app.plots, "parties", "ai_power", "capability_lag"])].filter((n) => n !== "binding_limit");
    const at = (answer, name, g) => answer.outputs.find((o) => o.name === name)?.line[g]?.at(-1);
    const groups = app.groups.filter((g) => app.line?.outputs[0].line[g]);
    return (
        <div class="scroll"><table><caption>{t("compare.ends")}</caption>
            <thead><tr><td /><th scope="col">A</th><th scope="col">B</th><th scope="col">A − B</th></tr></thead>
            <tbody>{names.flatMap((name) => (name === "parties" ? ["WORLD"] : groups).map((g) => {
                const info = app.about.outputs.find((o) => o.name === name), { unit, factor } = shownAs(info), a = at(app.line ?? app.base, name, g) * factor, b = at(app.other.answer, name, g) * factor;
                return <tr key={name + g}><th scope="row">{nameOf(g)}: {info.text}{unit && `, ${unit}`}</th><td>{number(a)}</td><td>{number(b)}</td><td>{number(a - b)}</td></tr>;
            }))}</tbody></table></div>
    );
}

function States() {
    const here = app.fan?.parties ?? [], there = new Map(app.other.answer.parties.map((s) => [s.iso3, s]));
    const rows = here.map((s) => ({ ...s, b: there.get(s.iso3)?.share ?? 0 })).filter((s) => Math.abs(s.share - s.b) > 0.02)
        .sort((x, y) => Math.abs(y.share - y.b) - Math.abs(x.share - x.b)).slice(0, 20);
    return (
        <div class="scroll"><table><caption>{t("compare.states")}</caption>
            <thead><tr><th scope="col">{t("state")}</th><th scope="col">A</th><th scope="col">B</th></tr></thead>
            <tbody>{rows.length ? rows.map((s) => <tr key={s.iso3}><th scope="row">{nameOf(s.iso3)}</th><td>{percent(s.share)}</td><td>{percent(s.b)}</td></tr>)
                : <tr><td colSpan={3}>{t("compare.nostates")}</td></tr>}</tbody></table></div>
    );
}

/* Both worlds side by side. */
function Maps() {
    const [state, setState] = useState(null), here = app.fan?.parties, there = app.other.answer.parties;
    const values = (parties) => (parties ?? []).map((s) => ({ iso3: s.iso3, p: s.share }));
    const a = useMemo(() => values(here), [here]), b = useMemo(() => values(there), [there]);
    return (
        <div class="plots">
            <WorldMap id="parties-a" values={a} label={t("compare.map.a")} what={t("map.share")} selected={state} onSelect={setState} />
            <WorldMap id="parties-b" values={b} label={t("compare.map.b", { name: app.other.name })} what={t("map.share")} selected={state} onSelect={setState} />
        </div>
    );
}

function Choose({ choices, load }) {
    const pick = (name) => {
        const chosen = choices.find((c) => c.name === name);
        if (chosen) load(chosen.name, chosen.changes);
        else look({ other: null, mode: app.mode === "minus" ? "absolute" : app.mode });
    };
    const swap = () => {
        const before = app.changes;
        replaceAll(app.other.changes);
        load(t("compare.before"), before);
    };
    return (
        <>
            <label>{t("compare.bis")} <select id="other" value={app.other?.name ?? ""} onChange={(e) => pick(e.target.value)}><option value="">{t("compare.nothing")}</option>
                {choices.map((c) => <option key={c.name} value={c.name}>{c.name.replace(/-/g, " ")}{c.isSaved ? ` (${t("compare.here")})` : ""}</option>)}
                {app.other && !choices.some((c) => c.name === app.other.name) && <option value={app.other.name}>{app.other.name}</option>}</select></label>
            {app.other && <button type="button" onClick={swap}>{t("compare.swap")}</button>}
        </>
    );
}

export function Compare({ presets }) {
    const [saved, setSaved] = useState(readSaved()), [link, setLink] = useState(""), [wrong, setWrong] = useState(""), [name, setName] = useState("");
    const choices = [{ name: t("compare.asloaded"), changes: {} }, ...presets, ...Object.entries(saved).map(([n, changes]) => ({ name: n, changes, isSaved: true }))];
    const keep = (event) => {
        event.preventDefault();
        const next = { ...saved, [name.trim() || t("compare.saved", { n: Object.keys(saved).length + 1 })]: app.changes };
        try {
            localStorage.setItem(KEEP, JSON.stringify(next));
            setSaved(next);
            setName("");
        } catch {
            setWrong(t("compare.full"));
        }
    };
    const fromLink = async (event) => {
        event.preventDefault();
        try {
            const state = await decode(link);
            setWrong("");
            await compareWith(t("compare.fromlink"), state.c);
        } catch (error) {
            setWrong(error.message);
        }
    };
    return (
        <>
            <h2>{t("compare.title")}</h2>
            <div class="row">
                <Choose choices={choices} load={compareWith} />
                <form class="row" onSubmit={keep}><label>{t("compare.keep")} <input type="text" value={name} maxLength={40} onInput={(e) => setName(e.target.value)} /></label><button type="submit">{t("compare.keepit")}</button></form>
                <form class="row" onSubmit={fromLink}><label>{t("compare.link")} <input type="text" value={link} onInput={(e) => setLink(e.target.value)} aria-invalid={Boolean(wrong)} /></label><button type="submit">{t("compare.lay")}</button></form>
            </div>
            {wrong && <p class="error" role="alert">{wrong}</p>}
            {app.other ? <><ChartChoices /><div class="plots"><Chart place={0} /><Chart place={1} /></div><ChartKey /><Inputs /><Ends /><Maps /><States /></>
                : <p class="note">{t("compare.about")}</p>}
        </>
    );
}
