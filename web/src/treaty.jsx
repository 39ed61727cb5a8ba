/* Who would sign a text, why, and the smallest change that brings a state in. */
import { useMemo } from "preact/hooks";
import { number, percent } from "./format.js";
import { Answer, CHECKS, StateChoice, partsOf, setGoal, textOf } from "./goal.jsx";
import { WorldMap } from "./map.jsx";
import { cut } from "./names.js";
import { Picture, Table } from "./picture.jsx";
import { nameIn, nameOf } from "./places.js";
import { app } from "./store.js";
import { useWidth } from "./width.js";
import { language, t, word } from "./words.js";

function Changes({ answer, text }) {
    const head = [t("treaty.change"), t("treaty.steps"), t("treaty.signs", { name: nameOf(app.goal.state) }), t("treaty.expected"), t("treaty.goal")];
    const rows = answer.changes.map((c) => [(partsOf(c, text) || t("treaty.asitis")) + (c.extrapolated ? ` (${t("treaty.beyond")})` : ""), c.steps,
        percent(c.probability), number(c.expected), t(c.reached ? "treaty.reached" : "treaty.notreached")]);
    return <Table title={t("treaty.nearestfirst")} head={head} rows={rows} />;
}

/* Bars to both sides of zero. */
function Reasons({ state }) {
    const [frame, width] = useWidth(), rows = Object.entries(state.reasons).sort((a, b) => Math.abs(b[1]) - Math.abs(a[1]));
    const most = Math.abs(rows[0][1]) || 1, wide = Math.min(width, 700), left = Math.min(240, wide * 0.46), middle = left + (wide - left) / 2;
    const scale = ((wide - left) / 2 - 48) / most, height = rows.length * 24 + 6;
    const title = t("treaty.reasons", { name: language() === "de" ? nameOf(state.iso3) : nameIn(state.iso3), p: percent(state.signs), low: percent(state.low), high: percent(state.high) });
    return (
        <Picture id="reasons" title={title} head={[t("treaty.reason"), t("treaty.logodds")]} rows={rows.map(([name, x]) => [word("reason", name), x])}
            plain={rows}>
            <div ref={frame}>
                <svg id="reasons" viewBox={`0 0 ${wide} ${height}`} width={wide} height={height} role="img" aria-label={t("picture.label", { title })}>
                    {rows.map(([name, x], i) => {
                        const y = i * 24 + 4, end = middle + x * scale;
                        return (
                            <g key={name}>
                                <text x={left - 8} y={y + 14} text-anchor="end">{cut(word("reason", name), left - 8)}<title>{word("reason", name)}</title></text>
                                <rect x={Math.min(middle, end)} y={y + 3} width={Math.max(Math.abs(x) * scale, 1)} height="14" class={x < 0 ? "bar down" : "bar"} />
                                <text x={end + (x < 0 ? -5 : 5)} y={y + 14} text-anchor={x < 0 ? "end" : "start"} class="value">{x < 0 ? "−" : "+"}{number(Math.abs(x))}</text>
                            </g>);
                    })}
                    <line x1={middle} x2={middle} y1="0" y2={height} class="axis" />
                </svg>
            </div>
        </Picture>
    );
}

function Text({ text }) {
    const { texts, kinds, sponsors } = app.about, { base, edits } = app.goal, edit = (key, value) => setGoal({ edits: { ...edits, [key]: value } });
    return (
        <fieldset class="row"><legend>{t("treaty.thetext")}</legend>
            <label>{t("treaty.base")} <select id="treaty-base" value={base} onChange={(e) => setGoal({ base: e.target.value, edits: {} })}>
                {texts.map((x) => <option key={x.base} value={x.base}>{x.name}</option>)}</select></label>
            <label>{t("treaty.kind")} <select value={text.kind} onChange={(e) => edit("kind", e.target.value)}>
                {kinds.map((k) => <option key={k} value={k}>{word("kind", k)}</option>)}</select></label>
            <label>{t("treaty.sponsor")} <select value={text.sponsor} onChange={(e) => edit("sponsor", e.target.value)}>
                {sponsors.map((k) => <option key={k} value={k}>{word("sponsor", k)}</option>)}</select></label>
            <label>{t("treaty.verification")} <select id="treaty-verification" value={text.verification} onChange={(e) => edit("verification", Number(e.target.value))}>
                {CHECKS.map((c, i) => <option key={c} value={i}>{t(`check.${c}`)}</option>)}</select></label>
            <label><input type="checkbox" checked={Boolean(text.binding)} onChange={(e) => edit("binding", e.target.checked ? 1 : 0)} />{t("treaty.binding")}</label>
            <label>{t("treaty.open")} <input type="number" min="0" max="50" step="1" value={text.years} onChange={(e) => edit("years", Number(e.target.value))} /> {t("years")}</label>
        </fieldset>
    );
}

export function Treaty() {
    const { answer, wrong, isBusy } = app.treaty, { state, probability } = app.goal, text = textOf(app.goal);
    const values = useMemo(() => (answer?.states ?? []).map((s) => ({ iso3: s.iso3, p: s.signs })), [answer]);
    const chosen = answer?.states.find((s) => s.iso3 === state);
    return (
        <>
            <h2>{t("treaty.title")}</h2>
            <div class="row">
                <label>{t("treaty.state")} <StateChoice id="treaty-state" /></label>
                <label>{t("treaty.least", { p: percent(probability) })} <input type="range" id="treaty-probability" min="0.05" max="0.95" step="0.05" value={probability}
                    aria-valuetext={percent(probability)} onInput={(e) => setGoal({ probability: Number(e.target.value) })} /></label>
                {isBusy && <span role="status">{t("asking")}</span>}
            </div>
            {wrong && <p class="error" role="alert">{wrong}</p>}
            {answer && <p class="answer" role="status"><Answer /></p>}
            <Text text={text} />
            {answer && <>
                <Changes answer={answer} text={text} />
                <p>{t("treaty.count", { n: Math.round(answer.expected), low: number(answer.low), high: number(answer.high) })}
                    {answer.extrapolated && ` ${t("treaty.extrapolated")}`}</p>
                <WorldMap id="signatures" values={values} label={t("treaty.map")} what={t("treaty.probability")} selected={state} onSelect={(s) => setGoal({ state: s })} />
                {chosen && <Reasons state={chosen} />}</>}
        </>
    );
}
