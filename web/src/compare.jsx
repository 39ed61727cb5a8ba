/* Two scenarios: what is on the screen, and another one laid over it. */
import { useMemo, useState } from "preact/hooks";
import { post } from "./api.js";
import { Chart, ChartChoices, ChartKey } from "./chart.jsx";
import { number, percent, unitOf } from "./format.js";
import { decode } from "./link.js";
import { WorldMap } from "./map.jsx";
import { nameOf } from "./places.js";
import { app, replaceAll, set, showRefusal, tell } from "./store.js";

const KEEP = "detente-saved";

function readSaved() {
    try {
        return JSON.parse(localStorage.getItem(KEEP)) ?? {};
    } catch {
        return {};
    }
}

async function load(name, changes) {
    try {
        const answer = await post("/api/run", { changes, members: 63, quantiles: [0.05, 0.95] });
        set({ other: { name, changes, answer } });
    } catch (error) {
        showRefusal(error);
        tell();
    }
}

function Inputs() {
    const a = app.changes, b = app.other.changes, keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((k) => a[k] !== b[k]).sort();
    const value = (changes, k) => changes[k] ?? `${number(app.inForce.get(k)?.central)} (as loaded)`;
    return (
        <div class="scroll"><table><caption>Inputs that differ</caption><thead><tr><th scope="col">key</th><th scope="col">A: on the screen</th><th scope="col">B: {app.other.name}</th></tr></thead>
            <tbody>{keys.length ? keys.map((k) => <tr key={k}><th scope="row"><code>{k}</code></th><td>{value(a, k)}</td><td>{value(b, k)}</td></tr>)
                : <tr><td colSpan={3}>none</td></tr>}</tbody></table></div>
    );
}

function Ends() {
    const names = [...new Set([...app.plots, "parties", "ai_power", "capability_lag", "binding_limit"])].filter((n) => n !== "binding_limit");
    const at = (answer, name, g) => answer.outputs.find((o) => o.name === name)?.line[g]?.at(-1);
    const groups = app.groups.filter((g) => app.line.outputs[0].line[g]);
    return (
        <div class="scroll"><table><caption>At the end, middle member</caption>
            <thead><tr><th scope="col" /><th scope="col">A</th><th scope="col">B</th><th scope="col">A − B</th></tr></thead>
            <tbody>{names.flatMap((name) => groups.map((g) => {
                const a = at(app.line, name, g), b = at(app.other.answer, name, g), info = app.about.outputs.find((o) => o.name === name);
                return <tr key={name + g}><th scope="row">{nameOf(g)}: {info.text}{unitOf(info.unit) && `, ${unitOf(info.unit)}`}</th><td>{number(a)}</td><td>{number(b)}</td><td>{number(a - b)}</td></tr>;
            }))}</tbody></table></div>
    );
}

function States() {
    const here = app.fan?.parties ?? [], there = new Map(app.other.answer.parties.map((s) => [s.iso3, s]));
    const rows = here.map((s) => ({ ...s, b: there.get(s.iso3)?.share ?? 0 })).filter((s) => Math.abs(s.share - s.b) > 0.02)
        .sort((x, y) => Math.abs(y.share - y.b) - Math.abs(x.share - x.b)).slice(0, 20);
    return (
        <div class="scroll"><table><caption>States whose membership differs most, share of runs</caption>
            <thead><tr><th scope="col">state</th><th scope="col">A</th><th scope="col">B</th></tr></thead>
            <tbody>{rows.length ? rows.map((s) => <tr key={s.iso3}><th scope="row">{s.name}</th><td>{percent(s.share)}</td><td>{percent(s.b)}</td></tr>)
                : <tr><td colSpan={3}>none by more than 2%</td></tr>}</tbody></table></div>
    );
}

function Maps() {
    const [state, setState] = useState(null), here = app.fan?.parties, there = app.other.answer.parties;
    const values = (parties) => (parties ?? []).map((s) => ({ iso3: s.iso3, p: s.share }));
    const a = useMemo(() => values(here), [here]), b = useMemo(() => values(there), [there]);
    return (
        <div class="plots">
            <WorldMap id="parties-a" values={a} label="A: parties at the end, share of runs" what="share of runs" selected={state} onSelect={setState} />
            <WorldMap id="parties-b" values={b} label="B: parties at the end, share of runs" what="share of runs" selected={state} onSelect={setState} />
        </div>
    );
}

export function Compare({ presets }) {
    const [saved, setSaved] = useState(readSaved()), [link, setLink] = useState(""), [wrong, setWrong] = useState(""), [name, setName] = useState("");
    const choices = [{ name: "as loaded", changes: {} }, ...presets, ...Object.entries(saved).map(([n, changes]) => ({ name: n, changes, isSaved: true }))];
    const keep = (event) => {
        event.preventDefault();
        const next = { ...saved, [name.trim() || `saved ${Object.keys(saved).length + 1}`]: app.changes };
        localStorage.setItem(KEEP, JSON.stringify(next));
        setSaved(next);
        setName("");
    };
    const fromLink = async (event) => {
        event.preventDefault();
        try {
            const state = await decode(link);
            setWrong("");
            await load("from a link", state.c);
        } catch (error) {
            setWrong(error.message);
        }
    };
    return (
        <>
            <h2>This against that</h2>
            <div class="row">
                <label>B is <select id="other" value={app.other?.name ?? ""} onChange={(e) => {
                    const chosen = choices.find((c) => c.name === e.target.value);
                    if (chosen) load(chosen.name, chosen.changes);
                    else set({ other: null });
                }}><option value="">nothing</option>{choices.map((c) => <option key={c.name} value={c.name}>{c.name.replace(/-/g, " ")}{c.isSaved ? " (saved here)" : ""}</option>)}
                {app.other?.name === "from a link" && <option value="from a link">from a link</option>}</select></label>
                {app.other && <button type="button" onClick={() => {
                    const before = app.changes;
                    replaceAll(app.other.changes);
                    load("what was on the screen", before);
                }}>Swap</button>}
                <form class="row" onSubmit={keep}><label>Keep what is on the screen as <input type="text" value={name} maxLength={40} onInput={(e) => setName(e.target.value)} /></label><button type="submit">Keep</button></form>
                <form class="row" onSubmit={fromLink}><label>or a shared link <input type="text" value={link} onInput={(e) => setLink(e.target.value)} aria-invalid={Boolean(wrong)} /></label><button type="submit">Lay over</button></form>
            </div>
            {wrong && <p class="error" role="alert">{wrong}</p>}
            {app.other ? <><ChartChoices /><div class="plots"><Chart place={0} /><Chart place={1} /></div><ChartKey /><Inputs /><Ends /><Maps /><States /></>
                : <p>Choose what to lay over the plots: its lines are dotted, and all inputs that differ are listed.</p>}
        </>
    );
}
