/* The first screen: the question with live numbers, two plots, and the map of parties with its quarter. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { post } from "./api.js";
import { Chart, ChartChoices, ChartKey } from "./chart.jsx";
import { number, percent, quarter } from "./format.js";
import { canonical } from "./link.js";
import { WorldMap } from "./map.jsx";
import { nameOf } from "./places.js";
import { app, showRefusal, tell } from "./store.js";

const LIMITS = { money: "money", chips: "accelerators", connection: "grid connections", adequacy: "firm capacity", energy: "energy" };

function last(answer, output, group) {
    return answer?.outputs.find((o) => o.name === output)?.line[group]?.at(-1);
}

function limitOf(answer, group) {
    const name = app.about.limits[Math.round(last(answer, "binding_limit", group))];
    return LIMITS[name] ?? name ?? "–";
}

export function Sentence() {
    const line = app.line ?? app.base, fan = app.fan, shares = fan?.parties ?? [];
    const share = (code) => shares.find((s) => s.iso3 === code)?.share;
    const end = quarter(line.time.at(-1) - 0.25), edges = fan?.outputs.find((o) => o.name === "parties")?.fan?.WORLD;
    const class_ = app.claims?.key === canonical(app.changes) && app.claims.claims.find((c) => c.id === "dare.USA")?.note.match(/the game is ([^;]+)/)?.[1];
    return (
        <section class="question" aria-label="The question">
            <h2>Would the United States and China sign a text on military AI while they race for compute and power?</h2>
            <p aria-live="polite">With these settings <strong id="count">{number(last(line, "parties", "WORLD"))}</strong> of {line.parties.length} states
                {" "}are party by the end of {end}{edges ? <> ({number(Math.round(edges[0].at(-1)))} to {number(Math.round(edges.at(-1).at(-1)))} in 90% of {fan.members} runs)</> : null};
                the United States in <strong>{percent(share("USA"))}</strong> and China in <strong>{percent(share("CHN"))}</strong> of them.
                AI draws <strong id="gw">{number(last(line, "ai_power", "USA"))}</strong> GW in the United States, held back by <strong>{limitOf(line, "USA")}</strong>,
                and <strong>{number(last(line, "ai_power", "CHN"))}</strong> GW in China, held back by <strong>{limitOf(line, "CHN")}</strong>;
                {" "}China’s frontier is <strong>{number(last(line, "capability_lag", "CHN"))}</strong> months late.
                {class_ ? <> The game is {class_}.</> : null}</p>
        </section>
    );
}

function CardOfState({ code, shares, close }) {
    const [answer, setAnswer] = useState(null);
    useEffect(() => {
        setAnswer(null);
        post("/api/treaty", { base: "coruna" }).then(setAnswer, (e) => {
            showRefusal(e);
            tell();
        });
    }, []);
    const found = answer?.states.find((s) => s.iso3 === code), share = shares.find((s) => s.iso3 === code);
    const reasons = found ? Object.entries(found.reasons).sort((a, b) => Math.abs(b[1]) - Math.abs(a[1])).slice(0, 6) : [];
    return (
        <aside class="card" aria-label={nameOf(code)}>
            <h3>{nameOf(code)}</h3><button type="button" class="close" aria-label="Close" onClick={close}>×</button>
            <p>Party in <strong>{percent(share?.share)}</strong> of runs{share ? `, ${share.middle ? "and" : "not"} in the middle one` : ""}.</p>
            {found && <>
                <p>Signs the A Coruña text on the day: <strong>{percent(found.signs)}</strong> ({percent(found.low)} to {percent(found.high)}).</p>
                <p>What weighs most, in log-odds:</p>
                <ul>{reasons.map(([name, x]) => <li key={name}>{name.replace(/_/g, " ")}: {x > 0 ? "+" : "−"}{number(Math.abs(x))}</li>)}</ul></>}
        </aside>
    );
}

/* Parties at any quarter: the same members, run to that quarter. */
function useParties(step, steps) {
    const [early, setEarly] = useState(null), wanted = useRef(null);
    const key = canonical(app.changes) + step, fan = app.fan;
    useEffect(() => {
        wanted.current = key;
        if (step === steps) return undefined;
        const wait = setTimeout(async () => {
            try {
                const changes = { ...app.changes, end: quarter(app.base.time[step] - 0.25) };
                const answer = await post("/api/run", { changes, members: 63, outputs: ["parties"], groups: ["WORLD"], quantiles: [] });
                if (wanted.current === key) setEarly({ key, parties: answer.parties });
            } catch (error) {
                showRefusal(error);
                tell();
            }
        }, 60);
        return () => clearTimeout(wait);
    }, [key, fan]);
    if (step === steps) return fan?.parties ?? app.base.parties;
    return early?.parties ?? fan?.parties ?? app.base.parties;
}

export function Overview() {
    const steps = app.base.time.length - 1, [step, setStep] = useState(steps), [state, setState] = useState(null), [isPlaying, setPlaying] = useState(false);
    const parties = useParties(step, steps), perYear = Math.round(1 / app.about.step);
    const values = useMemo(() => parties.map((s) => ({ iso3: s.iso3, p: s.share ?? s.middle })), [parties]);
    useEffect(() => {
        if (!isPlaying) return undefined;
        const timer = setInterval(() => setStep((s) => {
            if (s + perYear < steps) return s + perYear;
            setPlaying(false);
            return steps;
        }), 700);
        return () => clearInterval(timer);
    }, [isPlaying]);
    const play = () => {
        if (!isPlaying) setStep(perYear);
        setPlaying(!isPlaying);
    };
    const when = quarter(app.base.time[Math.max(step, 1)] - 0.25);
    return (
        <>
            <ChartChoices />
            <div class="plots"><Chart place={0} /><Chart place={1} /></div>
            <ChartKey />
            <div class="maprow">
                <WorldMap id="parties" values={values} label={`Parties to the text at the end of ${when}: share of runs`} what="share of runs"
                    selected={state} onSelect={setState} />
                {state && <CardOfState code={state} shares={parties} close={() => setState(null)} />}
            </div>
            <div class="row">
                <label class="grow">Quarter <input type="range" min="1" max={steps} value={step} aria-valuetext={when} onInput={(e) => setStep(Number(e.target.value))} /></label>
                <output>{when}</output>
                <button type="button" aria-pressed={isPlaying} onClick={play}>{isPlaying ? "Stop" : "Play"}</button>
            </div>
        </>
    );
}

