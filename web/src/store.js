/* What the page knows and does: changes with their history, results, and when to ask for new ones.
 *
 * A change asks for the middle member at once, and for a small ensemble when changes pause. One question of a kind is on its way at
 * a time; a newer one waits and replaces those before it, so that answers never arrive out of order. */
import { useEffect, useReducer } from "preact/hooks";
import { Refused, get, post, follow } from "./api.js";
import { canonical, encode } from "./link.js";
import { sentence } from "./format.js";

export const QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95];
const HEADLINE = ["parties", "ai_power", "binding_limit", "capability_lag"];
const PAUSE = 80; /* ms without a change before the small ensemble */
const MEMBERS = 63; /* drawn ones of the small ensemble: with the middle one, eight blocks of eight lanes */

export const app = {
    about: null, parameters: [], byName: new Map(), inForce: new Map(),
    changes: {}, past: [], future: [], lastKey: null, lastTime: 0,
    typed: {}, errors: {}, general: [], notes: [],
    base: null, line: null, fan: null, ensemble: null,
    plots: ["capability", "ai_power"], groups: ["USA", "CHN"], isLog: true, isDifference: false,
    other: null, job: null, claims: null, tab: "overview", lost: null, moved: 0, times: [], fanWanted: 0, fanTimes: [],
};

const listeners = new Set();

export function tell() {
    for (const listener of listeners) listener();
}

export function useApp() {
    const [, again] = useReducer((n) => n + 1, 0);
    useEffect(() => {
        listeners.add(again);
        return () => listeners.delete(again);
    }, []);
    return app;
}

function outputs() {
    return [...new Set([...app.plots, ...HEADLINE])];
}

/* Puts a refusal where it belongs: beside the field that caused it, or on top. */
export function showRefusal(error) {
    if (!(error instanceof Refused)) throw error;
    app.lost = error.code === 0 || error.code === 401 ? error : null;
    if (app.lost) return;
    app.general = [];
    if (!error.findings.length) app.general.push(error.message);
    for (const finding of error.findings) {
        if (finding.key in app.changes) app.errors[finding.key] = finding.expected || finding.title;
        else app.general.push(sentence(finding));
    }
}

/* What a shared link holds. */
export function shared() {
    const { about, changes } = app;
    return { f: 1, n: about.name, d: about.data_hash.slice(0, 16), v: about.version, c: changes };
}

/* The address always holds what is on the screen, so that it can be loaded again or kept as a bookmark. */
async function keepInAddress() {
    const state = shared(), part = await encode(state);
    if (state.c === app.changes) history.replaceState(null, "", location.pathname + (Object.keys(state.c).length ? "#s=" + part : ""));
}

/* A question that is asked again while its answer is old. */
function asker(make, use) {
    let isBusy = false, isStale = false;
    return async function ask() {
        if (isBusy) {
            isStale = true;
            return;
        }
        isBusy = true;
        do {
            isStale = false;
            const changes = { ...app.changes };
            try {
                use(await post("/api/run", make(changes)), canonical(changes));
                app.lost = null;
            } catch (error) {
                showRefusal(error);
            }
            tell();
        } while (isStale);
        isBusy = false;
    };
}

const askLine = asker(
    (changes) => ({ changes, members: 0, outputs: outputs(), groups: shown(), quantiles: [] }),
    (answer, key) => {
        app.line = { ...answer, key };
        app.errors = {};
        app.general = [];
        if (app.moved) app.times.push(performance.now() - app.moved);
        app.moved = 0;
    },
);

const askFan = asker(
    (changes) => ({ changes, members: MEMBERS, outputs: outputs(), groups: shown(), quantiles: QUANTILES }),
    (answer, key) => {
        app.fan = { ...answer, key };
        if (app.fanWanted) app.fanTimes.push(performance.now() - app.fanWanted);
        app.fanWanted = 0;
        keepInAddress();
    },
);

function shown() {
    const all = app.about.groups;
    return all.filter((g) => app.groups.includes(g) || g === "WORLD" || pairOf().includes(g));
}

/* The two that the question is about. */
export function pairOf() {
    const all = app.about.groups.filter((g) => g !== "WORLD");
    return all.includes("USA") && all.includes("CHN") ? ["USA", "CHN"] : all.slice(0, 2);
}

let pause = 0;
export function refresh() {
    askLine();
    clearTimeout(pause);
    pause = setTimeout(askFan, PAUSE);
    tell();
}

/* The scenario as it was loaded: its lines stay on the plots. */
async function askBase() {
    app.base = await post("/api/run", { changes: {}, members: 0, quantiles: [] });
}

export async function start(changes) {
    app.about = await get("/api/about");
    const answer = await get("/api/parameters");
    app.parameters = answer.parameters;
    app.byName = new Map(answer.parameters.map((p) => [p.name, p]));
    app.inForce = new Map(answer.in_force.map((f) => [f.key, f]));
    app.changes = changes;
    app.groups = app.about.groups.slice(0, 2);
    await askBase();
    refresh();
}

function replace(changes, key) {
    const now = performance.now();
    /* A drag is one step to undo. */
    if (!key || key !== app.lastKey || now - app.lastTime > 800) app.past.push(app.changes);
    app.lastKey = key;
    app.lastTime = app.moved = app.fanWanted = now;
    app.future = [];
    app.changes = changes;
    refresh();
}

export function change(key, value) {
    delete app.typed[key];
    replace({ ...app.changes, [key]: value }, key);
}

export function restore(key) {
    const { [key]: gone, ...rest } = app.changes;
    delete app.typed[key];
    replace(rest, null);
}

export function replaceAll(changes) {
    app.typed = {};
    replace(changes, null);
}

export function undo() {
    if (!app.past.length) return;
    app.future.push(app.changes);
    app.changes = app.past.pop();
    app.lastKey = null;
    app.typed = {};
    refresh();
}

export function redo() {
    if (!app.future.length) return;
    app.past.push(app.changes);
    app.changes = app.future.pop();
    app.lastKey = null;
    app.typed = {};
    refresh();
}

export function set(values) {
    Object.assign(app, values);
    tell();
}

/* Other outputs or groups are to be seen. */
export function choose(values) {
    Object.assign(app, values);
    refresh();
}

/* The fan that fits what is on the screen: a large ensemble if one was computed for it. */
export function fanInForce() {
    const key = canonical(app.changes);
    if (app.ensemble?.key === key) return app.ensemble;
    return app.fan;
}

/* Runs a job with its progress in app.job; gives the result, or null if it was cancelled or refused. */
export async function runJob(kind, path, body) {
    const job = { kind, progress: null, cancel: null, isCancelled: false, error: null, members: body.members };
    app.job = job;
    tell();
    try {
        const result = await follow(path, body, (progress) => {
            job.progress = progress;
            tell();
        }, (cancel) => {
            job.cancel = cancel;
            tell();
        });
        job.isCancelled = result === null;
        return result;
    } catch (error) {
        job.error = error.findings?.length ? error.findings.map(sentence).join(" ") : error.message;
        return null;
    } finally {
        job.isDone = true;
        tell();
    }
}
