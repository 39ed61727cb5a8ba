/* In which cases it happens: the trade-off curve of PRIM, a slider over its peeling steps, and the box of each step as bars. */
import { useEffect, useState } from "preact/hooks";
import { Command } from "./command.jsx";
import { number, percent } from "./format.js";
import { JobProgress, Stale, isBusy, sizeOf, wholeWrong } from "./job.jsx";
import { cut, labelOf, outcomeOf, unitOfOutcome } from "./names.js";
import { Picture } from "./picture.jsx";
import { analyse, app, fanInForce } from "./store.js";
import { useWidth } from "./width.js";
import { t } from "./words.js";

/* Coverage to the right, density upwards; the step that is looked at is large. */
function Curve({ steps, at, choose, recommended }) {
    const [frame, width] = useWidth(), wide = Math.min(width, 560), tall = Math.min(340, wide * 0.75), left = 52, right = 24, top = 12, bottom = 46;
    const x = (v) => left + v * (wide - left - right), y = (v) => tall - bottom - v * (tall - top - bottom), title = t("prim.curve");
    const ticks = [0, 0.25, 0.5, 0.75, 1], head = [t("prim.step"), t("prim.coverage"), t("prim.density"), t("prim.mass"), t("prim.limits")];
    const rows = steps.map((s) => [s.step, s.coverage, s.density, s.mass, s.factors]);
    return (
        <Picture id="prim-curve" title={title} head={head} rows={rows} hint={t("prim.curve.hint")}>
            <div ref={frame}>
                <svg id="prim-curve" viewBox={`0 0 ${wide} ${tall}`} width={wide} height={tall} role="img" aria-label={t("picture.label", { title })}>
                    {ticks.map((v) => <g key={v}>
                        <line x1={x(v)} x2={x(v)} y1={y(0)} y2={y(1)} class="rule" /><line x1={x(0)} x2={x(1)} y1={y(v)} y2={y(v)} class="rule" />
                        <text x={x(v)} y={tall - bottom + 17} text-anchor="middle" class="value">{percent(v)}</text>
                        <text x={left - 7} y={y(v) + 4} text-anchor="end" class="value">{percent(v)}</text></g>)}
                    <text x={(left + wide - right) / 2} y={tall - 8} text-anchor="middle">{t("prim.coverage")}</text>
                    <text x={-(tall - bottom) / 2} y="13" transform="rotate(-90)" text-anchor="middle">{t("prim.density")}</text>
                    <path d={steps.map((s, i) => `${i ? "L" : "M"}${x(s.coverage).toFixed(1)},${y(s.density).toFixed(1)}`).join("")} class="trace" />
                    {steps.map((s, i) => <circle key={i} cx={x(s.coverage)} cy={y(s.density)} r={i === at ? 8 : 4}
                        class={`peel${i === at ? " chosen" : ""}${i === recommended ? " recommended" : ""}`} onClick={() => choose(i)}>
                        <title>{t("prim.point", { step: s.step, coverage: percent(s.coverage), density: percent(s.density) })}</title></circle>)}
                </svg>
            </div>
        </Picture>
    );
}

function valueText(limit) {
    const { low_value: low = null, high_value: high = null } = limit, unit = limit.unit && limit.unit !== "1" ? ` ${limit.unit}` : "";
    if (low === null && high === null) return `${percent(limit.low)} – ${percent(limit.high)}`;
    if (high === null) return t("prim.least", { value: `${number(low)}${unit}` });
    return low === null ? t("prim.most", { value: `${number(high)}${unit}` }) : `${number(low)} – ${number(high)}${unit}`;
}

/* Each factor that the step limits: the whole range as a track, the box as a bar in it. */
function Box({ step }) {
    const [frame, width] = useWidth(), wide = Math.min(width, 860), limits = [...step.limits].sort((a, b) => a.quasi_p - b.quasi_p), tall = Math.max(limits.length, 1) * 54 + 24;
    const left = 4, span = wide - 2 * left, title = t("prim.box", { step: step.step });
    const head = [t("factor"), t("prim.from"), t("prim.to"), t("prim.values"), t("prim.quasip")];
    const rows = limits.map((l) => [labelOf(l.factor), percent(l.low), percent(l.high), valueText(l), l.quasi_p]);
    const plain = limits.map((l) => [l.factor, l.low, l.high, valueText(l), l.quasi_p]);
    if (!limits.length) return <p class="note">{t("prim.nolimits")}</p>;
    return (
        <Picture id="prim-box" title={title} head={head} rows={rows} plain={plain} hint={t("prim.box.hint")}>
            <div ref={frame}>
                <svg id="prim-box" viewBox={`0 0 ${wide} ${tall}`} width={wide} height={tall} role="img" aria-label={t("picture.label", { title })}>
                    {limits.map((l, i) => {
                        const y = i * 54, weak = l.quasi_p > 0.05;
                        return (
                            <g key={l.factor}>
                                <text x={left} y={y + 14}>{cut(labelOf(l.factor), wide)}<title>{`${labelOf(l.factor)} (${l.factor})`}</title></text>
                                <rect x={left} y={y + 21} width={span} height="10" class="track" />
                                <rect x={left + l.low * span} y={y + 21} width={Math.max((l.high - l.low) * span, 2)} height="10" class={weak ? "index total" : "index first"} />
                                <text x={left} y={y + 45} class="value">{cut(`${valueText(l)}; ${t("prim.quasip")} ${number(l.quasi_p)}${weak ? `, ${t("prim.chance")}` : ""}`, wide, 6.6)}</text>
                            </g>);
                    })}
                    <text x={left} y={tall - 6} class="value">{t("prim.low")}</text><text x={left + span} y={tall - 6} text-anchor="end" class="value">{t("prim.high")}</text>
                </svg>
            </div>
        </Picture>
    );
}

function Found({ prim }) {
    const [number_, setNumber] = useState(0), found = prim.boxes[Math.min(number_, prim.boxes.length - 1)], steps = found?.trajectory ?? [];
    const recommended = steps.findIndex((s) => s.step === found?.box?.[0]?.step), [at, setAt] = useState(Math.max(recommended, 0));
    useEffect(() => setAt(Math.max(recommended, 0)), [prim, number_]);
    if (!steps.length) return <p class="note">{t("prim.nothing")}</p>;
    const place = Math.min(at, steps.length - 1), step = steps[place];
    return (
        <>
            <p>{t("prim.cases", { n: number(prim.of_interest), all: number(prim.members), share: percent(prim.of_interest / prim.members) })}</p>
            {prim.boxes.length > 1 && <label>{t("prim.which")} <select value={number_} onChange={(e) => setNumber(Number(e.target.value))}>
                {prim.boxes.map((_, i) => <option key={i} value={i}>{i + 1}</option>)}</select></label>}
            <div class="beside">
                <Curve steps={steps} at={place} choose={setAt} recommended={recommended} />
                <div>
                    <div class="row"><label class="grow">{t("prim.step")} <input type="range" id="prim-step" min="0" max={steps.length - 1} value={place}
                        aria-valuetext={t("prim.point", { step: step.step, coverage: percent(step.coverage), density: percent(step.density) })} onInput={(e) => setAt(Number(e.target.value))} /></label>
                        <output>{step.step}</output>
                        <button type="button" disabled={place === recommended || recommended < 0} onClick={() => setAt(recommended)}>{t("prim.recommended")}</button></div>
                    <dl class="facts"><dt>{t("prim.coverage")}</dt><dd id="prim-coverage">{percent(step.coverage)}</dd><dt>{t("prim.density")}</dt><dd id="prim-density">{percent(step.density)}</dd>
                        <dt>{t("prim.mass")}</dt><dd>{percent(step.mass)}</dd><dt>{t("prim.limits")}</dt><dd>{step.factors}</dd></dl>
                    <p class="hint">{t("prim.words", { density: percent(step.density), coverage: percent(step.coverage) })}</p>
                </div>
            </div>
            <Box step={step} />
        </>
    );
}

/* The median at the year of the outcome: the number that splits the members in halves. */
function middleOf(outcome) {
    const [output, group, year] = outcome.split("."), fan = fanInForce(), rows = fan?.outputs.find((o) => o.name === output)?.fan?.[group];
    const i = fan?.time.findIndex((time) => time >= Number(year) + 1 - 1e-6);
    const value = rows?.[2]?.[i < 0 ? rows[2].length - 1 : i];
    return value === undefined || value === null ? "" : String(Number(value.toPrecision(2)));
}

export function Prim() {
    const size = sizeOf("prim", "members", 1000), [members, setMembers] = useState(String(size.usual)), [side, setSide] = useState("above");
    const [typed, setTyped] = useState({}), [boxes, setBoxes] = useState(1), kept = app.kept.prim, prim = kept?.prim;
    const limit = typed.outcome === app.outcome ? typed.text : middleOf(app.outcome);
    const few = wholeWrong(members, size.least, size.most), isNumber = limit.trim() !== "" && Number.isFinite(Number(limit)), unit = unitOfOutcome(app.outcome);
    const wrong = few || (isNumber ? "" : t("prim.limit.wrong"));
    const begin = () => analyse("prim", { members: Number(members), outcome: app.outcome, [side]: Number(limit), boxes });
    return (
        <>
            <h3>{t("prim.title")}</h3>
            <p>{t("prim.about")}</p>
            <div class="row">
                <label>{t("prim.interest")} <select id="prim-side" value={side} onChange={(e) => setSide(e.target.value)}>
                    <option value="above">{t("prim.above")}</option><option value="below">{t("prim.below")}</option></select></label>
                <label><input id="prim-limit" type="text" inputMode="decimal" aria-label={t("prim.limit")} value={limit} aria-invalid={!isNumber} onInput={(e) => setTyped({ outcome: app.outcome, text: e.target.value })} /> {unit}</label>
                <label>{t("members")} <input id="prim-members" type="text" inputMode="numeric" value={members} aria-invalid={Boolean(few)} onInput={(e) => setMembers(e.target.value)} /></label>
                <label>{t("prim.boxes")} <select value={boxes} onChange={(e) => setBoxes(Number(e.target.value))}>{[1, 2, 3, 4].map((n) => <option key={n} value={n}>{n}</option>)}</select></label>
                <button type="button" class="main" id="prim-start" disabled={isBusy() || Boolean(wrong)} onClick={begin}>{t("prim.start")}</button>
            </div>
            {wrong && <p class="error" role="alert">{wrong}</p>}
            <JobProgress kind="prim" />
            {prim && <>
                <Stale of={kept} />
                <p class="made">{t("prim.made", { outcome: outcomeOf(prim.outcome) })}</p>
                {prim.boxes?.length ? <Found prim={prim} /> : <p class="note">{t("prim.nothing")}</p>}
                <Command text={kept.command} /></>}
        </>
    );
}
