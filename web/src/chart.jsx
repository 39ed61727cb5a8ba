/* A plot over time: lines of groups, the scenario as loaded, another scenario, and fans; the same as SVG, PNG, CSV and a table. */
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { number, quarter } from "./format.js";
import { nameOf } from "./places.js";
import { app, choose, fanInForce, look, set } from "./store.js";
import { canonical } from "./link.js";
import { save, drawSvg, savePng } from "./save.js";
import { DASHES, ROLE_DASHES } from "./tokens.js";
import { shownAs } from "./units.js";
import { t } from "./words.js";

/* Colours as the theme has them; asked for once, and again when the theme changes. */
let palette = [];

export function placeOf(group) {
    return Math.max(app.about.groups.indexOf(group), 0) % DASHES.length;
}

export function colour(group) {
    const place = placeOf(group);
    palette[place] ??= css(`--group${place}`);
    return { line: palette[place], dash: DASHES[place] };
}

function seriesOf(answer, output, group, kind, q) {
    const found = answer?.outputs.find((o) => o.name === output);
    const rows = found?.[kind]?.[group];
    return kind === "fan" ? rows?.[q] : rows;
}

/* What changes are measured from: the scenario as it was loaded, or the other one. */
function reference(output, group) {
    if (app.mode === "change") return seriesOf(app.base, output, group, "line");
    return app.mode === "minus" && app.other ? seriesOf(app.other.answer, output, group, "line") : null;
}

export function isAbsolute() {
    return app.mode === "absolute" || (app.mode === "minus" && !app.other);
}

/* What a plot shows: for each group its line, the line as loaded, that of the other scenario, and four edges of the fan. */
export function contents(output) {
    const info = app.about.outputs.find((o) => o.name === output), { unit, factor } = shownAs(info), isWhole = isAbsolute();
    const isLog = app.isLog && info.logarithmic && isWhole;
    const fan = fanInForce(), time = app.line?.time ?? app.base.time;
    const groups = app.groups.map((group) => {
        const from = isWhole ? null : reference(output, group);
        const tidy = (row) => row && time.map((_, i) => {
            const y = row[i] ?? null;
            if (y === null) return null;
            if (!isWhole) return from?.[i] == null ? null : (y - from[i]) * factor;
            return isLog && y <= 0 ? null : y * factor;
        });
        return {
            group, line: tidy(seriesOf(app.line ?? app.base, output, group, "line")), base: tidy(seriesOf(app.base, output, group, "line")),
            other: app.mode === "minus" ? null : tidy(seriesOf(app.other?.answer, output, group, "line")),
            /* The spread of a change would need runs in pairs. */
            fan: [0, 1, 3, 4].map((q) => (isWhole ? tidy(seriesOf(fan, output, group, "fan", q)) : undefined)),
            isChanged: Object.keys(app.changes).length > 0,
        };
    });
    const title = isWhole ? info.text : t(app.mode === "change" ? "chart.title.change" : "chart.title.minus", { text: info.text });
    return { output, info, unit, title, isLog, time, groups, members: fan?.members ?? 0 };
}

function css(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

const EMPTY = [];
function columns(view) {
    const blank = view.time.map(() => null), data = [view.time];
    for (const g of view.groups)
        data.push(...g.fan.map((row) => row ?? blank), (g.isChanged && g.base) || blank, g.other ?? blank, g.line ?? blank);
    return data;
}

function options(view, width, height, over) {
    const axis = { stroke: css("--text"), grid: { stroke: css("--grid"), width: 1 }, ticks: { stroke: css("--grid") }, font: "12px system-ui" };
    const series = [{}], bands = [];
    for (const { group } of view.groups) {
        const { line, dash } = colour(group), first = series.length;
        for (let edge = 0; edge < 4; edge++) series.push({ stroke: "transparent", width: 0, points: { show: false } });
        bands.push({ series: [first + 3, first], fill: line + "26" }, { series: [first + 2, first + 1], fill: line + "40" });
        series.push({ stroke: css("--muted"), width: 1, dash: ROLE_DASHES.base, points: { show: false } });
        series.push({ stroke: line, width: 1.5, dash: ROLE_DASHES.other, points: { show: false } });
        series.push({ stroke: line, width: 2, dash, points: { show: false } });
    }
    const say = (values) => values.map((v) => number(v));
    return {
        width, height, series, bands, legend: { show: false }, padding: [8, 12, 0, 0],
        cursor: { sync: { key: "time" }, drag: { x: false, y: false }, points: { size: 6 } },
        scales: { x: { time: false }, y: { distr: view.isLog ? 3 : 1 } },
        axes: [{ ...axis, values: (u, values) => values.map((v) => (v % 1 ? "" : String(v))) },
               { ...axis, size: 56, values: (u, values) => values.map((v) => (v === null ? "" : number(v))) }],
        hooks: { setCursor: [(u) => over(u.cursor.idx)] },
    };
}

/* Values under the cross-hair, or at the end. Written past the view so that moving a mouse costs nothing. */
function Legend({ view, at }) {
    const i = at.current ?? view.time.length - 1;
    return (
        <ul class="legend">
            <li class="when">{t("chart.start", { quarter: quarter(view.time[i]) })}</li>
            {view.groups.map((g) => (
                <li key={g.group}>
                    <svg width="26" height="8" aria-hidden="true"><line x1="0" x2="26" y1="4" y2="4" stroke={colour(g.group).line} stroke-width="3"
                        stroke-dasharray={colour(g.group).dash.join(" ")} /></svg>
                    {nameOf(g.group)} <strong>{number(g.line?.[i])}</strong> {view.unit}
                    {g.fan[0] && <small> ({t("range", { low: number(g.fan[0][i]), high: number(g.fan[3][i]) })})</small>}
                </li>
            ))}
        </ul>
    );
}

function table(view) {
    const head = ["start_of_quarter"], rows = view.time.map((t) => [quarter(t)]);
    const add = (name, row) => {
        if (!row) return;
        head.push(name);
        row.forEach((y, i) => rows[i]?.push(y));
    };
    for (const g of view.groups) {
        add(g.group, g.line);
        add(g.group + "_as_loaded", g.base);
        add(g.group + "_other", g.other);
        ["p05", "p25", "p75", "p95"].forEach((p, k) => add(`${g.group}_${p}`, g.fan[k]));
    }
    return { head, rows };
}

export function csv(view) {
    const { head, rows } = table(view), about = app.about;
    const lines = [`# ${view.title}; unit: ${view.unit || "1"}`, `# ${app.line?.command ?? ""}; detente ${about.version}; data ${about.data_hash}`,
        `# lines: middle member; p05 to p95: ${view.members} drawn members`];
    return [...lines, head.join(","), ...rows.map((r) => r.map((y) => y ?? "").join(","))].join("\n") + "\n";
}

function DataTable({ view }) {
    const { head, rows } = table(view);
    return (
        <div class="scroll list" tabIndex={0} role="region" aria-label={t("chart.values")}>
            <table><caption>{view.title} ({view.unit || t("chart.nounit")})</caption>
                <thead><tr>{head.map((h) => <th key={h} scope="col">{h}</th>)}</tr></thead>
                <tbody>{rows.filter((_, i) => i % 4 === 0 || i === rows.length - 1).map((r) => (
                    <tr key={r[0]}>{r.map((y, k) => (k ? <td key={k}>{number(y)}</td> : <th key={k} scope="row">{y}</th>))}</tr>))}</tbody>
            </table>
        </div>
    );
}

function useTheme() {
    const [theme, setTheme] = useState(0);
    useEffect(() => {
        const dark = matchMedia("(prefers-color-scheme: dark)"), turn = () => {
            palette = [];
            setTheme((n) => n + 1);
        };
        dark.addEventListener("change", turn);
        return () => dark.removeEventListener("change", turn);
    }, EMPTY);
    return theme;
}

export function Chart({ place }) {
    const output = app.plots[place], view = contents(output), theme = useTheme();
    const frame = useRef(null), plot = useRef(null), at = useRef(null), latest = useRef(view);
    const [isOpen, setOpen] = useState(false), [, again] = useState(0);
    latest.current = view;
    const shape = [output, app.groups.join(), view.isLog, view.unit, theme].join("|");
    const data = useMemo(() => columns(view), [app.line, app.fan, app.ensemble, app.other, app.base, app.changes, app.mode, shape]);
    useEffect(() => {
        const width = frame.current.clientWidth;
        plot.current = new uPlot(options(view, width, 260, (i) => {
            at.current = i;
            again((n) => n + 1);
        }), data, frame.current);
        const watch = new ResizeObserver(() => frame.current && plot.current.setSize({ width: frame.current.clientWidth, height: 260 }));
        watch.observe(frame.current);
        return () => {
            watch.disconnect();
            plot.current.destroy();
        };
    }, [shape]);
    useEffect(() => plot.current.setData(data), [data]);
    const outputs = useMemo(() => app.about.outputs.map((o) => (
        <option key={o.name} value={o.name}>{o.text}{shownAs(o).unit && `, ${shownAs(o).unit}`}</option>)), [view.unit]);
    const change = (event) => choose({ plots: app.plots.map((o, k) => (k === place ? event.target.value : o)) });
    const name = `detente-${output}`;
    return (
        <figure class="chart">
            <figcaption>
                <label class="quiet" for={`plot${place}`}>{t("chart.plot", { n: place + 1 })}</label>
                <select id={`plot${place}`} value={output} title={view.title} onChange={change}>
                    {outputs}
                </select>
            </figcaption>
            <div ref={frame} class="frame" role="img" aria-label={t("chart.label", { title: view.title, unit: view.unit })} />
            <Legend view={view} at={at} />
            <div class="row">
                <button type="button" onClick={() => save(`${name}.csv`, "text/csv", csv(view))}>CSV</button>
                <button type="button" onClick={() => save(`${name}.svg`, "image/svg+xml", drawSvg(contents(output)))}>SVG</button>
                <button type="button" onClick={() => savePng(`${name}.png`, drawSvg(contents(output)))}>PNG</button>
                <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>{t("save.table")}</button>
            </div>
            {isOpen && <DataTable view={view} />}
        </figure>
    );
}

/* Three ways to show the same lines. */
function Mode() {
    const choices = ["absolute", "change", ...(app.other ? ["minus"] : [])];
    return (
        <label>{t("chart.mode")} <select id="mode" value={isAbsolute() ? "absolute" : app.mode} onChange={(e) => look({ mode: e.target.value })}>
            {choices.map((c) => <option key={c} value={c}>{t(`chart.mode.${c}`)}</option>)}</select></label>
    );
}

export function ChartChoices() {
    const flip = (group) => {
        const chosen = app.about.groups.filter((g) => (g === group) !== app.groups.includes(g));
        if (chosen.length) choose({ groups: chosen });
    };
    return (
        <fieldset class="row choices">
            <legend class="quiet">{t("chart.choices")}</legend>
            {app.about.groups.map((g) => (
                <label key={g}><input type="checkbox" checked={app.groups.includes(g)} onChange={() => flip(g)} />{nameOf(g)}</label>))}
            <label><input type="checkbox" id="logarithmic" checked={app.isLog} disabled={!isAbsolute()} onChange={() => set({ isLog: !app.isLog })} />{t("chart.log")}</label>
            <Mode />
        </fieldset>
    );
}

export function ChartKey() {
    const other = app.other ? ` ${t("chart.key.other", { name: app.other.name })}` : "";
    if (app.mode === "minus" && app.other) return <p class="hint">{t("chart.key.minus", { name: app.other.name })}</p>;
    if (app.mode === "change") return <p class="hint">{t("chart.key.change")}{other}</p>;
    const fan = fanInForce(), isOld = fan && fan.key !== canonical(app.changes);
    return <p class="hint">{t("chart.key", { members: fan?.members ?? 0 })}{isOld ? ` ${t("chart.key.old")}` : ""}{other}</p>;
}
