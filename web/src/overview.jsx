/* The first screen: the question with live numbers and its answer, two large plots, small ones of all else, and the map of parties. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { post } from "./api.js";
import { Chart, ChartChoices, ChartKey } from "./chart.jsx";
import { number, percent, quarter } from "./format.js";
import { Answer, StateChoice, setGoal, textOf } from "./goal.jsx";
import { canonical } from "./link.js";
import { WorldMap } from "./map.jsx";
import { nameIn, nameOf } from "./places.js";
import { LimitStrip, SmallPlots } from "./small.jsx";
import { app, look, pairOf, showRefusal, tell } from "./store.js";
import { shownAs } from "./units.js";
import { rich, t, word } from "./words.js";

function last(answer, output, group) {
    return answer?.outputs.find((o) => o.name === output)?.line[group]?.at(-1);
}

function Race({ code, line, isFirst }) {
    const lag = last(line, "capability_lag", code), info = app.about.outputs.find((o) => o.name === "ai_power"), { unit, factor } = shownAs(info);
    const limit = app.about.limits[Math.round(last(line, "binding_limit", code))];
    return rich(isFirst ? "race.first" : "race.next", {
        state: nameIn(code), name: nameOf(code), power: <strong id={isFirst ? "gw" : undefined}>{number(last(line, "ai_power", code) * factor)}</strong>, unit,
        limit: <strong>{limit ? word("limit", limit) : "–"}</strong>,
        place: lag > 0.5 ? rich("race.behind", { months: <strong>{number(lag)}</strong> }) : t("race.front"),
    });
}

/* Which game it is, where one was played on these settings. */
function gameClass() {
    const here = canonical(app.changes), pair = app.kept.game?.key === here && app.kept.game.game.pairs?.[0];
    if (!pair) return null;
    const [name, p] = Object.entries(pair.classes).sort((a, b) => b[1].value - a[1].value)[0];
    return rich("race.game", { name: word("class", name), share: <strong>{percent(p.value)}</strong>, n: number(pair.members) });
}

export function Sentence() {
    const line = app.line ?? app.base, fan = app.fan, shares = fan?.parties ?? [], pair = pairOf();
    const share = (code) => shares.find((s) => s.iso3 === code)?.share, states = pair.filter((g) => share(g) !== undefined);
    const end = quarter(line.time.at(-1) - 0.25), edges = fan?.outputs.find((o) => o.name === "parties")?.fan?.WORLD;
    return (
        <section class="question" aria-label={t("question.label")}>
            <h2>{t("question", { pair: pair.map(nameIn).join(t("and")) || t("states") })}</h2>
            <p class="numbers" aria-live="polite">{rich("sentence", {
                count: <strong id="count">{number(last(line, "parties", "WORLD"))}</strong>, n: line.parties.length, end,
                range: edges ? t("sentence.range", { low: Math.round(edges[0].at(-1)), high: Math.round(edges.at(-1).at(-1)), runs: fan.members }) : "",
                shares: states.map((g, i) => <span key={g}>{i ? t("and") : t("sentence.first")}{rich("sentence.share", { name: nameIn(g), share: <strong>{percent(share(g))}</strong> })}</span>),
                close: states.length ? t("sentence.of") : "",
            })} {pair.map((g, i) => <Race key={g} code={g} line={line} isFirst={i === 0} />)}{pair.length ? ". " : ""}{gameClass()}</p>
            <p class="ask"><label>{t("ask.before")} <StateChoice id="ask-state" /></label> <label>{t("ask.after", { text: textOf(app.goal).name })} <select id="ask-probability" value={String(app.goal.probability)}
                onChange={(e) => setGoal({ probability: Number(e.target.value) })}>{[...new Set([0.5, 0.6, 0.7, 0.8, 0.9, app.goal.probability])].sort().map((p) => <option key={p} value={String(p)}>{percent(p)}</option>)}</select>{t("ask.close")}</label>
                {" "}<span id="ask-answer" aria-live="polite"><Answer /></span>
                {app.tab !== "treaty" && <button type="button" class="plain" id="ask-more" onClick={() => {
                    look({ tab: "treaty" });
                    document.getElementById("tab-treaty").focus();
                }}>{t("ask.more")}</button>}</p>
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
            <h3>{nameOf(code)}</h3><button type="button" class="close" aria-label={t("close")} onClick={close}>×</button>
            <p>{rich("card.party", { share: <strong>{percent(share?.share)}</strong> })}{share ? ` ${t(share.middle ? "card.middle" : "card.notmiddle")}` : ""}</p>
            {found && <>
                <p>{rich("card.signs", { p: <strong>{percent(found.signs)}</strong>, low: percent(found.low), high: percent(found.high) })}</p>
                <p>{t("card.weighs")}</p>
                <ul>{reasons.map(([name, x]) => <li key={name}>{word("reason", name)}: {x > 0 ? "+" : "−"}{number(Math.abs(x))}</li>)}</ul>
                <button type="button" onClick={() => {
                    setGoal({ state: code });
                    look({ tab: "treaty" });
                }}>{t("card.bring")}</button></>}
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

function Parties() {
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
            <div class="maprow">
                <WorldMap id="parties" values={values} label={t("map.parties", { when })} what={t("map.share")} selected={state} onSelect={setState} />
                {state && <CardOfState code={state} shares={parties} close={() => setState(null)} />}
            </div>
            <div class="row">
                <label class="grow">{t("quarter")} <input type="range" id="quarter" min="1" max={steps} value={step} aria-valuetext={when} onInput={(e) => setStep(Number(e.target.value))} /></label>
                <output>{when}</output>
                <button type="button" aria-pressed={isPlaying} onClick={play}>{t(isPlaying ? "map.stop" : "map.play")}</button>
            </div>
        </>
    );
}

export function Overview() {
    return (
        <>
            <ChartChoices />
            <div class="plots"><Chart place={0} /><Chart place={1} /></div>
            <ChartKey />
            <LimitStrip />
            <Parties />
            <SmallPlots />
        </>
    );
}
