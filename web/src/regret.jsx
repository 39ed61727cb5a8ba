/* Which policy stands: shipped scenarios on the same futures, judged by several outcomes; which of them no other beats. */
import { useState } from "preact/hooks";
import { Command } from "./command.jsx";
import { number, percent } from "./format.js";
import { JobProgress, Stale, isBusy, sizeOf, wholeWrong } from "./job.jsx";
import { outcomeOf, unitOfOutcome } from "./names.js";
import { Picture } from "./picture.jsx";
import { analyse, app, outcomes } from "./store.js";
import { useWidth } from "./width.js";
import { t } from "./words.js";

const FIRST = ["coruna", "binding-treaty", "verified-treaty", "full-treaty", "permit-reform"];
const AIMS = [["parties.WORLD.2040", false], ["survivors.WORLD.2040", false], ["stranded_compute.USA.2030", true], ["ai_power.USA.2030", false]];
const MOST = 8, MOST_AIMS = 6;

export function policies() {
    return (app.about.policies ?? []).map((p) => (typeof p === "string" ? { name: p, text: "" } : p));
}

/* The regret that one future in ten exceeds, of every policy; shorter is better. */
function Bars({ judged, robust, place }) {
    const [frame, width] = useWidth(), wide = Math.min(width, 560), rows = judged.policies, left = Math.min(170, wide * 0.42), tall = rows.length * 26 + 6;
    const most = Math.max(...rows.map((p) => p.regret_90)) || 1, title = t("regret.picture", { outcome: outcomeOf(judged.outcome) });
    const head = [t("regret.policy"), t("regret.90"), t("regret.mean"), t("regret.max"), t("regret.average"), t("regret.worst"), t("regret.satisficing")];
    const cells = rows.map((p) => [p.name, p.regret_90, p.mean_regret, p.max_regret, p.mean, p.worst, p.satisficing]);
    return (
        <Picture id={`regret-${place}`} title={title} head={head} rows={cells}
            hint={t(judged.less_is_better ? "regret.less" : "regret.more", { futures: number(judged.futures), unit: unitOfOutcome(judged.outcome) || "1" })}>
            <div ref={frame}>
                <svg id={`regret-${place}`} viewBox={`0 0 ${wide} ${tall}`} width={wide} height={tall} role="img" aria-label={t("picture.label", { title })}>
                    {rows.map((p, i) => {
                        const y = i * 26 + 4, long = (p.regret_90 / most) * (wide - left - 64), isRobust = robust.includes(p.name);
                        return (
                            <g key={p.name}>
                                <text x={left - 8} y={y + 14} text-anchor="end" class={isRobust ? "robust" : ""}>{`${isRobust ? "✓ " : ""}${p.name.replace(/-/g, " ")}`}</text>
                                <rect x={left} y={y + 2} width={Math.max(long, 1)} height="15" class={isRobust ? "index first" : "index total"} />
                                <text x={left + long + 6} y={y + 14} class="value">{number(p.regret_90)}</text>
                            </g>);
                    })}
                </svg>
            </div>
        </Picture>
    );
}

/* Policies against outcomes: the regret of each, its share that satisfies, and the mark of those that stand. */
function Summary({ judged, robust }) {
    const names = judged[0].policies.map((p) => p.name), of = (j, name) => j.policies.find((p) => p.name === name);
    return (
        <div class="scroll"><table id="regret-table"><caption>{t("regret.caption")}</caption>
            <thead><tr><th scope="col">{t("regret.policy")}</th>{judged.map((j) => <th key={j.outcome} scope="col">{outcomeOf(j.outcome)}</th>)}<th scope="col">{t("regret.robust")}</th></tr></thead>
            <tbody>{names.map((name) => (
                <tr key={name} class={robust.includes(name) ? "selected" : ""}><th scope="row">{name.replace(/-/g, " ")}</th>
                    {judged.map((j) => {
                        const p = of(j, name);
                        return <td key={j.outcome}>{number(p.regret_90)}{p.is_least_regret ? " ★" : ""}{p.is_dominated ? ` (${t("regret.dominated")})` : ""}</td>;
                    })}
                    <td>{robust.includes(name) ? <strong class="good">✓ {t("regret.yes")}</strong> : t("regret.no")}</td></tr>))}</tbody></table></div>
    );
}

function Choices({ chosen, setChosen, aims, setAims }) {
    const flip = (list, value) => (list.includes(value) ? list.filter((x) => x !== value) : [...list, value]);
    const [more, setMore] = useState("");
    return (
        <>
            {["policy", "world"].map((kind) => (
                <fieldset key={kind} class="ticks"><legend>{t(`regret.${kind}s`, { most: MOST })}</legend>
                    {policies().filter((p) => (p.kind ?? "policy") === kind).map((p) => <label key={p.name} title={p.text}><input type="checkbox" checked={chosen.includes(p.name)}
                        onChange={() => setChosen((list) => flip(list, p.name))} />{p.name.replace(/-/g, " ")}</label>)}</fieldset>))}
            <fieldset class="ticks"><legend>{t("regret.aims", { most: MOST_AIMS })}</legend>
                {aims.map(([name, isLess], i) => (
                    <span key={name} class="aim">{outcomeOf(name)}: <select aria-label={outcomeOf(name)} value={isLess ? "less" : "more"} onChange={(e) => setAims(aims.map((a, k) => (k === i ? [name, e.target.value === "less"] : a)))}>
                        <option value="more">{t("regret.wantmore")}</option><option value="less">{t("regret.wantless")}</option></select>
                        <button type="button" aria-label={t("remove.of", { name: outcomeOf(name) })} disabled={aims.length < 2} onClick={() => setAims(aims.filter((_, k) => k !== i))}>×</button></span>))}
                <label>{t("regret.another")} <select value={more} disabled={aims.length >= MOST_AIMS} onChange={(e) => {
                    if (e.target.value) setAims([...aims, [e.target.value, false]]);
                    setMore("");
                }}><option value="">{t("choose")}</option>{outcomes().filter((o) => !aims.some(([name]) => name === o)).map((o) => <option key={o} value={o}>{outcomeOf(o)}</option>)}</select></label></fieldset>
        </>
    );
}

export function Regret() {
    const all = policies().map((p) => p.name), size = sizeOf("regret", "members", 200), known = outcomes();
    const [chosen, setChosen] = useState(FIRST.filter((p) => all.includes(p))), [aims, setAims] = useState(AIMS.filter(([name]) => known.includes(name)));
    const [members, setMembers] = useState(String(size.usual)), few = wholeWrong(members, size.least, size.most), kept = app.kept.regret;
    const wrong = few || (chosen.length < 2 || chosen.length > MOST ? t("regret.wrong", { most: MOST }) : "");
    const begin = () => analyse("regret", { policies: chosen, members: Number(members), outcomes: aims.map(([name, less]) => ({ name, less })) });
    return (
        <>
            <h3>{t("regret.title")}</h3>
            <p>{t("regret.about")}</p>
            <Choices chosen={chosen} setChosen={setChosen} aims={aims} setAims={setAims} />
            <div class="row">
                <label>{t("regret.futures")} <input id="regret-members" type="text" inputMode="numeric" value={members} aria-invalid={Boolean(few)} onInput={(e) => setMembers(e.target.value)} /></label>
                <button type="button" class="main" id="regret-start" disabled={isBusy() || Boolean(wrong)} onClick={begin}>{t("regret.start")}</button>
            </div>
            {wrong && <p class="error" role="alert">{wrong}</p>}
            <JobProgress kind="regret" />
            {kept && <>
                <Stale of={kept} />
                <p>{kept.robust?.length ? t("regret.found", { names: kept.robust.map((n) => n.replace(/-/g, " ")).join(", "), share: percent(kept.robust.length / kept.regret[0].policies.length) }) : t("regret.none")}</p>
                <Summary judged={kept.regret} robust={kept.robust ?? []} />
                <div class="plots">{kept.regret.map((j, i) => <Bars key={j.outcome} judged={j} robust={kept.robust ?? []} place={i} />)}</div>
                <Command text={kept.command} /></>}
        </>
    );
}
