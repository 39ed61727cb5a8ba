/* A power network as a drawing: zones as circles where they are, lines as wide as their limits, coloured and dashed by how full
 * they are. Prices and flows for an hour, or what more load each zone can take; tables hold the same. */
import { geoConicEqualArea, geoPath } from "d3-geo";
import { useEffect, useMemo, useState } from "preact/hooks";
import { get, post } from "./api.js";
import { Command } from "./command.jsx";
import { number, percent } from "./format.js";
import { Picture, Saves, Table, csvOf } from "./picture.jsx";
import { codes, nameOf, shapes } from "./places.js";
import { app, look, showRefusal, tell } from "./store.js";
import { save } from "./save.js";
import { useWidth } from "./width.js";
import { t, word } from "./words.js";

const LANDS = { usa: ["USA"], china: ["CHN"] };
const LEVELS = [0.5, 0.8, 0.995]; /* of a line's limit */
const GW = 1000;

function levelOf(loading) {
    return LEVELS.filter((l) => loading >= l).length;
}

/* Zones whose names fit: the largest first, and none over another. */
function named(zones, place, letters) {
    const taken = [], shown = new Set();
    for (const z of [...zones].sort((a, b) => b.load_mw - a.load_mw)) {
        const [x, y] = place.get(z.zone), half = z.zone.length * letters * 0.36 + 1, box = [x - half, x + half, y - letters * 0.55, y + letters * 0.55];
        if (taken.some((b) => box[0] < b[1] && box[1] > b[0] && box[2] < b[3] && box[3] > b[2])) continue;
        taken.push(box);
        shown.add(z.zone);
    }
    return shown;
}

/* What the answer says of zones and lines, whichever question it was. */
function readings(network, answer) {
    const { grid } = answer, zoneOf = (bus) => answer.bus_zone?.[bus] ?? network.zones.find((z) => z.number === bus)?.zone, lines = [], zones = new Map();
    for (const z of network.zones) zones.set(z.zone, { zone: z, value: null, binding: [], relief: [] });
    for (const p of grid.lmp ?? []) zones.get(zoneOf(p.bus)).value = p.usd_per_mwh;
    for (const p of grid.lmp ?? []) zones.get(zoneOf(p.bus)).congestion = p.congestion;
    for (const d of grid.dispatch ?? []) {
        const z = zones.get(zoneOf(d.bus));
        z.generation = (z.generation ?? 0) + d.mw;
    }
    for (const s of grid.sites ?? []) {
        const z = zones.get(s.zone ?? s.site.split(" ").at(-1)) ?? zones.get(zoneOf(parseInt(s.site, 10)));
        if (z) Object.assign(z, { value: s.hosted_mw, binding: s.binding ?? [], relief: s.relief ?? [] });
    }
    const tight = (kind, element) => (grid.binding ?? []).find((b) => b.kind.startsWith(kind) && b.element === element);
    for (const f of grid.flows ?? [])
        lines.push({ kind: "ac", from: zoneOf(f.from), to: zoneOf(f.to), mw: f.mw, limit: f.rate_mw, price: tight("branch", f.branch)?.shadow_price_usd_per_mwh ?? 0 });
    for (const d of grid.dc_flows ?? [])
        lines.push({ kind: "dc", from: zoneOf(d.from), to: zoneOf(d.to), mw: d.sent_mw, limit: d.sent_mw < 0 ? -d.least_mw : d.most_mw, price: tight("dcline", d.dcline)?.shadow_price_usd_per_mwh ?? 0 });
    if (!lines.length)
        for (const l of network.lines) lines.push({ kind: l.kind, from: l.from, to: l.to, mw: null, limit: Math.max(l.forward_mw, l.backward_mw), price: 0 });
    for (const l of lines) l.loading = l.mw === null || !(l.limit > 0) ? null : Math.abs(l.mw) / l.limit;
    return { zones, lines };
}

/* What is at its limit is said to be full, not 99 and more percent. */
function share(loading) {
    if (loading === null) return "–";
    return levelOf(loading) === LEVELS.length ? t("network.full") : percent(loading);
}

/* Five equal classes between the least and the greatest value. */
function classes(values) {
    const known = values.filter((v) => v !== null && Number.isFinite(v)), low = Math.min(...known), high = Math.max(...known), step = (high - low) / 5;
    return { low, step, of: (v) => (v === null || !Number.isFinite(v) ? "none" : step > 0 ? Math.min(4, Math.floor((v - low) / step)) : 2), isFlat: !(step > 0), any: known.length > 0 };
}

function curve(a, b, bend) {
    if (!bend) return `M${a[0].toFixed(1)},${a[1].toFixed(1)}L${b[0].toFixed(1)},${b[1].toFixed(1)}`;
    const dx = b[0] - a[0], dy = b[1] - a[1], long = Math.hypot(dx, dy) || 1, x = (a[0] + b[0]) / 2 - (dy / long) * bend, y = (a[1] + b[1]) / 2 + (dx / long) * bend;
    return `M${a[0].toFixed(1)},${a[1].toFixed(1)}Q${x.toFixed(1)},${y.toFixed(1)},${b[0].toFixed(1)},${b[1].toFixed(1)}`;
}

/* Lines of one kind between the same two zones are one stroke: their limits add up, and it is full if one of them is. */
function strokes(lines) {
    const found = new Map();
    for (const l of lines) {
        const isTurned = l.from > l.to, [from, to] = isTurned ? [l.to, l.from] : [l.from, l.to], key = `${from} ${to} ${l.kind}`;
        const s = found.get(key) ?? { kind: l.kind, from, to, mw: null, limit: 0, loading: null, count: 0 };
        s.limit += l.limit;
        s.count++;
        if (l.mw !== null) s.mw = (s.mw ?? 0) + (isTurned ? -l.mw : l.mw);
        if (l.loading !== null) s.loading = Math.max(s.loading ?? 0, l.loading);
        found.set(key, s);
    }
    return [...found.values()];
}

/* Lines between the same two zones lie beside one another. */
function bends(lines, unit) {
    const seen = new Map();
    return lines.map((l) => {
        const key = [l.from, l.to].sort().join("-"), n = seen.get(key) ?? 0;
        seen.set(key, n + 1);
        return (l.from < l.to ? 1 : -1) * (n % 2 ? 1 : -1) * Math.ceil(n / 2) * unit;
    });
}

function Drawing({ network, read, kinds, valueText, selected, onSelect, label }) {
    const [frame, width] = useWidth(), wide = Math.min(width, 900), tall = Math.round(wide * 0.64), part = wide / 900, land = LANDS[network.name] ?? [];
    const { place, ground } = useMemo(() => {
        const points = { type: "MultiPoint", coordinates: network.zones.map((z) => [z.longitude, z.latitude]) };
        const lat = network.zones.map((z) => z.latitude), lon = network.zones.map((z) => z.longitude), middle = (a) => (Math.min(...a) + Math.max(...a)) / 2;
        const margin = Math.max(34, 60 * part), projection = geoConicEqualArea().rotate([-middle(lon), 0]).center([0, middle(lat)])
            .parallels([Math.min(...lat), Math.max(...lat)]).fitExtent([[margin, margin * 0.8], [wide - margin, tall - margin * 0.8]], points).clipExtent([[0, 0], [wide, tall]]);
        const draw = geoPath(projection).digits(1);
        return { place: new Map(network.zones.map((z) => [z.zone, projection([z.longitude, z.latitude])])), ground: shapes.filter((s) => land.includes(codes.get(s.id))).map((s) => draw(s)) };
    }, [network, wide]);
    const drawn = strokes(read.lines), bend = bends(drawn, 26 * part), most = Math.max(...network.zones.map((z) => z.load_mw)), thick = (mw) => Math.max(1.2, Math.sqrt(Math.max(mw, 0) / GW) * 2.4 * Math.max(part, 0.55));
    const radius = (z) => (7 + 22 * Math.sqrt(Math.max(z.load_mw, 0) / most)) * Math.max(part, 0.5), letters = Math.max(9, 13 * part), names = named(network.zones, place, letters);
    const pick = (event, zone) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        onSelect(zone);
    };
    const lineText = (l) => `${l.from} – ${l.to} (${l.count > 1 ? `${l.count} × ` : ""}${l.kind}): ${l.mw === null ? "" : `${number(Math.abs(l.mw))} / `}${number(l.limit)} MW`;
    return (
        <div ref={frame}>
            <svg id="network" class="network" viewBox={`0 0 ${wide} ${tall}`} width={wide} height={tall} role="group" aria-label={label}>
                {ground.map((d, i) => <path key={i} d={d} class="land" />)}
                {drawn.map((l, i) => {
                    const a = place.get(l.from), b = place.get(l.to);
                    if (!a || !b) return null;
                    const level = l.loading === null ? "none" : levelOf(l.loading), d = curve(a, b, bend[i]);
                    return <g key={i}>{level === 3 && <path d={d} class="line halo" stroke-width={thick(l.limit) + 5} />}
                        <path d={d} class={`line l${level} ${l.kind}`} stroke-width={thick(l.limit)} stroke-dasharray={l.kind === "dc" ? "7 4" : undefined}><title>{lineText(l)}</title></path></g>;
                })}
                {network.zones.map((z) => {
                    const [x, y] = place.get(z.zone), r = read.zones.get(z.zone), text = `${z.name}: ${valueText(r)}`;
                    return (
                        <g key={z.zone} class={`zone${selected === z.zone ? " selected" : ""}`} role="button" tabindex="0" aria-label={text} aria-pressed={selected === z.zone} style={{ fontSize: `${letters}px` }}
                            onClick={() => onSelect(z.zone)} onKeyDown={(e) => pick(e, z.zone)}>
                            <circle cx={x.toFixed(1)} cy={y.toFixed(1)} r={radius(z).toFixed(1)} class={`c${kinds.of(r.value)}`} />
                            {(names.has(z.zone) || selected === z.zone) && <text x={x} y={y + letters * 0.35} text-anchor="middle" font-weight="600">{z.zone}</text>}
                            <title>{text}</title>
                        </g>);
                })}
            </svg>
        </div>
    );
}

function Key({ kinds, format, hasFlows }) {
    return (
        <ul class="shades">
            {kinds.any && (kinds.isFlat ? <li><i class="swatch b2" />{format(kinds.low)}</li>
                : [0, 1, 2, 3, 4].map((i) => <li key={i}><i class={`swatch b${i}`} />{format(kinds.low + i * kinds.step)} – {format(kinds.low + (i + 1) * kinds.step)}</li>))}
            {hasFlows ? [0, 1, 2, 3].map((i) => <li key={`l${i}`}><svg width="34" height="12" aria-hidden="true">{i === 3 && <line x1="1" x2="33" y1="6" y2="6" class="line halo" stroke-width="10" />}
                <line x1="1" x2="33" y1="6" y2="6" class={`line l${i}`} stroke-width="4" /></svg>{t(`network.level.${i}`)}</li>)
                : <li><svg width="34" height="12" aria-hidden="true"><line x1="1" x2="33" y1="6" y2="6" class="line lnone" stroke-width="4" /></svg>{t("network.width")}</li>}
            <li><svg width="34" height="12" aria-hidden="true"><line x1="1" x2="33" y1="6" y2="6" class={`line ${hasFlows ? "l0" : "lnone"}`} stroke-width="4" stroke-dasharray="7 4" /></svg>{t("network.dc")}</li>
        </ul>
    );
}

function Card({ z, what, lines, close, load, setLoad }) {
    const { zone } = z, own = lines.filter((l) => l.from === zone.zone || l.to === zone.zone);
    return (
        <aside class="card" id="zone-card" aria-label={zone.name}>
            <h3>{zone.name}</h3><button type="button" class="close" aria-label={t("close")} onClick={close}>×</button>
            <p>{zone.covers}</p>
            <dl class="facts"><dt>{t("network.load")}</dt><dd>{number(zone.load_mw / GW)} GW</dd>
                {z.generation !== undefined && <><dt>{t("network.generation")}</dt><dd>{number(z.generation / GW)} GW</dd></>}
                <dt>{t(`network.here.${what}`)}</dt><dd>{what === "hosting" ? `${number(z.value / GW)} GW` : `${number(z.value)} USD/MWh`}</dd>
                {z.congestion !== undefined && <><dt>{t("network.congestion")}</dt><dd>{number(z.congestion)} USD/MWh</dd></>}</dl>
            {what === "hosting" && z.binding.length > 0 && <><p>{t("network.binds")}</p><ul>{z.binding.slice(0, 5).map((b, i) => <li key={i}>{b.place}</li>)}</ul></>}
            {what === "hosting" && z.relief.length > 0 && <><p>{t("network.relief")}</p><ul>{z.relief.slice(0, 4).map((r, i) => <li key={i}>{word("relief", r.kind)}: +{number(r.gained_mw)} MW
                {r.usd_per_year_and_mw ? `, ${number(r.usd_per_year_and_mw)} ${t("network.peryear")}` : ""}{r.years ? `, ${number(r.years)} ${t("years")}` : ""}</li>)}</ul></>}
            {what === "prices" && <label class="stack">{t("network.more", { gw: number(load / GW) })}
                <input type="range" id="zone-load" min="0" max="30000" step="500" value={load} aria-valuetext={`${number(load / GW)} GW`} onInput={(e) => setLoad(Number(e.target.value))} /></label>}
            {own.some((l) => l.mw !== null) && <><p>{t("network.lines")}</p><ul>{own.map((l, i) => <li key={i}>{l.from === zone.zone ? l.to : l.from} ({l.kind}): {share(l.loading)}</li>)}</ul></>}
        </aside>
    );
}

function Binding({ grid, what }) {
    if (what !== "prices" || !grid.binding?.length) return null;
    const rows = grid.binding.slice(0, 30).map((b) => [b.place, word("limit", b.kind), b.value_mw, b.limit_mw, b.shadow_price_usd_per_mwh]);
    return <details><summary>{t("network.binding", { n: grid.binding.length })}</summary>
        <Table title={t("network.binding", { n: grid.binding.length })} head={[t("network.where"), t("network.kind"), "MW", t("network.limit"), t("network.shadow")]} rows={rows} /></details>;
}

function Tables({ network, read, what, name, onSelect }) {
    const zoneHead = [t("network.zone"), t("network.load.mw"), t(`network.value.${what}`)], zones = network.zones.map((z) => [z.name, z.load_mw, read.zones.get(z.zone).value]);
    const lineHead = [t("network.line"), t("network.kind"), t("network.flow"), t("network.limit"), t("network.loading"), t("network.shadow")];
    const lines = read.lines.map((l) => [`${l.from} – ${l.to}`, l.kind, l.mw, l.limit, share(l.loading), l.price || "–"]);
    return (
        <div class="tables">
            <div class="scroll list" tabIndex={0} role="region" aria-label={t("network.zones")}>
                <table id="zones"><caption>{t("network.zones")}</caption><thead><tr>{zoneHead.map((h) => <th key={h} scope="col">{h}</th>)}</tr></thead>
                    <tbody>{zones.map(([label, load, value], i) => <tr key={label}><th scope="row"><button type="button" class="plain" onClick={() => onSelect(network.zones[i].zone)}>{label}</button></th>
                        <td>{number(load)}</td><td>{number(value)}</td></tr>)}</tbody></table></div>
            <div><Table title={t("network.linesall")} head={lineHead} rows={lines} />
                <button type="button" onClick={() => save(`${name}-lines.csv`, "text/csv", csvOf(t("network.linesall"), lineHead, lines))}>{t("network.linescsv")}</button></div>
        </div>
    );
}

function useNetworks() {
    const [networks, setNetworks] = useState(app.networks ?? null);
    useEffect(() => {
        if (networks) return;
        get("/api/networks").then((answer) => {
            app.networks = answer.networks;
            setNetworks(answer.networks);
        }, (error) => {
            showRefusal(error);
            setNetworks([]);
            tell();
        });
    }, []);
    return networks;
}

function useAnswer(body) {
    const [state, setState] = useState({ answer: null, wrong: "", isBusy: true }), key = JSON.stringify(body);
    useEffect(() => {
        if (!body) return undefined;
        let isOld = false;
        setState((s) => ({ ...s, isBusy: true }));
        const wait = setTimeout(() => post("/api/grid", body).then((answer) => isOld || setState({ answer, wrong: "", isBusy: false, key }), (error) => {
            if (isOld) return;
            setState({ answer: null, wrong: error.findings?.length ? error.findings.map((f) => `${f.key} ${f.title}: ${f.expected}`).join(" ") : error.message, isBusy: false });
            if (!error.findings?.length) showRefusal(error);
            tell();
        }), 60);
        return () => {
            isOld = true;
            clearTimeout(wait);
        };
    }, [key]);
    return state;
}

function Shown({ network, answer, asked, zone, setZone, load, setLoad }) {
    const what = answer.what ?? asked.what, read = useMemo(() => readings(network, answer), [network, answer]), isHosting = what === "hosting";
    const format = (v) => (isHosting ? `${number(v / GW)} GW` : `${number(v)} USD/MWh`), kinds = classes([...read.zones.values()].map((z) => z.value)), isLost = answer.grid.outcome === "infeasible";
    const title = t(`network.title.${what}`, { name: nameOf(LANDS[network.name]?.[0] ?? network.name), hour: t(`hour.${asked.hour}`) }), id = `network-${network.name}-${what}`;
    const rows = network.zones.map((z) => [z.zone, z.name, z.load_mw, read.zones.get(z.zone).value]), chosen = zone && read.zones.get(zone);
    return (
        <>
            {isLost ? <p class="error" role="alert">{t("network.infeasible", { mw: number(answer.grid.least_shed_mw) })} {(answer.grid.conflict ?? []).slice(0, 4).map((c) => c.place).join("; ")}</p> : null}
            <figure class="picture">
                <figcaption>{title}</figcaption>
                <div class="maprow">
                    <Drawing network={network} read={read} kinds={kinds} valueText={(r) => (r.value === null ? "–" : format(r.value))} selected={zone} onSelect={setZone} label={t("picture.label", { title })} />
                    {chosen && <Card z={chosen} what={what} lines={read.lines} close={() => setZone("")} load={load} setLoad={setLoad} />}
                </div>
                <Key kinds={kinds} format={format} hasFlows={read.lines.some((l) => l.mw !== null)} />
                <Saves id="network" title={title} head={["zone", "name", "load_mw", isHosting ? "hosted_mw" : "usd_per_mwh"]} rows={rows} />
            </figure>
            {!isLost && what === "prices" && <p>{t("network.cost", { cost: number(answer.grid.objective_usd_per_h / 1e6) })}</p>}
            <Binding grid={answer.grid} what={what} />
            <Tables network={network} read={read} what={what} name={id} onSelect={setZone} />
            {answer.command && <Command text={answer.command} />}
        </>
    );
}

export function Network() {
    const networks = useNetworks(), [ask, setAsk] = useState({ network: "usa", hour: "peak", what: "prices", n_1: false, convention: "powermodels" }), zone = app.zone ?? "";
    const [load, setLoad] = useState(0), network = networks?.find((n) => n.name === ask.network) ?? networks?.[0], put = (values) => setAsk({ ...ask, ...values });
    const setZone = (z) => {
        if (z !== zone) setLoad(0);
        look({ zone: z });
    };
    const isKnown = network?.zones.some((z) => z.zone === zone), extra = ask.what === "prices" && isKnown && load > 0 ? { load: { [zone]: load } } : {};
    const { answer, wrong, isBusy } = useAnswer(network ? { ...ask, network: network.name, ...(ask.what === "hosting" ? { relief: true } : {}), ...extra } : null);
    if (!networks) return <p role="status">{t("asking")}</p>;
    if (!network) return <p class="note">{t("network.missing")}</p>;
    return (
        <section id="networks">
            <h3>{t("network.heading")}</h3>
            <div class="row">
                <label>{t("network.network")} <select id="network-name" value={network.name} onChange={(e) => {
                    setZone("");
                    put({ network: e.target.value });
                }}>{networks.map((n) => <option key={n.name} value={n.name}>{nameOf(LANDS[n.name]?.[0] ?? n.name)}</option>)}</select></label>
                <label>{t("network.what")} <select id="network-what" value={ask.what} onChange={(e) => put({ what: e.target.value })}>
                    {["prices", "hosting"].map((w) => <option key={w} value={w}>{t(`network.what.${w}`)}</option>)}</select></label>
                <label>{t("network.hour")} <select value={ask.hour} onChange={(e) => put({ hour: e.target.value })}>{["peak", "average"].map((h) => <option key={h} value={h}>{t(`hour.${h}`)}</option>)}</select></label>
                <label><input type="checkbox" checked={ask.n_1} onChange={() => put({ n_1: !ask.n_1 })} />{t("network.n1")}</label>
                <label>{t("network.model")} <select value={ask.convention} onChange={(e) => put({ convention: e.target.value })}>{["powermodels", "matpower"].map((c) => <option key={c} value={c}>{c}</option>)}</select></label>
                {isBusy && <span role="status">{t("asking")}</span>}
            </div>
            {wrong && <p class="error" role="alert">{wrong}</p>}
            <p class="hint">{network.text}</p>
            {answer && answer.network === network.name && <Shown network={network} answer={answer} asked={ask} zone={isKnown ? zone : ""} setZone={setZone} load={load} setLoad={setLoad} />}
            {network.supply_curve?.steps && <Curve curve={network.supply_curve} />}
        </section>
    );
}

/* What hosts more load nationwide, cheapest first: the supply curve that the race uses. */
function Curve({ curve }) {
    const [frame, width] = useWidth(), wide = Math.min(width, 640), tall = 220, left = 56, bottom = 40, total = curve.steps.reduce((sum, s) => sum + s.gw, 0), most = Math.max(...curve.steps.map((s) => s.usd_per_mwh)) * 1.1 || 1;
    const x = (gw) => left + (gw / total) * (wide - left - 12), y = (p) => tall - bottom - (p / most) * (tall - bottom - 12), title = t("network.curve", { region: nameOf(curve.region), year: curve.year });
    const head = ["GW", "USD/MWh", "USD/kW/yr", t("network.lead"), t("network.ends")];
    let sum = 0, d = "";
    for (const s of curve.steps) {
        d += `${d ? "L" : "M"}${x(sum).toFixed(1)},${y(s.usd_per_mwh).toFixed(1)}`;
        sum += s.gw;
        d += `L${x(sum).toFixed(1)},${y(s.usd_per_mwh).toFixed(1)}`;
    }
    return (
        <Picture id="supply-curve" title={title} head={head} rows={curve.steps.map((s) => [s.gw, s.usd_per_mwh, s.capital_usd_per_kw_year, s.lead_years, s.binding])} hint={t("network.curve.hint")}>
            <div ref={frame}>
                <svg id="supply-curve" viewBox={`0 0 ${wide} ${tall}`} width={wide} height={tall} role="img" aria-label={t("picture.label", { title })}>
                    {[0, 0.5, 1].map((p) => <g key={p}><line x1={left} x2={wide - 12} y1={y(p * most)} y2={y(p * most)} class="rule" /><text x={left - 6} y={y(p * most) + 4} text-anchor="end" class="value">{number(p * most)}</text>
                        <text x={x(p * total)} y={tall - bottom + 16} text-anchor={p === 1 ? "end" : "middle"} class="value">{number(p * total)} GW</text></g>)}
                    <path d={d} class="trace" />
                    <text x={left} y={tall - 6} class="value">{t("network.axis")}</text>
                </svg>
            </div>
        </Picture>
    );
}
