/* Small plots of outputs that are not among the large ones, and the strip that says which limit binds when. */
import { useMemo } from "preact/hooks";
import { colour, placeOf } from "./chart.jsx";
import { number } from "./format.js";
import { nameOf } from "./places.js";
import { SMALL, app, choose } from "./store.js";
import { HATCHES, LIMITS } from "./tokens.js";
import { shownAs, units } from "./units.js";
import { useWidth } from "./width.js";
import { language, t, word } from "./words.js";

const COUNTS = new Set(["parties", "survivors"]); /* of states: only the world's is worth a look */
const WIDE = 180, TALL = 64;

function rowsOf(answer, output) {
    return answer?.outputs.find((o) => o.name === output)?.line ?? {};
}

function Small({ output }) {
    const info = app.about.outputs.find((o) => o.name === output), { unit, factor } = shownAs(info), here = rowsOf(app.fan, output), base = rowsOf(app.base, output);
    const groups = COUNTS.has(output) ? ["WORLD"] : app.groups.filter((g) => base[g]), all = groups.flatMap((g) => [...base[g], ...(here[g] ?? [])]).filter((y) => y !== null && (!info.logarithmic || y > 0));
    const bend = info.logarithmic && app.isLog && !COUNTS.has(output) ? Math.log10 : (y) => y, low = bend(Math.min(...all)), span = bend(Math.max(...all)) - low || 1;
    const path = (row) => row.map((y, i) => (y === null || (bend === Math.log10 && y <= 0) ? "" : `${i ? "L" : "M"}${((i / (row.length - 1)) * WIDE).toFixed(1)},${(TALL - 4 - ((bend(y) - low) / span) * (TALL - 8)).toFixed(1)}`))
        .join("").replace(/^L/, "M");
    return (
        <button type="button" class="small" onClick={() => choose({ plots: [output, app.plots[1]], groups: COUNTS.has(output) ? [...new Set([...app.groups, "WORLD"])] : app.groups })} aria-label={t("small.open", { text: info.text })}>
            <span class="name">{info.text}{unit && `, ${unit}`}</span>
            <svg viewBox={`0 0 ${WIDE} ${TALL}`} aria-hidden="true">
                {groups.map((g) => <path key={`b${g}`} d={path(base[g])} class="asloaded" />)}
                {groups.map((g) => here[g] && <path key={g} d={path(here[g])} class={`ink${placeOf(g)}`} stroke-dasharray={colour(g).dash.join(" ")} />)}
            </svg>
            <span class="ends">{groups.map((g) => <span key={g}>{nameOf(g)} {number((here[g] ?? base[g]).at(-1) * factor)}</span>)}</span>
        </button>
    );
}

/* Drawn anew with the small ensemble, not with every move of a slider. */
export function SmallPlots() {
    const { power, compute } = units(), shown = SMALL.filter((o) => !app.plots.includes(o)), marks = [power, compute, language(), app.isLog, app.plots.join(), app.groups.join()];
    const grid = useMemo(() => <div class="smalls">{shown.map((o) => <Small key={o} output={o} />)}</div>, [app.fan, ...marks]);
    return <><h3>{t("small.title")}</h3>{grid}</>;
}

/* Runs of the same limit, as [first step, step after the last, limit]. */
function runs(row) {
    const found = [];
    row.forEach((code, i) => {
        const at = Math.round(code);
        if (found.length && found.at(-1)[2] === at) found.at(-1)[1] = i + 1;
        else found.push([i, i + 1, at]);
    });
    return found;
}

function Strip({ frame, width, answer, rows, groups }) {
    const left = Math.min(110, width * 0.28), n = answer.time.length - 1, x = (i) => left + (i / n) * (width - left), tall = groups.length * 24 + 18;
    const years = answer.time.map((time, i) => [Math.round(time), i, time]).filter(([year, , time]) => Math.abs(time - year) < 1e-6 && year % 2 === 0);
    const used = app.about.limits.filter((_, k) => groups.some((g) => rows[g].some((c) => Math.round(c) === k)));
    return (
        <figure class="strip">
            <figcaption>{t("strip.title")}</figcaption>
            <div ref={frame}>
                <svg viewBox={`0 0 ${width} ${tall}`} width={width} height={tall} role="img" aria-label={groups.map((g) => `${nameOf(g)}: ${runs(rows[g].slice(1)).map(([a, , code]) =>
                    `${Math.floor(answer.time[a])} ${word("limit", app.about.limits[code])}`).join(", ")}`).join("; ")}>
                    <defs>{Object.entries(HATCHES).map(([name, d]) => d && <pattern key={name} id={`hatch-${name}`} width="8" height="8" patternUnits="userSpaceOnUse"><path d={d} class={`mark ${name}`} /></pattern>)}</defs>
                    {groups.map((g, k) => (
                        <g key={g}>
                            <text x={left - 6} y={k * 24 + 15} text-anchor="end">{nameOf(g)}</text>
                            {runs(rows[g].slice(1)).map(([a, b, code]) => {
                                const name = app.about.limits[code], look = LIMITS[name] ?? { colour: "grey", pattern: "plain" };
                                return <g key={a}><rect x={x(a)} y={k * 24 + 2} width={x(b) - x(a)} height="18" class={`limit ${look.colour}`} />
                                    {look.pattern !== "plain" && <rect x={x(a)} y={k * 24 + 2} width={x(b) - x(a)} height="18" fill={`url(#hatch-${look.pattern})`} />}
                                    <title>{`${nameOf(g)}: ${word("limit", name ?? "–")}`}</title></g>;
                            })}
                        </g>))}
                    {years.map(([year, i]) => <text key={year} x={Math.min(x(i), width - 14)} y={tall - 3} text-anchor="middle" class="value">{width < 500 && year % 4 ? "" : year}</text>)}
                </svg>
            </div>
            <ul class="shades">{used.map((name) => <li key={name}><svg width="24" height="14" aria-hidden="true"><rect width="24" height="14" class={`limit ${LIMITS[name]?.colour ?? "grey"}`} />
                {LIMITS[name] && LIMITS[name].pattern !== "plain" && <rect width="24" height="14" fill={`url(#hatch-${LIMITS[name].pattern})`} />}</svg>{word("limit", name)}</li>)}</ul>
        </figure>
    );
}



/* Drawn anew only where a limit has changed. */
export function LimitStrip() {
    const [frame, width] = useWidth(), answer = app.line ?? app.base, rows = rowsOf(answer, "binding_limit"), groups = app.groups.filter((g) => g !== "WORLD" && rows[g]);
    const mark = groups.map((g) => g + rows[g].map((code) => Math.round(code)).join("")).join();
    const strip = useMemo(() => <Strip frame={frame} width={width} answer={answer} rows={rows} groups={groups} />, [mark, width, language()]);
    return groups.length ? strip : null;
}
