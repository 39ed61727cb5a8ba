/* The first screen: the question with live numbers, two plots, and the map of parties with its quarter. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { post } from "./api.js";
import { Chart, ChartChoices, ChartKey } from "./chart.jsx";
import { number, percent, quarter } from "./format.js";
import { canonical } from "./link.js";
import { WorldMap } from "./map.jsx";
import { nameOf } from "./places.js";
import { app, pairOf, showRefusal, tell } from "./store.js";

const LIMITS = { money: "money", chips: "accelerators", connection: "grid connections", adequacy: "firm capacity", energy: "energy" };

function last(answer, output, group) {
    return answer?.outputs.find((o) => o.name === output)?.line[group]?.at(-1);
}

function limitOf(answer, group) {
    const name = app.about.limits[Math.round(last(answer, "binding_limit", group))];
    return LIMITS[name] ?? name ?? "–";
}

/* "China", "the United States". */
function the(code) {
    return (["USA", "EU", "GULF", "GBR", "ARE", "NLD", "WORLD"].includes(code) ? "the " : "") + nameOf(code);
}

function Race({ code, line, isFirst }) {
    const lag = last(line, "capability_lag", code);
    return (
        <>{isFirst ? " AI draws " : "; in "}{isFirst ? null : `${the(code)} `}<strong id={isFirst ? "gw" : undefined}>{number(last(line, "ai_power", code))}</strong> GW
            {isFirst ? ` in ${the(code)}` : null}, held back by <strong>{limitOf(line, code)}</strong>, {lag > 0.5 ? <><strong>{number(lag)}</strong> months behind the
            frontier</> : "at the frontier"}</>
    );
}

export function Sentence() {
    const line = app.line ?? app.base, fan = app.fan, shares = fan?.parties ?? [], pair = pairOf();
    const share = (code) => shares.find((s) => s.iso3 === code)?.share, states = pair.filter((g) => share(g) !== undefined);
    const end = quarter(line.time.at(-1) - 0.25), edges = fan?.outputs.find((o) => o.name === "parties")?.fan?.WORLD;
    const note = app.claims?.key === canonical(app.changes) && app.claims.claims.find((c) => c.id === "dare.USA")?.note;
    const classes = note && note.match(/the game is ([^;]+)/)?.[1];
    return (
        <section class="question" aria-label="The question">
            <h2>Would {pair.map(the).join(" and ") || "states"} sign a text on military AI while they race for compute and power?</h2>
            <p aria-live="polite">With these settings <strong id="count">{number(last(line, "parties", "WORLD"))}</strong> of {line.parties.length} states
                {" "}are party by the end of {end}{edges ? ` (${Math.round(edges[0].at(-1))} to ${Math.round(edges.at(-1).at(-1))} in 90% of ${fan.members} runs)` : null}
                {states.map((g, i) => <span key={g}>{i ? " and " : "; "}{the(g)} in <strong>{percent(share(g))}</strong></span>)}{states.length ? " of them" : ""}.
                {pair.map((g, i) => <Race key={g} code={g} line={line} isFirst={i === 0} />)}{pair.length ? "." : ""}
                {classes ? ` The game is ${classes}.` : null}</p>
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

