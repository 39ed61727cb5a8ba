/* Files that the page makes: text, pictures of plots, scenario and command line. */
import { number } from "./format.js";
import { app } from "./store.js";
import { nameOf } from "./places.js";
import { colour } from "./chart.jsx";

export function save(name, type, content) {
    const link = document.createElement("a");
    const blob = content instanceof Blob ? content : new Blob([content], { type });
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

const escape = (text) => String(text).replace(/[<>&"]/g, (c) => `&#${c.charCodeAt(0)};`);

/* A round distance between marks. */
function stepFor(span, most) {
    const raw = span / most, power = 10 ** Math.floor(Math.log10(raw));
    return power * [1, 2, 5, 10].find((m) => m * power >= raw);
}

function marks(low, high, isLog) {
    const found = [];
    if (isLog) {
        for (let p = Math.ceil(Math.log10(low)); p <= Math.log10(high); p++) found.push(10 ** p);
        if (found.length >= 2) return found;
        found.length = 0;
    }
    const step = stepFor(high - low || 1, 6);
    for (let y = Math.ceil(low / step) * step; y <= high + 1e-9; y += step) found.push(Math.abs(y) < 1e-12 ? 0 : y);
    return found;
}

/* A plot as a picture that stands alone, on white. */
export function drawSvg(view) {
    const W = 800, H = 440, left = 70, right = 20, top = 50, bottom = 80, parts = [];
    const rows = view.groups.flatMap((g) => [g.line, g.isChanged && g.base, g.other, ...g.fan]).filter(Boolean);
    const all = rows.flat().filter((y) => y !== null);
    let low = Math.min(...all), high = Math.max(...all);
    if (!all.length) [low, high] = [0, 1];
    if (low === high) [low, high] = [low - 1, high + 1];
    const bend = view.isLog ? Math.log10 : (y) => y, first = view.time[0], last = view.time.at(-1);
    const x = (i) => left + ((view.time[i] - first) / (last - first)) * (W - left - right);
    const y = (v) => H - bottom - ((bend(v) - bend(low)) / (bend(high) - bend(low))) * (H - top - bottom);
    const line = (row) => row.map((v, i) => (v === null ? null : `${x(i).toFixed(1)},${y(v).toFixed(1)}`));
    const path = (row) => line(row).map((p, i, a) => (p ? (i && a[i - 1] ? "L" : "M") + p : "")).join("");
    const put = (text, px, py, more = "") => parts.push(`<text x="${px}" y="${py}" ${more}>${escape(text)}</text>`);
    for (const v of marks(low, high, view.isLog)) {
        parts.push(`<line x1="${left}" x2="${W - right}" y1="${y(v)}" y2="${y(v)}" stroke="#ddd"/>`);
        put(number(v), left - 6, y(v) + 4, 'text-anchor="end"');
    }
    view.time.forEach((t, i) => {
        if (Math.abs(t - Math.round(t)) < 1e-6 && Math.round(t) % 2 === 0) put(Math.round(t), x(i), H - bottom + 16, 'text-anchor="middle"');
    });
    view.groups.forEach((g, k) => {
        const { line: stroke, dash } = colour(g.group);
        for (const [a, b, opacity] of [[0, 3, 0.15], [1, 2, 0.25]]) {
            if (!g.fan[a]) continue;
            const edge = [...line(g.fan[b]), ...line(g.fan[a]).reverse()].filter(Boolean);
            parts.push(`<polygon points="${edge.join(" ")}" fill="${stroke}" fill-opacity="${opacity}"/>`);
        }
        if (g.isChanged && g.base) parts.push(`<path d="${path(g.base)}" fill="none" stroke="#888" stroke-dasharray="3 3"/>`);
        if (g.other) parts.push(`<path d="${path(g.other)}" fill="none" stroke="${stroke}" stroke-width="1.5" stroke-dasharray="1 3"/>`);
        if (g.line) parts.push(`<path d="${path(g.line)}" fill="none" stroke="${stroke}" stroke-width="2" stroke-dasharray="${dash.join(" ")}"/>`);
        const at = left + k * 140;
        parts.push(`<line x1="${at}" x2="${at + 26}" y1="${H - 40}" y2="${H - 40}" stroke="${stroke}" stroke-width="3" stroke-dasharray="${dash.join(" ")}"/>`);
        put(nameOf(g.group), at + 32, H - 36);
    });
    put(view.title, left, 22, 'font-size="15" font-weight="bold"');
    put(view.unit, left, 40);
    put(`${app.line?.command ?? ""}; data ${app.about.data_hash.slice(0, 12)}; fan: ${view.members} members, 5–95% and 25–75%`, left, H - 10, 'font-size="10" fill="#555"');
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${W}" height="${H}" viewBox="0 0 ${W} ${H}" font-family="sans-serif" font-size="12">` +
        `<rect width="${W}" height="${H}" fill="#fff"/>${parts.join("")}</svg>`;
}

export async function savePng(name, svg) {
    const picture = new Image();
    picture.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(svg);
    await picture.decode();
    const canvas = document.createElement("canvas"), scale = 2;
    canvas.width = picture.width * scale;
    canvas.height = picture.height * scale;
    const pen = canvas.getContext("2d");
    pen.scale(scale, scale);
    pen.drawImage(picture, 0, 0);
    canvas.toBlob((blob) => save(name, "image/png", blob), "image/png");
}

/* The scenario with all changes, as a file that extends the one that is loaded. */
export function scenarioText() {
    const { about, changes } = app, top = [], inside = new Map();
    for (const [key, value] of Object.entries(changes)) {
        const [name, place] = key.split(".");
        if (key === "seed" || key === "end") top.push(`${key}: ${value}`);
        else if (!place) inside.set(name, `${value}`);
        else inside.set(name, inside.get(name) instanceof Map ? inside.get(name).set(place, value) : new Map([[place, value]]));
    }
    const file = about.scenario.split("/").at(-1).replace(/\.yaml$/, "") + ".yaml";
    const lines = [...inside].map(([name, value]) =>
        `  ${name}: ${value instanceof Map ? `{${[...value].map((p) => p.join(": ")).join(", ")}}` : value}`);
    return [`# Made by detente ${about.version}; put it beside ${file}.`, `extends: ${file}`,
        `text: ${JSON.stringify(`As ${about.name}, with ${Object.keys(changes).length} changes.`)}`,
        ...top, ...(lines.length ? ["parameters:", ...lines] : [])].join("\n") + "\n";
}


