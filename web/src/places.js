/* States: codes, names, shapes on the map and points of those without one. */
import { feature } from "topojson-client";
import world from "world-atlas/countries-110m.json";
import places from "table:places";
import { language, t, word } from "./words.js";

const names = { en: new Map(places.map(([iso3, , name]) => [iso3, name])), de: new Map(places.map(([iso3, , , name]) => [iso3, name])) };
export const codes = new Map(places.map(([iso3, numeric]) => [numeric, iso3]));
export const dots = places.filter((p) => p.length === 6).map(([iso3, , , , x, y]) => ({ iso3, at: [x, y] }));
export const shapes = feature(world, world.objects.countries).features;

const ARTICLES = { en: ["USA", "EU", "GULF", "GBR", "ARE", "NLD", "WORLD"], de: ["USA", "EU", "GULF", "WORLD"] };
const GROUPS = ["USA", "CHN", "EU", "GULF", "IND", "WORLD"];

/* A state, a group of states, or another place behind a key. */
export function nameOf(code) {
    if (GROUPS.includes(code)) return t(`place.${code}`);
    return names[language()].get(code) ?? word("place", code);
}

/* The same at the head of a sentence. */
export function nameFirst(code) {
    const name = nameIn(code);
    return name[0].toUpperCase() + name.slice(1);
}

/* With its article, as it stands in a sentence: "China", "the United States". */
export function nameIn(code) {
    return ARTICLES[language()].includes(code) ? t("place.the", { name: nameOf(code) }) : nameOf(code);
}
