/* The world with a probability for each state, in five shades; hatching marks what is likelier than not. A list has the same. */
import { geoEqualEarth, geoGraticule10, geoPath } from "d3-geo";
import { useMemo, useState } from "preact/hooks";
import { percent } from "./format.js";
import { Saves } from "./picture.jsx";
import { codes, dots, nameOf, shapes } from "./places.js";
import { language, t } from "./words.js";

const WIDTH = 800, HEIGHT = 390;
const projection = geoEqualEarth().fitExtent([[2, 2], [WIDTH - 2, HEIGHT - 2]], { type: "Sphere" });
const path = geoPath(projection).digits(1);
const outlines = shapes.filter((s) => s.id !== "010").map((s) => ({ iso3: codes.get(s.id), d: path(s) }));
const lines = path(geoGraticule10());
const points = dots.map(({ iso3, at }) => ({ iso3, at: projection(at) })).filter((p) => p.at);
const SHADES = [0, 1, 2, 3, 4];

function shade(p) {
    if (p === undefined || p === null) return "none";
    return p < 0.005 ? 0 : p < 0.25 ? 1 : p < 0.5 ? 2 : p < 0.75 ? 3 : 4;
}

export function WorldMap({ id, values, label, what, selected, onSelect, note }) {
    const [isList, setList] = useState(false), [order, setOrder] = useState("name");
    const byCode = useMemo(() => new Map(values.map((v) => [v.iso3, v])), [values]);
    const rows = useMemo(() => [...values].sort((a, b) => (order === "name" ? nameOf(a.iso3).localeCompare(nameOf(b.iso3)) : b.p - a.p)), [values, order, language()]);
    const describe = (code) => `${nameOf(code)}: ${byCode.has(code) ? percent(byCode.get(code).p) : t("map.notinmodel")}`;
    const pick = (code) => code && byCode.has(code) && onSelect(code);
    const tag = (code) => `s${shade(byCode.get(code)?.p)}${code === selected ? " selected" : ""}`;
    const isLikely = (code) => byCode.get(code)?.p >= 0.5;
    /* Drawn anew only where something on it changes: it has hundreds of shapes. */
    const drawing = useMemo(() => (
        <svg id={id} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t("map.label", { label })}>
            <defs><pattern id={`${id}-hatch`} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                <rect width="1.3" height="5" class="hatch" /></pattern></defs>
            <path d={lines} class="lines" />
            {outlines.map((o, i) => <path key={i} d={o.d} class={tag(o.iso3)} onClick={() => pick(o.iso3)}><title>{describe(o.iso3)}</title></path>)}
            {outlines.map((o, i) => isLikely(o.iso3) && <path key={`h${i}`} d={o.d} fill={`url(#${id}-hatch)`} class="over" />)}
            {points.map((p) => byCode.has(p.iso3) && (
                <circle key={p.iso3} cx={p.at[0].toFixed(1)} cy={p.at[1].toFixed(1)} r="3.2" class={tag(p.iso3)} onClick={() => pick(p.iso3)}>
                    <title>{describe(p.iso3)}</title></circle>))}
        </svg>
    ), [values, selected, label, language()]);
    return (
        <figure class="map">
            <figcaption>{label}</figcaption>
            {drawing}
            <ul class="shades">{SHADES.map((i) => <li key={i}><i class={`swatch b${i}${i > 2 ? " hatched" : ""}`} />{t(`map.shade.${i}`)}</li>)}
                <li><i class="swatch bnone" />{t("map.notinmodel")}</li></ul>
            {note && <p class="hint">{note}</p>}
            <Saves id={id} title={label} head={["iso3", "state", what]} rows={rows.map((r) => [r.iso3, nameOf(r.iso3), r.p])}>
                <button type="button" aria-expanded={isList} onClick={() => setList(!isList)}>{t("map.list")}</button>
            </Saves>
            {isList && (
                <div class="scroll list" tabIndex={0} role="region" aria-label={t("map.list")}>
                    <table><caption>{label}</caption>
                        <thead><tr><th scope="col"><button type="button" class="plain" onClick={() => setOrder("name")}>{t("state")}</button></th>
                            <th scope="col"><button type="button" class="plain" onClick={() => setOrder("p")}>{what}</button></th></tr></thead>
                        <tbody>{rows.map((r) => (
                            <tr key={r.iso3} class={r.iso3 === selected ? "selected" : ""}>
                                <th scope="row"><button type="button" class="plain" onClick={() => onSelect(r.iso3)}>{nameOf(r.iso3)}</button></th>
                                <td>{percent(r.p)}</td></tr>))}</tbody></table>
                </div>)}
        </figure>
    );
}
