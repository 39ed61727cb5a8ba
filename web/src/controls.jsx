/* Sliders: one row for each parameter, in groups, with unit, default, range, source, and a way back. */
import { useState } from "preact/hooks";
import { number, unitOf } from "./format.js";
import { canonical } from "./link.js";
import { nameOf } from "./places.js";
import { app, change, replaceAll, restore, tell } from "./store.js";

const MOST_ASKED = ["text_binding", "text_verification", "text_stringency", "threat_scale", "lobby_strength", "capex_scale",
    "algorithm_growth", "flexible_share"];
const GROUPS = { treaty: "Treaty", power: "Power", compute: "Compute", capability: "Capability", diffusion: "Diffusion", rivalry: "Rivalry",
    lobby: "Lobbying", attrition: "Attrition", hazard: "Accidents and conflict", payoff: "Payoffs", posture: "Postures" };
const STEPS = 1000;
const FLAGS = new Set(["equal_chips", "power_limit_off"]);

/* Where a slider begins and ends: the plausible range with room on both sides, inside what is allowed. */
function span(info, force) {
    const { least, greatest } = info, low = force?.low, high = force?.high, middle = force?.central;
    if (info.role === "uncertain" && low < high) {
        if (low > 0 && high / low > 20) return { from: Math.max(least, low / 3) || low / 3, to: Math.min(greatest, high * 3), isLog: true };
        const room = (high - low) / 2;
        return { from: Math.max(least, low - room), to: Math.min(greatest, high + room), isLog: false };
    }
    if (middle > 0 && greatest > 500 * middle) return { from: middle / 100, to: Math.min(greatest, 1000 * middle), isLog: true };
    if (info.unit === "yr" && least >= 1900) return { from: Math.max(least, 2024), to: Math.min(greatest, 2041), isLog: false };
    return { from: least, to: greatest, isLog: least > 0 && greatest / least > 200 };
}

function toPlace(value, { from, to, isLog }) {
    const part = isLog ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
    return Math.round(STEPS * Math.min(1, Math.max(0, part)));
}

/* The value at a place of a slider, with no more digits than the place can tell apart. */
function toValue(place, { from, to, isLog }, info) {
    const part = place / STEPS;
    const raw = isLog ? from * (to / from) ** part : from + part * (to - from);
    if (info.unit === "code" || FLAGS.has(info.name)) return String(Math.round(raw));
    const grain = isLog ? raw / 100 : (to - from) / 200, digits = Math.max(0, Math.min(12, -Math.floor(Math.log10(grain))));
    return String(Math.min(info.greatest, Math.max(info.least, Number(raw.toFixed(digits)))));
}

/* A date is no quantity: it has no comma. */
function say(value, info) {
    return info.least >= 1900 ? String(value) : number(value);
}

function check(text, info) {
    const value = Number(text);
    if (text.trim() === "" || !Number.isFinite(value) || value < info.least || value > info.greatest)
        return `a number from ${say(info.least, info)} to ${say(info.greatest, info)} ${unitOf(info.unit)}`.trim();
    return "";
}

/* Plausible range and default on the track. */
function Band({ force, range }) {
    if (!force || force.central === undefined) return null;
    const at = (v) => toPlace(v, range) / 10;
    const left = at(force.low), width = Math.max(at(force.high) - left, 0);
    return (
        <div class="band" aria-hidden="true">
            <i class="range" style={{ left: `${left}%`, width: `${width}%` }} />
            <i class="tick" style={{ left: `${at(force.central)}%` }} />
        </div>
    );
}

export function Row({ id, info, prefix }) {
    const force = app.inForce.get(id), range = span(info, force), isChanged = id in app.changes;
    const [draft, setDraft] = useState(null);
    const given = app.changes[id], value = given ?? force?.central;
    const error = app.typed[id] ?? app.errors[id], unit = unitOf(info.unit), place = id.includes(".") ? id.split(".")[1] : "";
    const field = `${prefix}-${id}`, title = info.text + (place ? `: ${nameOf(place)}` : "");
    const type = (event) => {
        const text = event.target.value.trim(), wrong = check(text, info);
        setDraft(wrong ? text : null);
        if (wrong) {
            app.typed[id] = wrong;
            tell();
        } else {
            change(id, text);
        }
    };
    const back = () => {
        setDraft(null);
        restore(id);
    };
    const fallback = force?.central === undefined ? "the state's own data" : say(force.central, info) + (unit && ` ${unit}`);
    const spread = force?.low < force?.high ? `, drawn from ${number(force.low)} to ${number(force.high)} (5–95%)` : "";
    return (
        <div class={`parameter${isChanged ? " changed" : ""}`}>
            <label for={field}>{title}</label>
            <div class="slide">
                <Band force={force} range={range} />
                <input type="range" min="0" max={STEPS} value={value === undefined ? STEPS / 2 : toPlace(Number(value), range)} id={field}
                    aria-valuetext={`${say(value, info)} ${unit}`} onInput={(e) => {
                        setDraft(null);
                        change(id, toValue(Number(e.target.value), range, info));
                    }} />
            </div>
            <span class="entry">
                <input type="text" inputMode="decimal" aria-label={`${title}, ${unit || "number"}`} aria-invalid={Boolean(error)}
                    aria-describedby={error ? `${field}-error` : undefined} value={draft ?? given ?? (value === undefined ? "" : String(Number(Number(value).toPrecision(5))))}
                    onChange={type} />
                <span class="unit">{unit}</span>
            </span>
            <button type="button" class="undo" disabled={!isChanged && !error} onClick={back} aria-label={`Default for ${title}`} title="Back to the default">↺</button>
            {error && <p class="error" id={`${field}-error`}>Not applied. Allowed: {error}</p>}
            <p class="source">Default {fallback}{spread}; {info.role === "lever" ? "decision" : "source"}: {force?.source ?? info.source}; <code>{id}</code></p>
        </div>
    );
}

/* All keys that have a row: one for the world, one for each technology; states are added by hand. */
function keysOf(info) {
    if (info.shape === "world") return [info.name];
    if (info.shape === "technology") return [...app.inForce.keys()].filter((k) => k.startsWith(info.name + "."));
    return Object.keys(app.changes).filter((k) => k.startsWith(info.name + "."));
}

function Group({ title, rows, isOpen, prefix }) {
    const [open, setOpen] = useState(isOpen), n = rows.filter((r) => r.id in app.changes).length;
    if (!rows.length) return null;
    return (
        <details open={open} onToggle={(e) => setOpen(e.currentTarget.open)}>
            <summary>{title}{n ? <span class="badge">{n} changed</span> : null}</summary>
            {open && rows.map((r) => <Row key={r.id} id={r.id} info={r.info} prefix={prefix} />)}
        </details>
    );
}

function AddState() {
    const local = app.parameters.filter((p) => p.shape === "state" && p.unit !== "code");
    const [name, setName] = useState("chip_access_west"), [place, setPlace] = useState("CHN"), [text, setText] = useState(""), [wrong, setWrong] = useState("");
    const info = app.byName.get(name), unit = unitOf(info.unit);
    const add = (event) => {
        event.preventDefault();
        const found = check(text, info);
        setWrong(found);
        if (!found) change(`${name}.${place}`, text.trim());
    };
    const states = (app.line?.parties ?? app.base.parties);
    return (
        <details>
            <summary>One state</summary>
            <form class="stack" onSubmit={add}>
                <label>What<select value={name} onChange={(e) => setName(e.target.value)}>
                    {local.map((p) => <option key={p.name} value={p.name}>{p.text}</option>)}</select></label>
                <label>State<select value={place} onChange={(e) => setPlace(e.target.value)}>
                    {states.map((s) => <option key={s.iso3} value={s.iso3}>{s.name}</option>)}</select></label>
                <label>Value, {number(info.least)} to {number(info.greatest)} {unit}
                    <input type="text" inputMode="decimal" value={text} aria-invalid={Boolean(wrong)} onInput={(e) => setText(e.target.value)} /></label>
                {wrong && <p class="error" role="alert">Allowed: {wrong}</p>}
                <button type="submit">Add</button>
            </form>
        </details>
    );
}

function Presets({ presets }) {
    if (!presets.length) return null;
    const here = canonical(app.changes), found = presets.find((p) => canonical(p.changes) === here);
    const pick = (event) => {
        const chosen = presets.find((p) => p.name === event.target.value);
        if (chosen) replaceAll(chosen.changes);
    };
    return (
        <>
            <label class="stack">What if
                <select id="preset" value={found?.name ?? ""} onChange={pick}><option value="">choose …</option>
                    {presets.map((p) => <option key={p.name} value={p.name}>{p.name.replace(/-/g, " ")}</option>)}</select>
            </label>
            {found && <p class="hint">{found.text}</p>}
        </>
    );
}

function Changes() {
    const keys = Object.keys(app.changes);
    return (
        <table class="changes">
            <caption>All changes</caption>
            <thead><tr><th scope="col">key</th><th scope="col">as loaded</th><th scope="col">now</th></tr></thead>
            <tbody>{keys.length ? keys.map((k) => (
                <tr key={k}><th scope="row"><code>{k}</code></th><td>{number(app.inForce.get(k)?.central)}</td><td>{app.changes[k]}</td></tr>))
                : <tr><td colSpan={3}>none yet</td></tr>}</tbody>
        </table>
    );
}

export function Controls({ presets }) {
    const [search, setSearch] = useState(""), [onlyChanged, setOnly] = useState(false);
    const word = search.trim().toLowerCase(), all = app.parameters.flatMap((info) => keysOf(info).map((id) => ({ id, info })));
    const fits = (r) => (!onlyChanged || r.id in app.changes) && (!word || `${r.id} ${r.info.text}`.toLowerCase().includes(word));
    const rows = all.filter(fits), isFiltered = onlyChanged || word;
    return (
        <section class="controls" aria-label="Controls">
            <Presets presets={presets} />
            <label class="stack">Search controls<input type="search" value={search} onInput={(e) => setSearch(e.target.value)} /></label>
            <label><input type="checkbox" checked={onlyChanged} onChange={() => setOnly(!onlyChanged)} />changed only ({Object.keys(app.changes).length})</label>
            {isFiltered ? <div class="found"><p class="hint" role="status">{rows.length} controls</p>
                {rows.slice(0, 40).map((r) => <Row key={r.id} id={r.id} info={r.info} prefix="found" />)}</div> : <>
                <Group title="Most asked" isOpen prefix="top" rows={MOST_ASKED.map((id) => ({ id, info: app.byName.get(id) })).filter((r) => r.info)} />
                {Object.entries(GROUPS).map(([mechanism, title]) => (
                    <Group key={mechanism} title={title} prefix={mechanism} rows={all.filter((r) => r.info.mechanism === mechanism)} />))}
                <AddState /></>}
            <Changes />
        </section>
    );
}
