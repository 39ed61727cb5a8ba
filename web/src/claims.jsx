/* The claims of the question, tested on the scenario with its changes. */
import { useState } from "preact/hooks";
import { Command, commandLine } from "./command.jsx";
import { number, percent } from "./format.js";
import { JobProgress, isBusy } from "./job.jsx";
import { canonical } from "./link.js";
import { app, runJob, set } from "./store.js";
import { save } from "./save.js";

const MARKS = { holds: "✓", "does not hold": "✗", undetermined: "?" };

export function ClaimsJob() {
    const [members, setMembers] = useState(60);
    const begin = async () => {
        const changes = { ...app.changes };
        const claims = await runJob("claims", "/api/claims", { changes, members });
        if (claims) set({ claims: { ...claims, key: canonical(changes) } });
    };
    return (
        <>
            <div class="row">
                <label>Members <input type="number" min="20" max="2000" value={members} onChange={(e) => setMembers(Math.round(Number(e.target.value)) || 60)} /></label>
                <button type="button" class="main" disabled={isBusy()} onClick={begin}>Test the claims</button>
            </div>
            <JobProgress kind="claims" />
            {app.claims && app.claims.key !== canonical(app.changes) && <p class="error">Settings have changed since: test again.</p>}
        </>
    );
}

/* Where a probability and its interval lie. */
function Interval({ claim }) {
    if (claim.probability === null) return null;
    const [low, high] = claim.interval;
    return (
        <svg class="interval" viewBox="0 0 104 10" width="104" height="10" aria-hidden="true">
            <line x1="2" x2="102" y1="5" y2="5" class="axis" /><rect x={2 + 100 * low} y="2" width={Math.max(100 * (high - low), 1)} height="6" class="bar" />
            <circle cx={2 + 100 * claim.probability} cy="5" r="3.5" class="dot" />
        </svg>
    );
}

export function Claims() {
    const claims = app.claims?.claims ?? [];
    return (
        <>
            <h2>What holds, and how surely?</h2>
            <p>Each claim is tested on paired runs that differ only in what it compares. A verdict needs its whole interval on one side.</p>
            <ClaimsJob />
            {claims.length > 0 && <>
                <div class="scroll claims"><table>
                    <caption>{claims.length} claims, {app.claims.members} runs each</caption>
                    <thead><tr><th scope="col" /><th scope="col">claim</th><th scope="col">verdict</th><th scope="col">share of runs</th><th scope="col">effect</th><th scope="col">hinges on</th></tr></thead>
                    <tbody>{claims.map((c) => (
                        <tr key={c.id}>
                            <td>{c.letter}</td>
                            <th scope="row" class="wide">{c.text}{c.note && <small> {c.note}</small>}<details><summary>Rule</summary><p>{c.rule}</p><code>{c.command}</code></details></th>
                            <td><span class={`verdict v${Object.keys(MARKS).indexOf(c.verdict)}`}>{MARKS[c.verdict] ?? "–"} {c.verdict}</span></td>
                            <td>{percent(c.probability)}<br /><Interval claim={c} /></td>
                            <td>{c.effect?.text}: {number(c.effect?.value)} ({number(c.effect?.low)} to {number(c.effect?.high)}) {c.effect?.unit}</td>
                            <td>{c.hinges_on?.map((h) => <div key={h.factor}>{h.text} ({h.is_clear ? "" : "not clear, "}{number(h.rank_correlation)})</div>)}</td>
                        </tr>))}</tbody></table></div>
                <button type="button" onClick={() => save("detente-claims.json", "application/json", JSON.stringify(app.claims, null, 2))}>Download JSON</button></>}
            <Command text={commandLine(`claims ${app.about.scenario}`, "--members 60")} />
        </>
    );
}
