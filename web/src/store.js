/* What the page knows and does: changes with their history, results, and when to ask for new ones.
 *
 * A change asks for the middle member at once, and for a small ensemble when changes pause. One question of a kind is on its way at
 * a time; a newer one waits and replaces those before it, so that answers never arrive out of order. */
import { useEffect, useReducer } from "preact/hooks";
import { Refused, get, post, follow } from "./api.js";
import { canonical, encode } from "./link.js";
import { sentence } from "./format.js";

export const QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95];
export const TABS = ["overview", "game", "treaty", "grid", "uncertainty", "claims", "compare"];
const PLOTS = ["capability", "ai_power"];
/* What the treaty tab begins with: the question of the first screen. */
const GOAL = { base: "coruna", edits: {}, state: "USA", probability: 0.8 };
/* What the uncertainty tab explains, and how. */
const OUTCOME = "ai_power.USA.2030";
export const PARTS = ["ensemble", "sobol", "prim", "regret", "swing"];
const HEADLINE = ["parties", "ai_power", "binding_limit", "capability_lag"];
/* The small plots: with the small ensemble, so that a moving slider does not wait for them. */
export const SMALL = ["ai_power", "parties", "full_cost", "capability_lag", "accelerators", "stranded_compute", "threat", "race_effort", "policy_shift", "delivered_share",
    "safety", "survivors"];
const PAUSE = 80; /* ms without a change before the small ensemble */
const MEMBERS = 63; /* drawn ones of the small ensemble: with the middle one, eight blocks of eight lanes */

export const app = {
    about: null, parameters: [], byName: new Map(), inForce: new Map(),
    changes: {}, past: [], future: [], lastKey: null, lastTime: 0,
    typed: {}, errors: {}, general: [], notes: [],
    base: null, line: null, fan: null, ensemble: null,
    plots: [...PLOTS], groups: ["USA", "CHN"], isLog: true, mode: "absolute",
    other: null, job: null, claims: null, tab: "overview", lost: null, moved: 0, times: [], fanWanted: 0, fanTimes: [],
    goal: { ...GOAL }, treaty: { answer: null, goal: null, wrong: "", isBusy: false }, outcome: OUTCOME, part: PARTS[0], kept: {}, zone: "", networks: null,
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

/* Lays another scenario over this one. */
export async function compareWith(name, changes) {
    try {
        const answer = await post("/api/run", { changes, members: MEMBERS, quantiles: [0.05, 0.95] });
        look({ other: { name, changes, answer } });
    } catch (error) {
        showRefusal(error);
        tell();
    }
}

/* What a shared link holds: the changes, and of the view what differs from the first screen. */
export function shared() {
    const { about, changes } = app, state = { f: 1, n: about.name, d: about.data_hash.slice(0, 16), v: about.version, c: changes };
    const differs = (a, b) => JSON.stringify(a) !== JSON.stringify(b);
    if (app.tab !== TABS[0]) state.t = app.tab;
    if (differs(app.goal, GOAL)) state.g = app.goal;
    if (app.outcome !== OUTCOME) state.o = app.outcome;
    if (app.part !== PARTS[0]) state.u = app.part;
    if (app.zone) state.z = app.zone;
    if (app.other) state.b = { name: app.other.name, changes: app.other.changes };
    if (app.other && app.mode !== "absolute") state.m = app.mode;
    if (app.plots.join() !== PLOTS.join()) state.p = app.plots;
    return state;
}

/* Takes from a link what it says of the view, as far as this page has it. */
export function takeView(state) {
    const { about } = app, has = (list, key, value) => list.some((x) => x[key] === value), g = state.g ?? {};
    app.tab = TABS.includes(state.t) ? state.t : TABS[0];
    app.goal = { ...GOAL };
    if (has(about.texts, "base", g.base)) app.goal.base = g.base;
    if (/^[A-Z]{3}$/.test(g.state)) app.goal.state = g.state;
    if (g.probability > 0 && g.probability < 1) app.goal.probability = Number(g.probability);
    if (g.edits && typeof g.edits === "object") app.goal.edits = g.edits;
    app.outcome = /^\w+(\.\w+)*\.\d{4}$/.test(state.o) ? state.o : OUTCOME;
    app.part = PARTS.includes(state.u) ? state.u : PARTS[0];
    app.zone = /^\w{1,12}$/.test(state.z) ? state.z : "";
    app.other = null;
    app.mode = ["change", "minus"].includes(state.m) ? state.m : "absolute";
    if (typeof state.b?.name === "string" && state.b.changes && Object.values(state.b.changes).every((v) => typeof v === "string"))
        compareWith(state.b.name, { ...state.b.changes });
    if (Array.isArray(state.p) && state.p.length === PLOTS.length && state.p.every((p) => has(about.outputs, "name", p))) app.plots = [...state.p];
}

/* The address always holds what is on the screen, so that it can be loaded again or kept as a bookmark. */
export async function keepInAddress() {
    const state = shared(), part = await encode(state), isPlain = Object.keys(state).length === 5 && !Object.keys(state.c).length;
    if (JSON.stringify(shared()) === JSON.stringify(state))
        history.replaceState(null, "", location.pathname + (isPlain ? "" : "#s=" + part));
}

/* Another view of the same scenario. */
export function look(values) {
    Object.assign(app, values);
    keepInAddress();
    tell();
}

/* A question that is asked again while its answer is old. */
function asker(make, use) {
    let isBusy = false, isStale = false, stop = null;
    async function ask() {
        if (isBusy) {
            isStale = true;
            return;
        }
        isBusy = true;
        do {
            isStale = false;
            const changes = { ...app.changes };
            try {
                stop = new AbortController();
                use(await post("/api/run", make(changes), stop.signal), canonical(changes));
                app.lost = null;
            } catch (error) {
                if (error.code !== -1) showRefusal(error);
            }
            tell();
        } while (isStale);
        isBusy = false;
    }
    /* Its answer is not wanted any more: the server may stop. */
    ask.takeBack = () => isBusy && stop.abort();
    return ask;
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
    (changes) => ({ changes, members: MEMBERS, outputs: [...new Set([...outputs(), ...(app.tab === TABS[0] ? SMALL : [])])], groups: shown(), quantiles: QUANTILES }),
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

/* The numbers that are kept of every member. */
export function outcomes() {
    return (app.about.outcomes ?? []).map((o) => o.name ?? o);
}

/* The two that the question is about. */
export function pairOf() {
    const all = app.about.groups.filter((g) => g !== "WORLD");
    return all.includes("USA") && all.includes("CHN") ? ["USA", "CHN"] : all.slice(0, 2);
}

let pause = 0;
export function refresh() {
    askFan.takeBack();
    askLine();
    clearTimeout(pause);
    pause = setTimeout(askFan, PAUSE);
    tell();
}

/* The scenario as it was loaded: its lines stay on the plots. */
async function askBase() {
    app.base = await post("/api/run", { changes: {}, members: 0, quantiles: [] });
}

export async function start(state) {
    app.about = await get("/api/about");
    takeView(state);
    const answer = await get("/api/parameters");
    app.parameters = answer.parameters;
    app.byName = new Map(answer.parameters.map((p) => [p.name, p]));
    app.inForce = new Map(answer.in_force.map((f) => [f.key, f]));
    app.changes = state.c;
    app.groups = app.about.groups.slice(0, 2);
    if (outcomes().length && !outcomes().includes(app.outcome)) app.outcome = outcomes()[0];
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
    keepInAddress();
    refresh();
}

/* The fan that fits what is on the screen: a large ensemble if one was computed for it. */
export function fanInForce() {
    const key = canonical(app.changes);
    if (app.ensemble?.key === key) return app.ensemble;
    return app.fan;
}

/* Runs an analysis of what is on the screen and keeps its result with what it belongs to. */
export async function analyse(kind, body) {
    const changes = { ...app.changes }, result = await runJob(kind, `/api/${kind}`, { changes, ...body });
    if (result) set({ kept: { ...app.kept, [kind]: { ...result, key: canonical(changes), body } } });
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
