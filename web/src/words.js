/* The words of the page in the language that is chosen. All of them stand in strings.js; what the server says of parameters and
 * outputs is English. */
import { strings } from "./strings.js";

export const LANGUAGES = [["en", "English"], ["de", "Deutsch"]];
const KEEP = "detente-language";
let code = "en";

function column() {
    return LANGUAGES.findIndex(([id]) => id === code);
}

export function language() {
    return code;
}

export function setLanguage(wanted) {
    if (LANGUAGES.some(([id]) => id === wanted)) code = wanted;
    document.documentElement.lang = code;
    try {
        localStorage.setItem(KEEP, code);
    } catch {
        /* A browser that keeps nothing: the choice lasts as long as the page. */
    }
}

export function startLanguage() {
    let kept = null;
    try {
        kept = localStorage.getItem(KEEP);
    } catch {
        kept = null;
    }
    setLanguage(kept ?? (navigator.language.startsWith("de") ? "de" : "en"));
}

/* A text with its values put in. */
export function t(key, values = {}) {
    return strings[key][column()].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

/* The same where values are elements: a list of texts and elements. */
export function rich(key, values) {
    return strings[key][column()].split(/\{(\w+)\}/).map((part, i) => (i % 2 ? values[part] : part));
}

/* A text that depends on a number: key.one or key.many. */
export function many(key, n, values = {}) {
    return t(`${key}.${n === 1 ? "one" : "many"}`, { n, ...values });
}

/* A word of the program that has a translation; itself where it has none. */
export function word(kind, name) {
    return strings[`${kind}.${name}`] ? t(`${kind}.${name}`) : String(name).replace(/_/g, " ");
}
