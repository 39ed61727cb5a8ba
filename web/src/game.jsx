/* Who dares to stop first? A game on the scenario, as the program plays it: payoffs with intervals, the dilemma test, all equilibria
 * with how often each is met run by run, and how likely each class is. */
import { useState } from "preact/hooks";
import { Command } from "./command.jsx";
import { Row } from "./controls.jsx";
import { number, percent } from "./format.js";
import { JobProgress, Stale, isBusy, sizeOf, wholeWrong } from "./job.jsx";
import { cut, labelOf } from "./names.js";
import { Picture, Table } from "./picture.jsx";
import { nameOf } from "./places.js";
import { analyse, app } from "./store.js";
import { useWidth } from "./width.js";
import { save } from "./save.js";
import { t, word } from "./words.js";

const DESIGN = ["text_stringency", "text_binding", "text_verification", "text_transfers", "trust_lost", "entry_count", "entry_weight", "chip_access_west.CHN"];
const OWN = "own";

function games() {
    return (app.about.games ?? []).map((g) => (typeof g === "string" ? { name: g, text: "" } : g));
}

/* A shipped game says the unit of its payoffs; a game of one's own has that of the shipped ones. */
function unitOf(game) {
    return app.about.games?.find((g) => g.name === game.game)?.payoff_unit ?? "bn USD";
}

const spell = (payoff) => `${number(payoff.mean)} (${t("range", { low: number(payoff.low), high: number(payoff.high) })})`;

/* Two players: rows and columns are their strategies. */
function Matrix({ game }) {
    const [a, b] = game.players, at = (i, j) => game.profiles.find((p) => p.profile[0] === a.strategies[i] && p.profile[1] === b.strategies[j]);
    const isBest = (i, j, k) => {
        const own = at(i, j).payoffs[k].mean, others = (k === 0 ? a.strategies.map((_, m) => at(m, j)) : b.strategies.map((_, m) => at(i, m)));
        return others.every((p) => own >= p.payoffs[k].mean);
    };
    return (
        <div class="scroll"><table class="matrix" id="matrix">
            <caption>{t("game.payoffs", { unit: unitOf(game) })}</caption>
            <thead><tr><td />{b.strategies.map((s) => <th key={s} scope="col">{nameOf(b.name)}: {word("strategy", s)}</th>)}</tr></thead>
            <tbody>{a.strategies.map((s, i) => (
                <tr key={s}><th scope="row">{nameOf(a.name)}: {word("strategy", s)}</th>
                    {b.strategies.map((_, j) => {
                        const cell = at(i, j);
                        return (
                            <td key={j} class={cell.is_equilibrium ? "stable" : ""}>
                                {[a, b].map((p, k) => <div key={k}>{nameOf(p.name)}: <strong>{number(cell.payoffs[k].mean)}</strong>{isBest(i, j, k) ? " ★" : ""}
                                    <small> ({t("range", { low: number(cell.payoffs[k].low), high: number(cell.payoffs[k].high) })})</small></div>)}
                                <div class="hint">{cell.is_equilibrium ? `${t("game.equilibrium")}; ` : ""}{t("game.often", { share: percent(cell.share_of_members.value) })}</div>
                            </td>);
                    })}</tr>))}</tbody></table></div>
    );
}

/* More than two players: a row for each combination. */
function Profiles({ game }) {
    const head = [...game.players.map((p) => nameOf(p.name)), ...game.players.map((p) => t("game.payoffof", { name: nameOf(p.name) })), t("game.equilibrium"), t("game.share")];
    const rows = game.profiles.map((p) => [...p.profile.map((s) => word("strategy", s)), ...p.payoffs.map(spell), p.is_equilibrium ? t("yes") : t("no"), percent(p.share_of_members.value)]);
    return <Table title={t("game.payoffs", { unit: unitOf(game) })} head={head} rows={rows} />;
}

function Dilemma({ dilemma }) {
    const verdict = { certified: "holds", refuted: "refuted" }[dilemma.verdict] ?? "open";
    const head = [t("game.condition"), t("game.difference"), t("game.atleast"), "p"];
    const rows = dilemma.conditions.map((c) => [c.name, number(c.mean), number(c.low), number(c.p_sign_flip ?? c.p)]);
    return (
        <>
            <h3>{t("game.dilemma")}</h3>
            <p class="answer" id="dilemma">{t(`game.dilemma.${verdict}`)}{verdict === "open" && dilemma.members_needed > 0 ? ` ${t("game.needed", { n: number(dilemma.members_needed) })}` : ""}</p>
            <Table title={t("game.conditions")} head={head} rows={rows} />
        </>
    );
}

function mix(game, profile) {
    return profile.map((row, k) => `${nameOf(game.players[k].name)}: ${row.map((p, s) => [p, game.players[k].strategies[s]]).filter(([p]) => p > 0.0005)
        .map(([p, s]) => (p > 0.9995 ? word("strategy", s) : `${word("strategy", s)} ${percent(p)}`)).join(" + ")}`).join("; ");
}

function Equilibria({ game }) {
    const head = [t("game.whoplays"), t("game.purity"), ...game.players.map((p) => nameOf(p.name)), t("game.total"), t("game.regret"), t("game.share")];
    const rows = game.equilibria.map((e) => [mix(game, e.profile), t(e.is_pure ? "game.pure" : "game.mixed"), ...e.payoffs.map((x) => number(x)), number(e.total),
        `${number(e.regret.value)} (${t("range", { low: number(e.regret.low), high: number(e.regret.high) })})`, percent(e.share_of_members?.value ?? e.share_of_members)]);
    return (
        <>
            <h3>{t("game.equilibria")}</h3>
            {rows.length ? <Table title={t(game.is_complete ? "game.allfound" : "game.somefound", { n: rows.length })} head={head} rows={rows} /> : <p class="note">{t("game.noequilibrium")}</p>}
            {game.totals && <p>{t("game.anarchy", { best: number(game.totals.best), worst: number(game.totals.worst_equilibrium), price: number(game.totals.price_of_anarchy) })}</p>}
        </>
    );
}

/* How often the game of a single run is of each class. */
function Classes({ pair, place }) {
    const [frame, width] = useWidth(), wide = Math.min(width, 640), met = Object.entries(pair.classes).filter(([, p]) => p.value > 0).sort((a, b) => b[1].value - a[1].value);
    const left = Math.min(170, wide * 0.42), tall = met.length * 30 + 8, x = (v) => left + v * (wide - left - 54), names = pair.players.map((p) => nameOf(p.name));
    const title = t("game.classes", { a: names[0], b: names[1], n: number(pair.members) }), all = Object.entries(pair.classes);
    return (
        <Picture id={`classes-${place}`} title={title} head={[t("game.class"), t("probability"), t("low"), t("high")]} rows={all.map(([name, p]) => [word("class", name), p.value, p.low, p.high])}
            plain={all.map(([name, p]) => [name, p.value, p.low, p.high])} hint={t("game.bymeans", { name: word("class", pair.of_means) })}>
            <div ref={frame}>
                <svg id={`classes-${place}`} viewBox={`0 0 ${wide} ${tall}`} width={wide} height={tall} role="img" aria-label={t("picture.label", { title })}>
                    {met.map(([name, p], i) => {
                        const y = i * 30 + 4;
                        return (
                            <g key={name}>
                                <text x={left - 8} y={y + 16} text-anchor="end">{word("class", name)}</text>
                                <rect x={left} y={y + 4} width={Math.max(x(p.value) - left, 1)} height="14" class="index first" />
                                <path d={`M${x(p.low)},${y + 11}H${x(p.high)}M${x(p.low)},${y + 6}v10M${x(p.high)},${y + 6}v10`} class="whisker" />
                                <text x={x(p.high) + 6} y={y + 16} class="value">{percent(p.value)}</text>
                            </g>);
                    })}
                </svg>
            </div>
        </Picture>
    );
}

function Deciding({ game }) {
    if (!game.class_explained || !game.factors?.length) return null;
    const rows = game.factors.map((f) => [f.name === "chance" ? t("game.chance") : labelOf(f.name), f.first_order === null ? "–" : percent(Math.max(f.first_order, 0)),
        t(f.is_clear ? "yes" : "no"), f.total ? `${percent(f.total.value)} (${t("range", { low: percent(Math.max(f.total.low, 0)), high: percent(f.total.high) })})` : "–"]);
    return <Table title={t("game.decides", { name: word("class", game.class_explained) })} head={[t("factor"), t("game.alone"), t("game.clear"), t("game.inall")]} rows={rows} />;
}

function Design() {
    const rows = DESIGN.filter((id) => app.byName.has(id.split(".")[0]));
    return (
        <details class="design"><summary>{t("game.design")}</summary>
            <p class="hint">{t("game.design.hint")}</p>
            <div class="rows">{rows.map((id) => <Row key={id} id={id} info={app.byName.get(id.split(".")[0])} prefix="design" />)}</div></details>
    );
}

function Choice({ chosen, setChosen, players, setPlayers, scale, setScale }) {
    const { places } = app.about, states = places ? places.states.map((s) => s.iso3) : app.base.parties.map((s) => s.iso3);
    const groups = (places?.groups ?? app.about.groups).filter((g) => g !== "WORLD" && !states.includes(g));
    const listed = [...groups, ...[...states].sort((a, b) => nameOf(a).localeCompare(nameOf(b)))];
    return (
        <>
            <label>{t("game.which")} <select id="game" value={chosen} onChange={(e) => setChosen(e.target.value)}>
                <option value={OWN}>{t("game.own")}</option>{games().map((g) => <option key={g.name} value={g.name} title={g.text}>{g.name.replace(/-/g, " ")}</option>)}</select></label>
            {chosen === OWN && <>
                {[0, 1].map((k) => <label key={k}>{t(k ? "game.column" : "game.row")} <select id={`player-${k}`} value={players[k]} onChange={(e) => setPlayers(players.map((p, i) => (i === k ? e.target.value : p)))}>
                    {listed.map((g) => <option key={g} value={g}>{nameOf(g)}</option>)}</select></label>)}
                <label>{t("game.restraint", { share: percent(scale) })} <input type="range" min="0.05" max="0.95" step="0.05" value={scale} aria-valuetext={percent(scale)}
                    onInput={(e) => setScale(Number(e.target.value))} /></label></>}
        </>
    );
}

function Result({ kept }) {
    const { game } = kept;
    return (
        <>
            <Stale of={kept} />
            {game.players.length === 2 ? <Matrix game={game} /> : <Profiles game={game} />}
            <p>{t("game.runs", { n: number(game.runs), failed: game.failed })}</p>
            {game.dilemma && <Dilemma dilemma={game.dilemma} />}
            <Equilibria game={game} />
            <h3>{t("game.runbyrun")}</h3>
            <div class="plots">{game.pairs.map((pair, i) => <Classes key={i} pair={pair} place={i} />)}</div>
            <Deciding game={game} />
            <div class="row"><button type="button" onClick={() => save("detente-game.json", "application/json", JSON.stringify(game, null, 2))}>JSON</button>
                {kept.game_file && <button type="button" onClick={() => save("detente-game.yaml", "application/yaml", kept.game_file)}>{t("game.file")}</button>}</div>
            <Command text={kept.command} />
        </>
    );
}

export function Game() {
    const pair = app.about.groups.filter((g) => g !== "WORLD").slice(0, 2), shipped = games().map((g) => g.name), size = sizeOf("game", "members", 100);
    const [chosen, setChosen] = useState(shipped.includes("usa-china") ? "usa-china" : OWN), [players, setPlayers] = useState(pair.length > 1 ? pair : ["USA", "CHN"]);
    const [scale, setScale] = useState(0.2), [members, setMembers] = useState(String(size.usual)), kept = app.kept.game;
    const isSame = chosen === OWN && players[0] === players[1], wrong = wholeWrong(members, size.least, size.most);
    const own = { players, strategies: { race: {}, restrain: { capex_ceiling: `{scale: ${scale}}` } } };
    const begin = () => analyse("game", { members: Number(members), ...(chosen === OWN ? own : { game: chosen }) });
    return (
        <>
            <h2>{t("game.title")}</h2>
            <p>{chosen === OWN ? t("game.about.own") : games().find((g) => g.name === chosen)?.text || t("game.about")}</p>
            <div class="row">
                <Choice chosen={chosen} setChosen={setChosen} players={players} setPlayers={setPlayers} scale={scale} setScale={setScale} />
                <label>{t("game.members")} <input id="game-members" type="text" inputMode="numeric" value={members} aria-invalid={Boolean(wrong)} onInput={(e) => setMembers(e.target.value)} /></label>
                <button type="button" class="main" id="play" disabled={isBusy() || isSame || Boolean(wrong)} onClick={begin}>{t("game.play")}</button>
            </div>
            {isSame && <p class="error" role="alert">{t("game.two")}</p>}
            {wrong && <p class="error" role="alert">{wrong}</p>}
            <Design />
            <JobProgress kind="game" />
            {kept ? <Result kept={kept} /> : <p class="note">{t("game.none")}</p>}
        </>
    );
}
