/* Who would sign a text, why, and the smallest change that brings a state in. */
import { useEffect, useMemo, useState } from "preact/hooks";
import { Refused, post } from "./api.js";
import { number, percent } from "./format.js";
import { WorldMap } from "./map.jsx";
import { nameOf } from "./places.js";
import { app, showRefusal, tell } from "./store.js";
import { sentence } from "./format.js";

const CHECKS = ["none", "reports", "on-site by consent", "inspectorate"];

function Design({ answer, text, state, probability }) {
    const changes = answer.changes.filter((c) => c.steps > 0), now = answer.changes.find((c) => c.steps === 0);
    const reached = changes.filter((c) => c.reached), p = answer.states.find((s) => s.iso3 === state)?.signs;
    const parts = (c) => ["kind", "sponsor", "binding", "verification"].filter((k) => c[k] !== text[k]).map((k) =>
        (k === "verification" ? `verification: ${CHECKS[c[k]]}` : k === "binding" ? (c[k] ? "binding" : "not binding") : `${k}: ${c[k]}`)).join(", ");
    const best = reached[0];
    return (
        <>
            <p class="answer" role="status">{p >= probability || now?.reached ? <>{nameOf(state)} is in already: <strong>{percent(p)}</strong>.</>
                : best ? <>The smallest change that brings {nameOf(state)} in: <strong>{parts(best)}</strong>. It then signs with {percent(best.probability)} instead of {percent(p)}.</>
                    : <>Nothing that the text can say brings {nameOf(state)} to {percent(probability)}; the nearest is {changes[0] ? `${parts(changes[0])} with ${percent(changes[0].probability)}` : "the text as it is"}.</>}
                {!(p >= probability || now?.reached) && best?.extrapolated && " No past text was like it: an extrapolation."}</p>
            <div class="scroll"><table><caption>Changes, nearest first</caption>
                <thead><tr><th scope="col">change</th><th scope="col">steps</th><th scope="col">{nameOf(state)} signs</th><th scope="col">signatures expected</th><th scope="col">goal</th></tr></thead>
                <tbody>{answer.changes.map((c, i) => <tr key={i}><th scope="row">{parts(c) || "as it is"}{c.extrapolated ? " (extrapolated)" : ""}</th><td>{c.steps}</td>
                    <td>{percent(c.probability)}</td><td>{number(c.expected)}</td><td>{c.reached ? "reached" : "not reached"}</td></tr>)}</tbody></table></div>
        </>
    );
}

function Reasons({ state }) {
    const rows = Object.entries(state.reasons).sort((a, b) => Math.abs(b[1]) - Math.abs(a[1])), most = Math.abs(rows[0][1]) || 1;
    return (
        <div class="scroll"><table><caption>What moves {nameOf(state.iso3)}, in log-odds of signing: it signs with {percent(state.signs)} ({percent(state.low)} to {percent(state.high)})</caption>
            <tbody>{rows.map(([name, x]) => <tr key={name}><th scope="row">{name.replace(/_/g, " ")}</th><td>{x < 0 ? "−" : "+"}{number(Math.abs(x))}</td>
                <td><svg width="124" height="10" viewBox="-62 0 124 10" aria-hidden="true"><line x1="0" x2="0" y1="0" y2="10" class="axis" />
                    <rect x={Math.min(0, (x / most) * 60)} width={Math.abs(x / most) * 60} y="2" height="6" class={x < 0 ? "bar down" : "bar"} /></svg></td></tr>)}</tbody></table></div>
    );
}

export function Treaty() {
    const { texts, kinds, sponsors } = app.about;
    const [base, setBase] = useState("coruna"), [edits, setEdits] = useState({}), [state, setState] = useState("USA"), [probability, setProbability] = useState(0.5);
    const [answer, setAnswer] = useState(null), [wrong, setWrong] = useState(""), [isBusy, setBusy] = useState(false);
    const text = { ...(texts.find((t) => t.base === base) ?? texts[0]), ...edits };
    useEffect(() => {
        let isOld = false;
        setBusy(true);
        const wait = setTimeout(() => post("/api/treaty", { base, text: edits, goal: { state, probability } }).then((a) => {
            if (isOld) return;
            setAnswer(a);
            setWrong("");
            setBusy(false);
        }, (error) => {
            if (isOld) return;
            setBusy(false);
            if (error instanceof Refused && error.findings.length) setWrong(error.findings.map(sentence).join(" "));
            else {
                showRefusal(error);
                tell();
            }
        }), 120);
        return () => {
            isOld = true;
            clearTimeout(wait);
        };
    }, [base, JSON.stringify(edits), state, probability]);
    const edit = (key, value) => setEdits({ ...edits, [key]: value });
    const values = useMemo(() => (answer?.states ?? []).map((s) => ({ iso3: s.iso3, p: s.signs })), [answer]);
    const states = [...values].map((v) => v.iso3).sort((a, b) => nameOf(a).localeCompare(nameOf(b))), chosen = answer?.states.find((s) => s.iso3 === state);
    return (
        <>
            <h2>What would bring them in?</h2>
            <div class="row">
                <label>Text <select id="treaty-base" value={base} onChange={(e) => {
                    setBase(e.target.value);
                    setEdits({});
                }}>{texts.map((t) => <option key={t.base} value={t.base}>{t.name}</option>)}</select></label>
                <label>Kind <select value={text.kind} onChange={(e) => edit("kind", e.target.value)}>{kinds.map((k) => <option key={k}>{k}</option>)}</select></label>
                <label>Driven by <select value={text.sponsor} onChange={(e) => edit("sponsor", e.target.value)}>{sponsors.map((k) => <option key={k}>{k}</option>)}</select></label>
                <label>Verification <select value={text.verification} onChange={(e) => edit("verification", Number(e.target.value))}>
                    {CHECKS.map((c, i) => <option key={c} value={i}>{c}</option>)}</select></label>
                <label><input type="checkbox" checked={Boolean(text.binding)} onChange={(e) => edit("binding", e.target.checked ? 1 : 0)} />binding</label>
                <label>Open for <input type="number" min="0" max="50" step="1" value={text.years} onChange={(e) => edit("years", Number(e.target.value))} /> years</label>
            </div>
            <div class="row">
                <label>State to bring in <select id="treaty-state" value={state} onChange={(e) => setState(e.target.value)}>
                    {(states.length ? states : [state]).map((s) => <option key={s} value={s}>{nameOf(s)}</option>)}</select></label>
                <label>with at least {percent(probability)} <input type="range" min="0.05" max="0.95" step="0.05" value={probability} aria-valuetext={percent(probability)}
                    onInput={(e) => setProbability(Number(e.target.value))} /></label>
                {isBusy && <span role="status">asking …</span>}
            </div>
            {wrong && <p class="error" role="alert">{wrong}</p>}
            {answer && <>
                <Design answer={answer} text={text} state={state} probability={probability} />
                <p>{number(answer.expected)} signatures are expected ({number(answer.low)} to {number(answer.high)}).
                    {answer.extrapolated && " No past text was like this one: an extrapolation."}</p>
                <WorldMap id="signatures" values={values} label="Probability of signing" what="probability" selected={state} onSelect={setState} />
                {chosen && <Reasons state={chosen} />}</>}
        </>
    );
}
