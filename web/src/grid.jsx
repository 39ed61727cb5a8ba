/* Power and compute: networks with prices and hosting, and what holds each group back in the race. */
import { useEffect, useState } from "preact/hooks";
import { post } from "./api.js";
import { number, quarter } from "./format.js";
import { canonical } from "./link.js";
import { Network } from "./network.jsx";
import { csvOf } from "./picture.jsx";
import { nameOf } from "./places.js";
import { save } from "./save.js";
import { app, showRefusal, tell } from "./store.js";
import { shownAs } from "./units.js";
import { t, word } from "./words.js";

const ROWS = ["ai_power", "ai_supply", "ai_installed", "powered_share", "connection_queue", "power_price", "energy_cost", "running_cost", "full_cost",
    "other_demand", "firm_capacity"];

function Race() {
    const [answer, setAnswer] = useState(null), steps = app.base.time.length - 1, [step, setStep] = useState(steps), key = canonical(app.changes);
    useEffect(() => {
        let isOld = false;
        post("/api/run", { changes: app.changes, members: 0, outputs: [...ROWS, "binding_limit"], quantiles: [] }).then((a) => isOld || setAnswer(a), (error) => {
            showRefusal(error);
            tell();
        });
        return () => {
            isOld = true;
        };
    }, [key]);
    if (!answer) return <p role="status">{t("asking")}</p>;
    const groups = app.about.groups, at = (output, g, source = answer) => source.outputs.find((o) => o.name === output).line[g][step];
    const info = (name) => app.about.outputs.find((o) => o.name === name), isChanged = key !== "{}", when = quarter(answer.time[step] - 0.25);
    const limit = (g) => (g === "WORLD" ? "–" : word("limit", app.about.limits[Math.round(at("binding_limit", g))] ?? "–"));
    const label = (name) => `${info(name).text}${shownAs(info(name)).unit && `, ${shownAs(info(name)).unit}`}`, value = (name, g, source) => at(name, g, source) * shownAs(info(name)).factor;
    const title = t("grid.caption", { when }), file = () => csvOf(title, ["output", ...groups], [["binding_limit", ...groups.map((g) => app.about.limits[Math.round(at("binding_limit", g))] ?? "")],
        ...ROWS.map((name) => [label(name), ...groups.map((g) => value(name, g))])]);
    return (
        <>
            <h3>{t("grid.race")}</h3>
            <div class="row"><label class="grow">{t("quarter")} <input type="range" id="grid-quarter" min="1" max={steps} value={step} aria-valuetext={when}
                onInput={(e) => setStep(Number(e.target.value))} /></label><output>{when}</output></div>
            <div class="scroll"><table>
                <caption>{title}{isChanged ? t("grid.brackets") : ""}</caption>
                <thead><tr><td />{groups.map((g) => <th key={g} scope="col">{nameOf(g)}</th>)}</tr></thead>
                <tbody>
                    <tr><th scope="row">{t("grid.binds")}</th>{groups.map((g) => <td key={g}>{limit(g)}</td>)}</tr>
                    {ROWS.map((name) => <tr key={name}><th scope="row">{label(name)}</th>
                        {groups.map((g) => <td key={g}>{number(value(name, g))}{isChanged && at(name, g) !== at(name, g, app.base) ? <small> ({number(value(name, g, app.base))})</small> : null}</td>)}</tr>)}
                </tbody></table></div>
            <button type="button" onClick={() => save("detente-power.csv", "text/csv", file())}>CSV</button>
        </>
    );
}

export function Grid() {
    return (
        <>
            <h2>{t("grid.title")}</h2>
            <Network />
            <Race />
        </>
    );
}
