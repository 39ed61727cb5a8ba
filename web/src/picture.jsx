/* Drawings that can be saved: an SVG with its numbers as CSV, as a file of its own, as a picture, and as a table for those who
 * do not see it. The drawing in a file stands alone: styles are written in, with a title and what it was made from. */
import { useState } from "preact/hooks";
import { number } from "./format.js";
import { app } from "./store.js";
import { save, savePng } from "./save.js";
import { t } from "./words.js";

const STYLES = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "font-size", "font-weight", "text-anchor", "opacity"];
const DRAWN = "path,circle,rect,line,text,tspan,polygon,polyline,ellipse";
const SPACE = "http://www.w3.org/2000/svg";

function caption(text, x, y, size, colour, weight) {
    const node = document.createElementNS(SPACE, "text");
    for (const [key, value] of Object.entries({ x, y, fill: colour, "font-size": size, "font-weight": weight })) node.setAttribute(key, value);
    node.textContent = text;
    return node;
}

export function standalone(svg, title) {
    const copy = svg.cloneNode(true), originals = svg.querySelectorAll(DRAWN), root = getComputedStyle(document.documentElement);
    copy.querySelectorAll(DRAWN).forEach((node, i) => {
        const style = getComputedStyle(originals[i]);
        for (const name of STYLES) if (!node.getAttribute(name)?.startsWith("url")) node.setAttribute(name, style.getPropertyValue(name));
    });
    copy.querySelectorAll("[class],[tabindex],[role]").forEach((node) => ["class", "tabindex", "role"].forEach((name) => node.removeAttribute(name)));
    const { x, y, width, height } = svg.viewBox.baseVal, part = width / 800, head = 34 * part, foot = 22 * part;
    const ground = document.createElementNS(SPACE, "rect"), box = { x, y: y - head, width, height: height + head + foot };
    for (const [key, value] of Object.entries({ ...box, fill: root.getPropertyValue("--back").trim() })) ground.setAttribute(key, value);
    copy.prepend(ground);
    const text = root.getPropertyValue("--text").trim(), muted = root.getPropertyValue("--muted").trim();
    copy.append(caption(title, x + 8 * part, y - 12 * part, 16 * part, text, 600));
    copy.append(caption(`détente ${app.about.version}; ${app.line?.command ?? ""}; data ${app.about.data_hash.slice(0, 12)}`, x + 8 * part,
        y + height + 14 * part, 10 * part, muted, 400));
    copy.removeAttribute("class");
    copy.setAttribute("viewBox", Object.values(box).join(" "));
    copy.setAttribute("width", Math.round(box.width));
    copy.setAttribute("height", Math.round(box.height));
    copy.setAttribute("font-family", "sans-serif");
    copy.setAttribute("xmlns", SPACE);
    return new XMLSerializer().serializeToString(copy);
}

function cell(value) {
    return /[",\n]/.test(String(value)) ? `"${String(value).replace(/"/g, '""')}"` : value ?? "";
}

/* Rows as CSV, with a line that says what they are. */
export function csvOf(title, head, rows) {
    const about = `# ${title}\n# détente ${app.about.version}; ${app.line?.command ?? ""}; data ${app.about.data_hash}\n`;
    return about + [head, ...rows].map((row) => row.map(cell).join(",")).join("\n") + "\n";
}

export function Table({ title, head, rows, note }) {
    return (
        <div class="scroll list" tabIndex={0} role="region" aria-label={title}>
            <table><caption>{title}{note && <small> {note}</small>}</caption>
                <thead><tr>{head.map((h) => <th key={h} scope="col">{h}</th>)}</tr></thead>
                <tbody>{rows.map((row, i) => (
                    <tr key={i}>{row.map((v, k) => (k ? <td key={k}>{typeof v === "number" ? number(v) : v ?? "–"}</td> : <th key={k} scope="row">{v}</th>))}</tr>))}</tbody>
            </table>
        </div>
    );
}

/* Buttons that save a drawing and its numbers. `plain` holds the rows as they go into the file, where they differ from the table. */
export function Saves({ id, title, head, rows, plain = rows, children }) {
    const svg = () => standalone(document.getElementById(id), title);
    return (
        <div class="row saves">
            <button type="button" onClick={() => save(`${id}.csv`, "text/csv", csvOf(title, head, plain))}>CSV</button>
            <button type="button" onClick={() => save(`${id}.svg`, "image/svg+xml", svg())}>SVG</button>
            <button type="button" onClick={() => savePng(`${id}.png`, svg())}>PNG</button>
            {children}
        </div>
    );
}

/* A drawing with its title, its buttons, and its table. */
export function Picture({ id, title, head, rows, plain, children, hint }) {
    const [isOpen, setOpen] = useState(false);
    return (
        <figure class="picture">
            <figcaption>{title}</figcaption>
            {children}
            {hint && <p class="hint">{hint}</p>}
            <Saves id={id} title={title} head={head} rows={rows} plain={plain}>
                <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>{t("save.table")}</button>
            </Saves>
            {isOpen && <Table title={title} head={head} rows={rows} />}
        </figure>
    );
}
