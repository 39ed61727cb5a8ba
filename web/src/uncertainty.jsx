/* An ensemble of any size for what is on the screen, and which single assumption moves an outcome most. */
import { useRef, useState } from "preact/hooks";
import { post } from "./api.js";
import { ChartKey, Chart } from "./chart.jsx";
import { Command, commandLine } from "./command.jsx";
import { number, unitOf } from "./format.js";
import { JobProgress, isBusy } from "./job.jsx";
import { canonical } from "./link.js";
import { nameOf } from "./places.js";
import { app, change, runJob, set, showRefusal, tell, QUANTILES } from "./store.js";
import { save } from "./save.js";

/* Every drawn world factor at its 5% and 95% value, the others at their medians. */
async function swing(output, group, see, isStopped) {
    const ask = async (changes) => {
        const answer = await post("/api/run", { changes, members: 0, outputs: [output], groups: [group], quantiles: [] });
        return answer.outputs[0].line[group].at(-1);
    };
    const factors = [...app.inForce.values()].filter((f) => f.low < f.high && !(f.key in app.changes));
    const middle = await ask(app.changes), bars = [];
    for (const [i, f] of factors.entries()) {
        if (isStopped()) return null;
        const low = await ask({ ...app.changes, [f.key]: String(f.low) }), high = await ask({ ...app.changes, [f.key]: String(f.high) });
        bars.push({ key: f.key, from: f.low, to: f.high, low, high });
        see(i + 1, factors.length);
    }
    bars.sort((a, b) => Math.abs(b.high - b.low) - Math.abs(a.high - a.low));
    return { output, group, middle, bars, key: canonical(app.changes) };
}

function Tornado({ result }) {
    const top = result.bars.slice(0, 15), all = top.flatMap((b) => [b.low, b.high]).concat(result.middle);
    const low = Math.min(...all), width = Math.max(...all) - low || 1, x = (v) => (200 * (v - low)) / width;
    const info = app.about.outputs.find((o) => o.name === result.output);
    const text = ["key,from,to,low,high", ...result.bars.map((b) => [b.key, b.from, b.to, b.low, b.high].join(","))].join("\n") + "\n";
    return (
        <>
            <div class="scroll"><table><caption>{info.text} of {nameOf(result.group)} at the end, {unitOf(info.unit)}: {number(result.middle)} in the middle</caption>
                <thead><tr><th scope="col">assumption</th><th scope="col">at its 5%</th><th scope="col" /><th scope="col">at its 95%</th></tr></thead>
                <tbody>{top.map((b) => <tr key={b.key}>
                    <th scope="row">{app.byName.get(b.key.split(".")[0])?.text}{b.key.includes(".") ? `: ${b.key.split(".")[1]}` : ""} <small>({number(b.from)} to {number(b.to)})</small></th>
                    <td>{number(b.low)}</td>
                    <td><svg width="200" height="12" viewBox="0 0 200 12" aria-hidden="true"><rect class={b.high < b.low ? "bar down" : "bar"} x={x(Math.min(b.low, b.high))} y="2" width={Math.max(1, Math.abs(x(b.high) - x(b.low)))} height="8" />
                        <line x1={x(result.middle)} x2={x(result.middle)} y1="0" y2="12" class="axis" /></svg></td>
                    <td>{number(b.high)}</td></tr>)}</tbody></table></div>
            <button type="button" onClick={() => save("detente-swing.csv", "text/csv", text)}>CSV</button>
            {result.key !== canonical(app.changes) && <p class="error">Settings have changed since: measure again.</p>}
        </>
    );
}

function Swing() {
    const [output, setOutput] = useState("capability_lag"), [group, setGroup] = useState(app.about.groups[1] ?? app.about.groups[0]);
    const [state, setState] = useState(null), [result, setResult] = useState(null), stop = useRef(false);
    const begin = async () => {
        stop.current = false;
        setState({ done: 0, total: 1 });
        try {
            const found = await swing(output, group, (done, total) => setState({ done, total }), () => stop.current);
            if (found) setResult(found);
        } catch (error) {
            showRefusal(error);
            tell();
        }
        setState(null);
    };
    return (
        <>
            <h3>Which assumption moves it?</h3>
            <p>One at a time: each drawn assumption at the 5% and the 95% point of its range, all others at their medians. It misses what acts together; Sobol indices, PRIM and regret come from the command line below.</p>
            <div class="row">
                <label>Outcome <select value={output} onChange={(e) => setOutput(e.target.value)}>{app.about.outputs.map((o) => <option key={o.name} value={o.name}>{o.text}</option>)}</select></label>
                <label>of <select value={group} onChange={(e) => setGroup(e.target.value)}>{app.about.groups.map((g) => <option key={g} value={g}>{nameOf(g)}</option>)}</select></label>
                {state ? <><progress max={state.total} value={state.done} aria-label="Progress" /><button type="button" onClick={() => {
                    stop.current = true;
                }}>Cancel</button></> : <button type="button" class="main" onClick={begin}>Measure</button>}
            </div>
            {result && <Tornado result={result} />}
        </>
    );
}

export function Uncertainty() {
    const most = app.about.ensemble_members_most, [members, setMembers] = useState("500"), n = Number(members);
    const wrong = Number.isInteger(n) && n >= 8 && n <= most ? "" : `a whole number from 8 to ${number(most)}`;
    const begin = async () => {
        const changes = { ...app.changes };
        const result = await runJob("ensemble", "/api/ensemble", { changes, members: n, outputs: app.about.outputs.map((o) => o.name), quantiles: QUANTILES });
        if (result) set({ ensemble: { ...result, key: canonical(changes) } });
    };
    const seed = app.changes.seed ?? String(app.about.seed), isFan = app.ensemble?.key === canonical(app.changes);
    return (
        <>
            <h2>How sure is it?</h2>
            <div class="row">
                <label>Members <input id="members" type="text" inputMode="numeric" value={members} aria-invalid={Boolean(wrong)} onInput={(e) => setMembers(e.target.value)} /></label>
                <label>Seed <input type="text" inputMode="numeric" value={seed} onChange={(e) => change("seed", e.target.value.trim())} /></label>
                <button type="button" class="main" id="ensemble" disabled={isBusy() || Boolean(wrong)} onClick={begin}>Start the ensemble</button>
            </div>
            {wrong && <p class="error" role="alert">Allowed: {wrong}.</p>}
            {app.errors.seed && <p class="error" role="alert">Seed: {app.errors.seed}.</p>}
            <JobProgress kind="ensemble" />
            <p>{isFan ? `The fans of all plots now show ${number(app.ensemble.members)} members; ${app.ensemble.failed} failed.` : app.ensemble ? "Settings have changed since: the fans show the small ensemble again." : ""}</p>
            <div class="plots"><Chart place={0} /><Chart place={1} /></div><ChartKey />
            <Swing />
            <h3>On the command line</h3>
            <Command text={commandLine(`ensemble ${app.about.scenario}`, `--members ${wrong ? 500 : n} --out results/page`)} />
            <Command text="detente sensitivity results/page --outcome ai_power.CHN.2030" />
            <Command text="detente prim results/page --outcome ai_power.CHN.2030 --above 50" />
        </>
    );
}
