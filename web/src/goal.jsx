/* The question "what would bring a state in?": the goal, its answer from the server, and the answer as a sentence. The first
 * screen and the treaty tab show the same goal. */
import { useMemo } from "preact/hooks";
import { Refused, post } from "./api.js";
import { percent, sentence } from "./format.js";
import { nameFirst, nameIn, nameOf } from "./places.js";
import { app, look, showRefusal, tell } from "./store.js";
import { language, rich, t, word } from "./words.js";

export const CHECKS = ["none", "reports", "consent", "inspectorate"];
const PARTS = ["kind", "sponsor", "binding", "verification"];
const WAIT = 120; /* ms without a change before the server is asked */

let wait = 0;

/* Asks for the goal in force; an answer to an older one is dropped. */
export function askGoal() {
    const goal = app.goal, { base, edits, state, probability } = goal;
    app.treaty = { ...app.treaty, isBusy: true };
    clearTimeout(wait);
    wait = setTimeout(async () => {
        const next = { answer: app.treaty.answer, goal, wrong: "", isBusy: false };
        try {
            next.answer = await post("/api/treaty", { base, text: edits, goal: { state, probability } });
        } catch (error) {
            if (error instanceof Refused && error.findings.length) next.wrong = error.findings.map(sentence).join(" ");
            else showRefusal(error);
        }
        if (app.goal === goal) app.treaty = next;
        tell();
    }, app.treaty.answer ? WAIT : 0);
}

export function setGoal(values) {
    look({ goal: { ...app.goal, ...values } });
    askGoal();
}

export function textOf(goal) {
    const { texts } = app.about;
    return { ...(texts.find((x) => x.base === goal.base) ?? texts[0]), ...goal.edits };
}

/* What a changed text has that the one at hand lacks. */
export function partsOf(change, text) {
    return PARTS.filter((k) => change[k] !== text[k]).map((k) => {
        if (k === "verification") return t("treaty.part.verification", { level: t(`check.${CHECKS[change[k]]}`) });
        if (k === "binding") return t(change[k] ? "treaty.part.binding" : "treaty.part.notbinding");
        return t(`treaty.part.${k}`, { value: word(k, change[k]) });
    }).join(", ");
}

/* The answer in one sentence. */
export function Answer() {
    const { answer, goal } = app.treaty;
    if (!answer || goal !== app.goal) return <span role="status">{t("asking")}</span>;
    const { state, probability } = goal, text = textOf(goal), p = answer.states.find((s) => s.iso3 === state)?.signs;
    const changes = answer.changes.filter((c) => c.steps > 0), now = answer.changes.find((c) => c.steps === 0);
    const best = changes.find((c) => c.reached), name = language() === "de" ? nameOf(state) : nameIn(state), goalText = percent(probability);
    if (p >= probability || now?.reached) return <>{rich("treaty.isin", { name, p: <strong>{percent(p)}</strong> })}</>;
    if (!best) {
        const nearest = changes[0] ? t("treaty.nearest", { change: partsOf(changes[0], text), p: percent(changes[0].probability) }) : t("treaty.asitis");
        return <>{t("treaty.never", { name, goal: goalText, nearest })}</>;
    }
    return (
        <>{rich("treaty.answer", { name: language() === "de" ? name : nameFirst(state), change: <strong>{partsOf(best, text)}</strong>, p: percent(best.probability), now: percent(p) })}
            {best.extrapolated && ` ${t("treaty.extrapolated")}`}</>
    );
}

export function StateChoice({ id }) {
    const { answer } = app.treaty, choices = useMemo(() => {
        const known = answer?.states.map((s) => s.iso3) ?? [app.goal.state];
        return [...known].sort((a, b) => nameOf(a).localeCompare(nameOf(b))).map((s) => <option key={s} value={s}>{nameOf(s)}</option>);
    }, [answer?.states.length, language()]);
    return <select id={id} value={app.goal.state} onChange={(e) => setGoal({ state: e.target.value })}>{choices}</select>;
}
