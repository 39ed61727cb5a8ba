/* What decides an outcome: Sobol' indices of first order and in total, as bars with 95% intervals. */
import { useState } from "preact/hooks";
import { Command } from "./command.jsx";
import { number, percent } from "./format.js";
import { JobProgress, Stale, isBusy, sizeOf, wholeWrong } from "./job.jsx";
import { cut, labelOf, outcomeOf } from "./names.js";
import { Picture } from "./picture.jsx";
import { analyse, app } from "./store.js";
import { useWidth } from "./width.js";
import { t } from "./words.js";

const SHOWN = 12, ROW = 50, HEAD = 30;

function Bars({ sobol }) {
    const [frame, width] = useWidth(), top = sobol.factors.slice(0, SHOWN), wide = Math.min(width, 860), height = HEAD + top.length * ROW + 24;
    const ends = top.flatMap((f) => [f.first_order.value, f.total.value, Math.min(f.total.high, 1)]);
    const most = Math.min(1, Math.max(0.05, ...ends) * 1.05), left = 4, span = wide - left - 52, x = (v) => left + (Math.min(Math.max(v, 0), most) / most) * span;
    const title = t("sobol.picture", { outcome: outcomeOf(sobol.outcome) });
    const bar = (index, y, kind) => (
        <g>
            <rect x={left} y={y} width={Math.max(x(index.value) - left, 1)} height="9" class={`index ${kind}${index.low > 0 ? "" : " unclear"}`} />
            <path d={`M${x(index.low)},${y + 4.5}H${x(index.high)}${index.low >= 0 ? `M${x(index.low)},${y + 1}v7` : ""}${index.high <= most ? `M${x(index.high)},${y + 1}v7` : ""}`} class="whisker" />
            <text x={Math.max(x(index.high), x(index.value)) + 5} y={y + 8.5} class="value">{percent(index.value)}</text>
        </g>
    );
    const rows = sobol.factors.slice(0, 40).map((f) => [labelOf(f.name), ...[f.first_order, f.total].flatMap((s) => [s.value, s.low, s.high])]);
    const head = [t("factor"), t("sobol.first"), t("low"), t("high"), t("sobol.total"), t("low"), t("high")];
    const plain = sobol.factors.map((f) => [f.name, ...[f.first_order, f.total].flatMap((s) => [s.value, s.low, s.high])]);
    const ticks = [0, 0.25, 0.5, 0.75, 1].map((v) => v * most);
    return (
        <Picture id="sobol" title={title} head={head} rows={rows} plain={plain} hint={t("sobol.hint", { used: sobol.used, dropped: sobol.dropped, n: sobol.factors.length })}>
            <div ref={frame}>
                <svg id="sobol" viewBox={`0 0 ${wide} ${height}`} width={wide} height={height} role="img" aria-label={t("picture.label", { title })}>
                    <rect x={left} y="6" width="14" height="9" class="index first" /><text x={left + 20} y="15">{t("sobol.first")}</text>
                    <rect x={left + wide / 2.4} y="6" width="14" height="9" class="index total" /><text x={left + wide / 2.4 + 20} y="15">{t("sobol.total")}</text>
                    {ticks.map((v) => <g key={v}><line x1={x(v)} x2={x(v)} y1={HEAD - 4} y2={height - 20} class="rule" />
                        <text x={x(v)} y={height - 6} text-anchor={v ? "middle" : "start"} class="value">{percent(v)}</text></g>)}
                    {top.map((f, i) => {
                        const y = HEAD + i * ROW;
                        return <g key={f.name}><text x={left} y={y + 12}>{cut(labelOf(f.name), wide)}<title>{`${labelOf(f.name)} (${f.name})`}</title></text>
                            {bar(f.first_order, y + 18, "first")}{bar(f.total, y + 31, "total")}</g>;
                    })}
                </svg>
            </div>
        </Picture>
    );
}

export function Sobol() {
    const size = sizeOf("sobol", "base", 32), [base, setBase] = useState(String(Math.max(size.usual, Math.min(32, size.most)))), wrong = wholeWrong(base, size.least, size.most);
    const kept = app.kept.sobol, found = kept?.sobol?.[0], factors = found?.factors?.length;
    return (
        <>
            <h3>{t("sobol.title")}</h3>
            <p>{t("sobol.about")}</p>
            <div class="row">
                <label>{t("sobol.base")} <input id="sobol-base" type="text" inputMode="numeric" value={base} aria-invalid={Boolean(wrong)} onInput={(e) => setBase(e.target.value)} /></label>
                <button type="button" class="main" id="sobol-start" disabled={isBusy() || Boolean(wrong)} onClick={() => analyse("sobol", { base: Number(base), outcomes: [app.outcome] })}>{t("sobol.start")}</button>
                {!wrong && factors && <span class="hint">{t("sobol.runs", { n: number(Number(base) * (factors + 2)) })}</span>}
            </div>
            {wrong && <p class="error" role="alert">{wrong}</p>}
            <JobProgress kind="sobol" />
            {found && <>
                <Stale of={kept} />
                {found.factors?.length ? <Bars sobol={found} /> : <p class="note">{t("sobol.constant", { outcome: outcomeOf(found.outcome) })}</p>}
                <Command text={kept.command} /></>}
        </>
    );
}
