/* Sliders: one row for each parameter, in groups, with unit, default, range, source, and a way back. */
import { useEffect, useRef, useState } from "preact/hooks";
import { number, unitOf } from "./format.js";
import { nameOf } from "./places.js";
import { app, change, restore, tell } from "./store.js";
import { language, many, t } from "./words.js";

const MOST_ASKED = ["text_binding", "text_verification", "text_stringency", "threat_scale", "lobby_strength", "capex_scale",
    "algorithm_growth", "flexible_share"];
const GROUPS = ["treaty", "power", "compute", "capability", "diffusion", "rivalry", "lobby", "attrition", "hazard", "payoff", "posture"];
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

/* A number as it was typed: with a comma before its decimals it is meant as well. */
function plain(text) {
    return /^\s*-?\d*,\d+\s*$/.test(text) && language() === "de" ? text.trim().replace(",", ".") : text.trim();
}

function check(text, info) {
    const value = Number(text);
    if (text.trim() === "" || !Number.isFinite(value) || value < info.least || value > info.greatest)
        return t("allowed.number", { least: say(info.least, info), greatest: say(info.greatest, info), unit: unitOf(info.unit) }).trim();
    return "";
}

/* Where a value lies against the plausible range, in a word. */
function level(value, force) {
    if (!(force?.low < force?.high) || value === undefined) return "";
    const v = Number(value), { low, high } = force;
    if (!Number.isFinite(v)) return "";
    if (v < low) return "under";
    if (v > high) return "over";
    const part = low > 0 && high / low > 20 ? Math.log(v / low) / Math.log(high / low) : (v - low) / (high - low);
    return part < 1 / 3 ? "low" : part > 2 / 3 ? "high" : "usual";
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
        const text = plain(event.target.value), wrong = check(text, info);
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
    const fallback = force?.central === undefined ? t("row.owndata") : say(force.central, info) + (unit && ` ${unit}`), band = level(value, force);
    const spread = force?.low < force?.high ? t("row.drawn", { low: number(force.low), high: number(force.high) }) : "";
    return (
        <div class={`parameter${isChanged ? " changed" : ""}`}>
            <label for={field}>{title}{band && <span class={`level ${band}`}>{t(`level.${band}`)}</span>}</label>
            <div class="slide">
                <Band force={force} range={range} />
                <input type="range" min="0" max={STEPS} value={value === undefined ? STEPS / 2 : toPlace(Number(value), range)} id={field}
                    aria-valuetext={`${say(value, info)} ${unit}`} onInput={(e) => {
                        setDraft(null);
                        change(id, toValue(Number(e.target.value), range, info));
                    }} />
            </div>
            <span class="entry">
                <input type="text" inputMode="decimal" aria-label={`${title}, ${unit || t("number")}`} aria-invalid={Boolean(error)}
                    aria-describedby={error ? `${field}-error` : undefined} value={draft ?? given ?? (value === undefined ? "" : String(Number(Number(value).toPrecision(5))))}
                    onChange={type} />
                <span class="unit">{unit}</span>
            </span>
            <button type="button" class="undo" disabled={!isChanged && !error} onClick={back} aria-label={t("row.default.of", { title })} title={t("row.back")}>↺</button>
            {error && <p class="error" id={`${field}-error`}>{t("row.refused", { allowed: error })}</p>}
            <p class="source">{t("row.default", { value: fallback })}{spread}; {t(info.role === "lever" ? "row.decision" : "row.source")}: {force?.source ?? info.source}; <code>{id}</code></p>
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
            <summary>{title}{n ? <span class="badge">{t("controls.nchanged", { n })}</span> : null}</summary>
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
        const found = check(plain(text), info);
        setWrong(found);
        if (!found) change(`${name}.${place}`, plain(text));
    };
    const states = app.base.parties;
    return (
        <form class="stack" onSubmit={add}>
            <label>{t("controls.what")}<select value={name} onChange={(e) => setName(e.target.value)}>
                {local.map((p) => <option key={p.name} value={p.name}>{p.text}</option>)}</select></label>
            <label>{t("state")}<select value={place} onChange={(e) => setPlace(e.target.value)}>
                {states.map((s) => <option key={s.iso3} value={s.iso3}>{nameOf(s.iso3)}</option>)}</select></label>
            <label>{t("controls.value", { least: number(info.least), greatest: number(info.greatest), unit })}
                <input type="text" inputMode="decimal" value={text} aria-invalid={Boolean(wrong)} onInput={(e) => setText(e.target.value)} /></label>
            {wrong && <p class="error" role="alert">{t("allowed", { what: wrong })}</p>}
            <button type="submit">{t("controls.add")}</button>
        </form>
    );
}

function Changes() {
    const keys = Object.keys(app.changes);
    return (
        <table class="changes">
            <caption>{t("controls.changes")}</caption>
            <thead><tr><th scope="col">{t("controls.key")}</th><th scope="col">{t("controls.loaded")}</th><th scope="col">{t("controls.now")}</th></tr></thead>
            <tbody>{keys.length ? keys.map((k) => (
                <tr key={k}><th scope="row"><code>{k}</code></th><td>{number(app.inForce.get(k)?.central)}</td><td>{app.changes[k]}</td></tr>))
                : <tr><td colSpan={3}>{t("controls.none")}</td></tr>}</tbody>
        </table>
    );
}

export function Controls() {
    const [search, setSearch] = useState(""), [onlyChanged, setOnly] = useState(false), [isAdding, setAdding] = useState(false);
    const word = search.trim().toLowerCase(), all = app.parameters.flatMap((info) => keysOf(info).map((id) => ({ id, info })));
    const fits = (r) => (!onlyChanged || r.id in app.changes) && (!word || `${r.id} ${r.info.text}`.toLowerCase().includes(word));
    const rows = all.filter(fits), isFiltered = onlyChanged || word;
    const box = useRef(null);
    useEffect(() => {
        const wide = matchMedia("(min-width: 901px)"), follow = () => {
            box.current.open = wide.matches;
        };
        follow();
        wide.addEventListener("change", follow);
        return () => wide.removeEventListener("change", follow);
    }, []);
    return (
        <details class="controls" aria-label={t("controls.label")} ref={box}><summary>{t("controls.label")}</summary>
            <label class="stack">{t("controls.search")}<input type="search" value={search} onInput={(e) => setSearch(e.target.value)} /></label>
            <label><input type="checkbox" checked={onlyChanged} onChange={() => setOnly(!onlyChanged)} />{t("controls.only", { n: Object.keys(app.changes).length })}</label>
            {isFiltered ? <div class="found"><p class="hint" role="status">{many("controls.found", rows.length)}</p>
                {rows.slice(0, 40).map((r) => <Row key={r.id} id={r.id} info={r.info} prefix="found" />)}</div> : <>
                <Group title={t("controls.most")} isOpen prefix="top" rows={MOST_ASKED.map((id) => ({ id, info: app.byName.get(id) })).filter((r) => r.info)} />
                {GROUPS.map((mechanism) => (
                    <Group key={mechanism} title={t(`mechanism.${mechanism}`)} prefix={mechanism} rows={all.filter((r) => r.info.mechanism === mechanism)} />))}
                <details open={isAdding} onToggle={(e) => setAdding(e.currentTarget.open)}><summary>{t("controls.onestate")}</summary>{isAdding && <AddState />}</details></>}
            <Changes />
        </details>
    );
}
