/* States: codes, names, shapes on the map and points of those without one. */
import { feature } from "topojson-client";
import world from "world-atlas/countries-110m.json";
import places from "table:places";

export const names = new Map(places.map(([iso3, , name]) => [iso3, name]));
export const codes = new Map(places.map(([iso3, numeric]) => [numeric, iso3]));
export const dots = places.filter((p) => p.length === 5).map(([iso3, , , x, y]) => ({ iso3, at: [x, y] }));
export const shapes = feature(world, world.objects.countries).features;

const groups = { USA: "United States", CHN: "China", EU: "European Union", GULF: "Gulf states", IND: "India", WORLD: "World" };

export function nameOf(code) {
    return groups[code] ?? names.get(code) ?? code;
}
