/* The world with a probability for each state, in five shades; hatching marks what is likelier than not. A list has the same. */
import { geoEqualEarth, geoGraticule10, geoPath } from "d3-geo";
import { useMemo, useState } from "preact/hooks";
import { percent } from "./format.js";
import { codes, dots, nameOf, shapes } from "./places.js";
import { save } from "./save.js";

const WIDTH = 800, HEIGHT = 390;
const projection = geoEqualEarth().fitExtent([[2, 2], [WIDTH - 2, HEIGHT - 2]], { type: "Sphere" });
const path = geoPath(projection).digits(1);
const outlines = shapes.filter((s) => s.id !== "010").map((s) => ({ iso3: codes.get(s.id), d: path(s) }));
const lines = path(geoGraticule10());
const points = dots.map(({ iso3, at }) => ({ iso3, at: projection(at) })).filter((p) => p.at);
const SHADES = ["0%", "up to 25%", "25 to 50%", "50 to 75%", "75% and more"];

function shade(p) {
    if (p === undefined || p === null) return "none";
    return p < 0.005 ? 0 : p < 0.25 ? 1 : p < 0.5 ? 2 : p < 0.75 ? 3 : 4;
}

/* A copy with its colours written in, so that it can stand alone. */
function standalone(svg) {
    const copy = svg.cloneNode(true), originals = svg.querySelectorAll("path,circle,rect");
    copy.querySelectorAll("path,circle,rect").forEach((node, i) => {
        const style = getComputedStyle(originals[i]);
        for (const name of ["fill", "stroke", "stroke-width"]) if (!node.getAttribute(name)?.startsWith("url")) node.setAttribute(name, style[name]);
    });
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    return new XMLSerializer().serializeToString(copy);
}

export function WorldMap({ id, values, label, what, selected, onSelect, note }) {
    const [isList, setList] = useState(false), [order, setOrder] = useState("name");
    const byCode = useMemo(() => new Map(values.map((v) => [v.iso3, v])), [values]);
    const rows = [...values].sort((a, b) => (order === "name" ? nameOf(a.iso3).localeCompare(nameOf(b.iso3)) : b.p - a.p));
    const describe = (code) => `${nameOf(code)}: ${byCode.has(code) ? percent(byCode.get(code).p) : "not in the model"}`;
    const pick = (code) => code && byCode.has(code) && onSelect(code);
    const tag = (code) => `s${shade(byCode.get(code)?.p)}${code === selected ? " selected" : ""}`;
    const isLikely = (code) => byCode.get(code)?.p >= 0.5;
    /* Drawn anew only where something on it changes: it has hundreds of shapes. */
    const drawing = useMemo(() => (
        <svg id={id} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${label}. The list below has the same values.`}>
            <defs><pattern id={`${id}-hatch`} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                <rect width="1.3" height="5" class="hatch" /></pattern></defs>
            <path d={lines} class="lines" />
            {outlines.map((o, i) => <path key={i} d={o.d} class={tag(o.iso3)} onClick={() => pick(o.iso3)}><title>{describe(o.iso3)}</title></path>)}
            {outlines.map((o, i) => isLikely(o.iso3) && <path key={`h${i}`} d={o.d} fill={`url(#${id}-hatch)`} class="over" />)}
            {points.map((p) => byCode.has(p.iso3) && (
                <circle key={p.iso3} cx={p.at[0].toFixed(1)} cy={p.at[1].toFixed(1)} r="3.2" class={tag(p.iso3)} onClick={() => pick(p.iso3)}>
                    <title>{describe(p.iso3)}</title></circle>))}
        </svg>
    ), [values, selected, label]);
    const text = ["iso3,state," + what, ...rows.map((r) => `${r.iso3},"${nameOf(r.iso3)}",${r.p}`)].join("\n") + "\n";
    return (
        <figure class="map">
            <figcaption>{label}</figcaption>
            {drawing}
            <ul class="shades">{SHADES.map((s, i) => <li key={s}><i class={`swatch b${i}${i > 2 ? " hatched" : ""}`} />{s}</li>)}
                <li><i class="swatch bnone" />not in the model</li></ul>
            {note && <p class="hint">{note}</p>}
            <div class="row">
                <button type="button" aria-expanded={isList} onClick={() => setList(!isList)}>List of states</button>
                <button type="button" onClick={() => save(`${id}.csv`, "text/csv", text)}>CSV</button>
                <button type="button" onClick={() => save(`${id}.svg`, "image/svg+xml", standalone(document.getElementById(id)))}>SVG</button>
            </div>
            {isList && (
                <div class="scroll list" tabIndex={0} role="region" aria-label="List of states">
                    <table><caption>{label}</caption>
                        <thead><tr><th scope="col"><button type="button" class="plain" onClick={() => setOrder("name")}>state</button></th>
                            <th scope="col"><button type="button" class="plain" onClick={() => setOrder("p")}>{what}</button></th></tr></thead>
                        <tbody>{rows.map((r) => (
                            <tr key={r.iso3} class={r.iso3 === selected ? "selected" : ""}>
                                <th scope="row"><button type="button" class="plain" onClick={() => onSelect(r.iso3)}>{nameOf(r.iso3)}</button></th>
                                <td>{percent(r.p)}</td></tr>))}</tbody></table>
                </div>)}
        </figure>
    );
}
