/* Numbers and words as people read them. */

import { language, t } from "./words.js";

/* Thousands are set apart from 1,000 on. */
const wholes = { en: new Intl.NumberFormat("en", { maximumFractionDigits: 0 }), de: new Intl.NumberFormat("de", { maximumFractionDigits: 0 }) };

/* The mark before decimals, as the language writes it. */
function mark(text) {
    return language() === "de" ? text.replace(".", ",") : text;
}

/* Three figures that count. */
export function number(x) {
    if (x === null || x === undefined || !Number.isFinite(Number(x))) return "–";
    const value = Number(x), size = Math.abs(value);
    if (size >= 1000) return size >= 1e7 ? mark(value.toExponential(2)) : wholes[language()].format(value);
    if (size !== 0 && size < 1e-3) return mark(value.toExponential(1));
    return mark(String(Number(value.toPrecision(3))));
}

export function percent(x) {
    if (x === null || x === undefined) return "–";
    const p = 100 * x;
    return (p > 0 && p < 1 ? "<1" : p < 100 && p > 99 ? ">99" : Math.round(p)) + (language() === "de" ? "\u00a0%" : "%");
}

export function unitOf(unit) {
    return unit === "1" || unit === "code" ? "" : unit;
}

export function quarter(time) {
    const year = Math.floor(time + 1e-6);
    return `${year}-Q${Math.floor((time - year) * 4 + 1e-6) + 1}`;
}

/* How long, in words. */
export function seconds(s) {
    if (!(s >= 0)) return "–";
    return s < 90 ? `${number(Math.max(s, 0))} s` : `${Math.round(s / 60)} min`;
}

/* One finding of the server as a sentence. */
export function sentence(finding) {
    const what = finding.found ? ` (${t("finding.found", { found: finding.found })})` : "", right = finding.expected ? `: ${finding.expected}` : "";
    const hint = finding.suggestion ? `; ${t("finding.meant", { suggestion: finding.suggestion })}` : "";
    return `${finding.key ? finding.key + ": " : ""}${finding.title}${what}${right}${hint}`;
}
