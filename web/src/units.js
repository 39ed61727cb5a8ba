/* The units in which outputs are shown: power as GW or as energy over a year, accelerators as H100-equivalents or as speed of
 * arithmetic. What the server is asked, and what it says, is always in the model's units. */

/* Dense 16-bit arithmetic of one H100 SXM, as its data sheet has it: 989.4e12 operations a second. */
const PFLOPS = 0.9894;
const HOURS = 8.766; /* thousand hours in a year: TWh/yr in a GW */
const LOADS = new Set(["ai_power", "ai_supply", "ai_installed", "connection_queue", "other_demand", "generation"]);
const KEEP = "detente-units";

export const CHOICES = { power: ["GW", "TWh/yr"], compute: ["H100e", "FLOP/s"] };
const chosen = { power: "GW", compute: "H100e" };

export function units() {
    return chosen;
}

export function setUnit(kind, unit) {
    if (CHOICES[kind]?.includes(unit)) chosen[kind] = unit;
    try {
        localStorage.setItem(KEEP, JSON.stringify(chosen));
    } catch {
        /* A browser that keeps nothing. */
    }
}

export function startUnits() {
    try {
        for (const [kind, unit] of Object.entries(JSON.parse(localStorage.getItem(KEEP)) ?? {})) setUnit(kind, unit);
    } catch {
        /* Nothing was kept. */
    }
}

/* How an output is shown: its unit, and what a number is multiplied with. */
export function shownAs({ name, unit }) {
    if (LOADS.has(name) && unit === "GW" && chosen.power === "TWh/yr") return { unit: "TWh/yr", factor: HOURS };
    if (LOADS.has(name) && unit === "TWh/yr" && chosen.power === "GW") return { unit: "GW", factor: 1 / HOURS };
    if (chosen.compute === "FLOP/s" && unit === "million H100e") return { unit: "ZFLOP/s", factor: PFLOPS };
    if (chosen.compute === "FLOP/s" && unit === "USD/H100e/yr") return { unit: "USD/(PFLOP/s)/yr", factor: 1 / PFLOPS };
    return { unit: unit === "1" || unit === "code" ? "" : unit, factor: 1 };
}
