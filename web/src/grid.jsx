/* Power and compute: what holds each group back, from the race; networks are computed on the command line. */
import { useEffect, useState } from "preact/hooks";
import { post } from "./api.js";
import { Command } from "./command.jsx";
import { number, quarter, unitOf } from "./format.js";
import { canonical } from "./link.js";
import { nameOf } from "./places.js";
import { app, showRefusal, tell } from "./store.js";

const ROWS = ["ai_power", "ai_supply", "ai_installed", "powered_share", "connection_queue", "power_price", "energy_cost", "running_cost", "full_cost",
    "other_demand", "firm_capacity"];

export function Grid() {
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
    if (!answer) return <p role="status">asking …</p>;
    const groups = app.about.groups, at = (output, g, source = answer) => source.outputs.find((o) => o.name === output).line[g][step];
    const info = (name) => app.about.outputs.find((o) => o.name === name), isChanged = key !== "{}";
    return (
        <>
            <h2>Who has the power for it?</h2>
            <div class="row"><label class="grow">Quarter <input type="range" min="1" max={steps} value={step} aria-valuetext={quarter(answer.time[step] - 0.25)}
                onInput={(e) => setStep(Number(e.target.value))} /></label><output>{quarter(answer.time[step] - 0.25)}</output></div>
            <div class="scroll"><table>
                <caption>Power and cost of AI compute at the end of {quarter(answer.time[step] - 0.25)}, middle member{isChanged ? "; in brackets: as loaded" : ""}</caption>
                <thead><tr><th scope="col" />{groups.map((g) => <th key={g} scope="col">{nameOf(g)}</th>)}</tr></thead>
                <tbody>
                    <tr><th scope="row">What binds</th>{groups.map((g) => <td key={g}>{g === "WORLD" ? "–" : app.about.limits[Math.round(at("binding_limit", g))] ?? "–"}</td>)}</tr>
                    {ROWS.map((name) => <tr key={name}><th scope="row">{info(name).text}{unitOf(info(name).unit) && `, ${unitOf(info(name).unit)}`}</th>
                        {groups.map((g) => <td key={g}>{number(at(name, g))}{isChanged && at(name, g) !== at(name, g, app.base) ? <small> ({number(at(name, g, app.base))})</small> : null}</td>)}</tr>)}
                </tbody></table></div>
            <h3>Networks</h3>
            <p>Prices at nodes, hosting capacity and expansion of a power network are computed on the command line; the drawing is the page that it writes.</p>
            <Command text="detente grid hosting networks/usa.m --n-1 --relief" />
            <Command text="detente grid opf networks/usa.m" />
            <Command text="detente grid hosting networks/china.m --n-1 --relief" />
        </>
    );
}
