/* Numbers and words as people read them. */

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/* Three figures that count. */
export function number(x) {
    if (x === null || x === undefined || !Number.isFinite(Number(x))) return "–";
    const value = Number(x), size = Math.abs(value);
    if (size >= 1000) return size >= 1e7 ? value.toExponential(2) : whole.format(value);
    if (size !== 0 && size < 1e-3) return value.toExponential(1);
    return String(Number(value.toPrecision(3)));
}

export function percent(x) {
    if (x === null || x === undefined) return "–";
    const p = 100 * x;
    return (p > 0 && p < 1 ? "<1" : p < 100 && p > 99 ? ">99" : Math.round(p)) + "%";
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
    const what = finding.found ? ` (found ${finding.found})` : "", right = finding.expected ? `: ${finding.expected}` : "";
    const hint = finding.suggestion ? `; did you mean ${finding.suggestion}?` : "";
    return `${finding.key ? finding.key + ": " : ""}${finding.title}${what}${right}${hint}`;
}
