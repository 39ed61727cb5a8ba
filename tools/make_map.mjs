/* Makes src/report/world_map.def, the map of the report: the same shapes in the same projection as the page's (web/src/map.jsx), as
 * relative paths in whole units. Shapes: Natural Earth, public domain, as packed by world-atlas; projection: Equal Earth, by d3-geo.
 * Run where web/ has its packages (`cd web && npm ci`): node tools/make_map.mjs [FOLDER-WITH-node_modules] */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const packages = join(resolve(process.argv[2] ?? join(root, "web")), "node_modules");
const load = createRequire(pathToFileURL(join(packages, "/")));
const module = (name) => import(pathToFileURL(join(packages, name, "src/index.js")));
const { geoCentroid, geoEqualEarth, geoGraticule, geoPath } = await module("d3-geo");
const { feature } = await module("topojson-client");

const WIDTH = 2000, HEIGHT = 975, EDGE = 5, ROOM = 3800; /* ROOM: bytes of a literal that every compiler takes */
const projection = geoEqualEarth().fitExtent([[EDGE, EDGE], [WIDTH - EDGE, HEIGHT - EDGE]], { type: "Sphere" });
const path = geoPath(projection).digits(0);
const world = (scale) => JSON.parse(readFileSync(load.resolve(`world-atlas/countries-${scale}.json`), "utf8"));
const codes = JSON.parse(readFileSync(load.resolve("i18n-iso-countries/codes.json"), "utf8"));
const byNumber = new Map(codes.map(([, code, numeric]) => [numeric, code]));
const codeOf = (shape) => byNumber.get(shape.id) ?? { Kosovo: "XKX" }[shape.properties.name] ?? "";

/* "M1,2L3,4L3,5Z" as "M1 2l2 2 0 1z"; points that fall together are one. */
function relative(d) {
    return (d ?? "").split("M").slice(1).map((part) => {
        const isClosed = part.endsWith("Z"), points = part.replace("Z", "").split("L").map((p) => p.split(",").map(Number));
        const steps = points.slice(1).map((p, i) => [p[0] - points[i][0], p[1] - points[i][1]]).filter(([x, y]) => x || y);
        if (steps.length < (isClosed ? 2 : 1)) return "";
        return `M${points[0].join(" ")}l${steps.map((s) => s.join(" ")).join(" ")}${isClosed ? "z" : ""}`.replace(/ -/g, "-");
    }).join("");
}

/* A row for each piece of at most ROOM bytes, cut between parts, its literal broken to lines. */
function rows(kind, name, d) {
    const pieces = [];
    for (const part of d.split("M").slice(1).map((p) => "M" + p)) {
        if (!pieces.length || pieces.at(-1).length + part.length > ROOM) pieces.push("");
        pieces[pieces.length - 1] += part;
    }
    return pieces.map((piece) => {
        const lines = piece.match(/.{1,96}/g).map((line) => `"${line}"`);
        return `${kind}(${name === null ? "" : `"${name}", `}${lines.join("\n         ")})`;
    });
}

const small = world("110m"), large = world("50m");
const shapes = feature(small, small.objects.countries).features.filter((f) => f.id !== "010");
const drawn = new Map();
for (const shape of shapes) {
    const code = codeOf(shape);
    drawn.set(code, (drawn.get(code) ?? "") + relative(path(shape)));
}
const dots = feature(large, large.objects.countries).features.map((f) => [codeOf(f), f])
    .filter(([code]) => code && !drawn.has(code) && code !== "ATA").map(([code, f]) => [code, ...projection(geoCentroid(f)).map(Math.round)]);
const inOrder = (a, b) => (a[0] < b[0] ? -1 : 1);
const graticule = relative(path(geoGraticule().step([30, 30]).extentMinor([[-180, -90], [180, 90]]).extentMajor([[-180, -90], [180, 90]])()));

writeFileSync(join(root, "src/report/world_map.def"), [
    "/* The world in the Equal Earth projection, made by tools/make_map.mjs; do not edit. Shapes: Natural Earth, public domain.",
    ` * Paths of SVG in a frame of ${WIDTH} by ${HEIGHT} units; DT_SHAPE(iso3, path): "" where a shape has no code, and several rows in`,
    " * turn make one shape; DT_DOT(iso3, x, y): states too small for a shape; DT_GLOBE(path): edge and graticule. */",
    ...["DT_SHAPE(iso3, path)", "DT_DOT(iso3, x, y)", "DT_GLOBE(path)"].flatMap((m) => [`#ifndef ${m.split("(")[0]}`, `#define ${m}`, "#endif"]),
    ...rows("DT_GLOBE", null, relative(path({ type: "Sphere" })) + graticule),
    ...[...drawn].sort(inOrder).flatMap(([code, d]) => rows("DT_SHAPE", code, d)),
    ...dots.sort(inOrder).map(([code, x, y]) => `DT_DOT("${code}", ${x}, ${y})`),
    "#undef DT_SHAPE", "#undef DT_DOT", "#undef DT_GLOBE", "",
].join("\n"));
