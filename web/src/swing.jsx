/* Which single assumption moves an outcome: each one alone at the ends of its range, all others at their medians. */
import { useRef, useState } from "preact/hooks";
import { post } from "./api.js";
import { number } from "./format.js";
import { Stale } from "./job.jsx";
import { canonical } from "./link.js";
import { cut, labelOf } from "./names.js";
import { Picture } from "./picture.jsx";
import { nameOf } from "./places.js";
import { app, showRefusal, tell } from "./store.js";
import { shownAs } from "./units.js";
import { useWidth } from "./width.js";
import { t } from "./words.js";

const SHOWN = 15, ROW = 40;

/* Every drawn factor at its 5% and 95% value, the others at their medians. */
async function swing(output, group, see, isStopped) {
    const ask = async (changes) => {
        const answer = await post("/api/run", { changes, members: 0, outputs: [output], groups: [group], quantiles: [] });
        return answer.outputs[0].line[group].at(-1);
    };
    const factors = [...app.inForce.values()].filter((f) => f.low < f.high && !(f.key in app.changes)), changes = { ...app.changes };
    const middle = await ask(changes), bars = [];
    for (const [i, f] of factors.entries()) {
        if (isStopped()) return null;
        const low = await ask({ ...changes, [f.key]: String(f.low) }), high = await ask({ ...changes, [f.key]: String(f.high) });
        bars.push({ key: f.key, from: f.low, to: f.high, low, high });
        see(i + 1, factors.length);
    }
    bars.sort((a, b) => Math.abs(b.high - b.low) - Math.abs(a.high - a.low));
    return { output, group, middle, bars, key: canonical(changes) };
}

function Tornado({ result }) {
    const [frame, width] = useWidth(), top = result.bars.slice(0, SHOWN), wide = Math.min(width, 860), tall = top.length * ROW + 8;
    const info = app.about.outputs.find((o) => o.name === result.output), { unit, factor } = shownAs(info), all = top.flatMap((b) => [b.low, b.high]).concat(result.middle);
    const low = Math.min(...all), span = Math.max(...all) - low || 1, side = 64, x = (v) => side + ((wide - 2 * side) * (v - low)) / span;
    const title = t("swing.picture", { text: info.text, name: nameOf(result.group), unit: unit || "1", middle: number(result.middle * factor) });
    const rows = result.bars.map((b) => [labelOf(b.key), b.from, b.to, b.low * factor, b.high * factor]);
    const head = [t("factor"), t("swing.from"), t("swing.to"), t("swing.atlow"), t("swing.athigh")];
    return (
        <Picture id="swing" title={title} head={head} rows={rows} plain={rows.map((r, i) => [result.bars[i].key, ...r.slice(1)])} hint={t("swing.hint")}>
            <div ref={frame}>
                <svg id="swing" viewBox={`0 0 ${wide} ${tall}`} width={wide} height={tall} role="img" aria-label={t("picture.label", { title })}>
                    {top.map((b, i) => {
                        const y = i * ROW + 4, from = x(Math.min(b.low, b.high)), to = x(Math.max(b.low, b.high)), isDown = b.high < b.low;
                        return (
                            <g key={b.key}>
                                <text x="4" y={y + 12}>{cut(labelOf(b.key), wide)}<title>{`${labelOf(b.key)} (${b.key}): ${number(b.from)} – ${number(b.to)}`}</title></text>
                                <rect x={from} y={y + 18} width={Math.max(to - from, 1)} height="11" class={isDown ? "bar down" : "bar"} />
                                <text x={from - 5} y={y + 28} text-anchor="end" class="value">{number(Math.min(b.low, b.high) * factor)}</text>
                                <text x={to + 5} y={y + 28} class="value">{number(Math.max(b.low, b.high) * factor)}</text>
                            </g>);
                    })}
                    <line x1={x(result.middle)} x2={x(result.middle)} y1="0" y2={tall} class="axis" />
                </svg>
            </div>
        </Picture>
    );
}

export function Swing() {
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
            <h3>{t("swing.title")}</h3>
            <p>{t("swing.about")}</p>
            <div class="row">
                <label>{t("outcome")} <select value={output} onChange={(e) => setOutput(e.target.value)}>{app.about.outputs.map((o) => <option key={o.name} value={o.name}>{o.text}</option>)}</select></label>
                <label>{t("of")} <select value={group} onChange={(e) => setGroup(e.target.value)}>{app.about.groups.map((g) => <option key={g} value={g}>{nameOf(g)}</option>)}</select></label>
                {state ? <><progress max={state.total} value={state.done} aria-label={t("job.progress")} /><button type="button" onClick={() => {
                    stop.current = true;
                }}>{t("cancel")}</button></> : <button type="button" class="main" id="swing-start" onClick={begin}>{t("swing.start")}</button>}
            </div>
            {result && <><Stale of={result} /><Tornado result={result} /></>}
        </>
    );
}
