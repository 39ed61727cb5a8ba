/* How sure is it, and what decides: an ensemble of any size, Sobol' indices, PRIM, regret, and one assumption at a time. */
import { useState } from "preact/hooks";
import { ChartKey, Chart } from "./chart.jsx";
import { Command, commandLine } from "./command.jsx";
import { number } from "./format.js";
import { JobProgress, isBusy, wholeWrong } from "./job.jsx";
import { canonical } from "./link.js";
import { outcomeOf } from "./names.js";
import { Prim } from "./prim.jsx";
import { Regret } from "./regret.jsx";
import { Sobol } from "./sobol.jsx";
import { PARTS, QUANTILES, app, change, look, outcomes, runJob, set } from "./store.js";
import { Swing } from "./swing.jsx";
import { t } from "./words.js";

/* Members that the small ensemble of the page runs in a second: so long will a large one take. */
function estimate(n) {
    const took = app.fan?.milliseconds?.run;
    return took > 0 ? Math.max(1, Math.round((n * took) / app.fan.members / 1000)) : null;
}

function Ensemble() {
    const most = app.about.ensemble_members_most, [members, setMembers] = useState("500"), n = Number(members), wrong = wholeWrong(members, 8, most);
    const begin = async () => {
        const changes = { ...app.changes };
        const result = await runJob("ensemble", "/api/ensemble", { changes, members: n, outputs: app.about.outputs.map((o) => o.name), quantiles: QUANTILES });
        if (result) set({ ensemble: { ...result, key: canonical(changes) } });
    };
    const seed = app.changes.seed ?? String(app.about.seed), isFan = app.ensemble?.key === canonical(app.changes), time = wrong ? null : estimate(n);
    return (
        <>
            <h3>{t("ensemble.title")}</h3>
            <p>{t("ensemble.about")}</p>
            <div class="row">
                <label>{t("members")} <input id="members" type="text" inputMode="numeric" value={members} aria-invalid={Boolean(wrong)} onInput={(e) => setMembers(e.target.value)} /></label>
                <label>{t("seed")} <input id="seed" type="text" inputMode="numeric" value={seed} onChange={(e) => change("seed", e.target.value.trim())} /></label>
                <button type="button" class="main" id="ensemble" disabled={isBusy() || Boolean(wrong)} onClick={begin}>{t("ensemble.start")}</button>
                {time && <span class="hint">{t("ensemble.time", { n: time })}</span>}
            </div>
            {wrong && <p class="error" role="alert">{wrong}</p>}
            {app.errors.seed && <p class="error" role="alert">{t("seed")}: {app.errors.seed}.</p>}
            <JobProgress kind="ensemble" />
            {app.ensemble && <p>{isFan ? t("ensemble.now", { n: number(app.ensemble.members), failed: app.ensemble.failed }) : t("ensemble.old")}</p>}
            <div class="plots"><Chart place={0} /><Chart place={1} /></div><ChartKey />
            <Command text={commandLine(`ensemble ${app.about.scenario}`, `--members ${wrong ? 500 : n} --out results/page`)} />
        </>
    );
}

function OutcomeChoice() {
    return (
        <label class="outcome">{t("outcome")} <select id="outcome" value={app.outcome} onChange={(e) => look({ outcome: e.target.value })}>
            {outcomes().map((o) => <option key={o} value={o}>{outcomeOf(o)}</option>)}</select></label>
    );
}

const PANELS = { ensemble: Ensemble, sobol: Sobol, prim: Prim, regret: Regret, swing: Swing };

export function Uncertainty() {
    const Panel = PANELS[app.part];
    return (
        <>
            <h2>{t("uncertainty.title")}</h2>
            <fieldset class="parts"><legend class="quiet">{t("uncertainty.parts")}</legend>
                {PARTS.map((p) => <label key={p} class={p === app.part ? "chosen" : ""}><input type="radio" name="part" id={`part-${p}`} value={p} checked={p === app.part} onChange={() => look({ part: p })} />{t(`part.${p}`)}</label>)}</fieldset>
            {(app.part === "sobol" || app.part === "prim") && <OutcomeChoice />}
            <Panel />
        </>
    );
}
