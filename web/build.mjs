/* Bundles the page into dist/, with the notices of what is in it and the hashes of all files.
 *
 * Two tables are made here from data that npm packages and this repository hold: places (codes, names, and points of
 * states too small for the map) and presets (scenarios that only set values). `make web` runs this. */
import * as esbuild from "esbuild";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync, rmSync, mkdirSync, copyFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { geoCentroid } from "d3-geo";
import { feature } from "topojson-client";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");
const notices = ["preact", "uplot", "d3-geo", "d3-array", "internmap", "topojson-client", "world-atlas", "i18n-iso-countries"];
const json = (path) => JSON.parse(readFileSync(join(here, path), "utf8"));

/* [iso3, numeric, English and German name, longitude, latitude] of every state; a point only where the small map has no shape. */
function makePlaces() {
    const codes = json("node_modules/i18n-iso-countries/codes.json");
    const [names, german] = ["en", "de"].map((l) => json(`node_modules/i18n-iso-countries/langs/${l}.json`).countries);
    const small = json("node_modules/world-atlas/countries-110m.json");
    const large = json("node_modules/world-atlas/countries-50m.json");
    const drawn = new Set(small.objects.countries.geometries.map((g) => g.id));
    const points = new Map(feature(large, large.objects.countries).features.map((f) => [f.id, geoCentroid(f)]));
    return codes.map(([iso2, iso3, numeric]) => {
        const [name, other] = [names, german].map((n) => [n[iso2]].flat()[0]), point = drawn.has(numeric) ? null : points.get(numeric);
        return [iso3, numeric, name, other, ...(point ? point.map((x) => Math.round(x * 10) / 10) : [])];
    });
}

/* The keys and values of a scenario file, as far as they are plain: null where it does more than set values. */
function readScenario(name, folder) {
    const changes = {}, kept = readFileSync(join(folder, name), "utf8").split("\n").filter((l) => l && !l.startsWith("#"));
    let base = null, text = "", section = "";
    for (const line of kept) {
        const top = line.match(/^(\w+):\s*(.*)$/), inner = line.match(/^ {2}(\w+): (.*)$/);
        if (top) {
            section = top[1];
            if (section === "extends") base = top[2];
            else if (!["text", "kind", "levers", "parameters"].includes(section)) return null;
        } else if (section === "text") {
            text += (text ? " " : "") + line.trim();
        } else if (inner) {
            const map = inner[2].match(/^\{(.*)\}$/);
            for (const pair of map ? map[1].split(",") : [""]) {
                const [place, value] = map ? pair.split(":").map((s) => s.trim()) : ["", inner[2]];
                if (!Number.isFinite(Number(value))) return null;
                changes[inner[1] + (place && "." + place)] = String(Number(value));
            }
        }
    }
    return { base, text, changes };
}

function makePresets() {
    const folder = join(here, "../scenarios"), presets = [];
    for (const file of readdirSync(folder).sort()) {
        let scenario = file.endsWith(".yaml") && file !== "coruna.yaml" && readScenario(file, folder);
        if (!scenario || !scenario.base) continue;
        const { text } = scenario;
        let changes = scenario.changes;
        while (scenario && scenario.base !== "coruna.yaml") {
            scenario = readScenario(scenario.base, folder);
            changes = scenario ? { ...scenario.changes, ...changes } : null;
        }
        if (changes) presets.push({ name: file.replace(".yaml", ""), text, changes });
    }
    return presets;
}

const tables = { places: makePlaces, presets: makePresets };
const virtual = {
    name: "tables",
    setup(build) {
        build.onResolve({ filter: /^table:/ }, (a) => ({ path: a.path.slice(6), namespace: "table" }));
        build.onLoad({ filter: /.*/, namespace: "table" }, (a) => ({ contents: JSON.stringify(tables[a.path]()), loader: "json" }));
    },
};

function writeNotices() {
    const parts = notices.map((name) => {
        const folder = join(here, "node_modules", name), { version, license } = json(`node_modules/${name}/package.json`);
        const file = readdirSync(folder).find((f) => /^licen[sc]e/i.test(f));
        return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
    });
    parts.push("Shapes of countries: Natural Earth, public domain, as packed by world-atlas.\n");
    writeFileSync(join(dist, "LICENSES.txt"), "What app.js and app.css contain beside the page's own code.\n\n" + parts.join("\n----\n\n"));
}

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
await esbuild.build({
    entryPoints: { app: join(here, "src/main.jsx") }, outdir: dist, bundle: true, minify: true, format: "iife", target: "es2022",
    jsx: "automatic", jsxImportSource: "preact", plugins: [virtual], legalComments: "none", logLevel: "info",
});
copyFileSync(join(here, "src/index.html"), join(dist, "index.html"));
writeNotices();
const sums = readdirSync(dist).filter((f) => f !== "SHA256SUMS").sort()
    .map((f) => `${createHash("sha256").update(readFileSync(join(dist, f))).digest("hex")}  ${f}\n`);
writeFileSync(join(dist, "SHA256SUMS"), sums.join(""));
