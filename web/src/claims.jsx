/* The claims of the question, tested on the scenario with its changes. */
import { useState } from "preact/hooks";
import { Command, commandLine } from "./command.jsx";
import { number, percent } from "./format.js";
import { JobProgress, Stale, isBusy, wholeWrong } from "./job.jsx";
import { canonical } from "./link.js";
import { app, runJob, set } from "./store.js";
import { csvOf } from "./picture.jsx";
import { save } from "./save.js";
import { t, word } from "./words.js";

const HEAD = ["id", "letter", "claim", "verdict", "probability", "low", "high", "effect", "value", "effect_low", "effect_high", "unit"];
const rowOf = (c) => [c.id, c.letter, c.text, c.verdict, c.probability, ...(c.interval ?? ["", ""]), c.effect?.text, c.effect?.value, c.effect?.low, c.effect?.high, c.effect?.unit];
const MARKS = { holds: "✓", "does not hold": "✗", undetermined: "?" };

export function ClaimsJob() {
    const [members, setMembers] = useState("60"), wrong = wholeWrong(members, 20, 2000);
    const begin = async () => {
        const changes = { ...app.changes };
        const claims = await runJob("claims", "/api/claims", { changes, members: Number(members) });
        if (claims) set({ claims: { ...claims, key: canonical(changes) } });
    };
    return (
        <>
            <div class="row">
                <label>{t("members")} <input id="claims-members" type="text" inputMode="numeric" value={members} aria-invalid={Boolean(wrong)} onInput={(e) => setMembers(e.target.value)} /></label>
                <button type="button" class="main" disabled={isBusy() || Boolean(wrong)} onClick={begin}>{t("claims.start")}</button>
            </div>
            {wrong && <p class="error" role="alert">{wrong}</p>}
            <JobProgress kind="claims" />
            <Stale of={app.claims} />
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
            <h2>{t("claims.title")}</h2>
            <p>{t("claims.about")}</p>
            <ClaimsJob />
            {claims.length > 0 && <>
                <div class="scroll claims"><table>
                    <caption>{t("claims.caption", { n: claims.length, members: app.claims.members })}</caption>
                    <thead><tr><td />{["claim", "verdict", "share", "effect", "hinges"].map((h) => <th key={h} scope="col">{t(`claims.${h}`)}</th>)}</tr></thead>
                    <tbody>{claims.map((c) => (
                        <tr key={c.id}>
                            <td>{c.letter}</td>
                            <th scope="row" class="wide">{c.text}{c.note && <small> {c.note}</small>}<details><summary>{t("claims.rule")}</summary><p>{c.rule}</p><code>{c.command}</code></details></th>
                            <td><span class={`verdict v${Object.keys(MARKS).indexOf(c.verdict)}`}>{MARKS[c.verdict] ?? "–"} {word("verdict", c.verdict)}</span></td>
                            <td>{percent(c.probability)}<br /><Interval claim={c} /></td>
                            <td>{c.effect?.text}: {number(c.effect?.value)} ({t("range", { low: number(c.effect?.low), high: number(c.effect?.high) })}) {c.effect?.unit}</td>
                            <td>{c.hinges_on?.map((h) => <div key={h.factor}>{h.text} ({h.is_clear ? "" : t("claims.notclear")}{number(h.rank_correlation)})</div>)}</td>
                        </tr>))}</tbody></table></div>
                <div class="row"><button type="button" onClick={() => save("detente-claims.csv", "text/csv", csvOf(t("claims.title"), HEAD, claims.map(rowOf)))}>CSV</button>
                    <button type="button" onClick={() => save("detente-claims.json", "application/json", JSON.stringify(app.claims, null, 2))}>JSON</button></div></>}
            <Command text={commandLine(`claims ${app.about.scenario}`, "--members 60")} />
        </>
    );
}
