/* Who dares to stop first? Two players, race or restrain: four small ensembles give the payoffs; the claims give classes by run. */
import { useState } from "preact/hooks";
import { post } from "./api.js";
import { Command, commandLine } from "./command.jsx";
import { number, percent } from "./format.js";
import { canonical } from "./link.js";
import { nameOf } from "./places.js";
import { app, showRefusal, tell } from "./store.js";
import { ClaimsJob } from "./claims.jsx";

const ACTS = ["restrain", "race"];
const MEMBERS = 63;

/* The class of a 2x2 game with strict preferences, from the payoffs of one player: temptation, reward, punishment, sucker. */
function classOf([[reward, sucker], [temptation, punishment]]) {
    if (temptation > reward && punishment > sucker) return reward > punishment ? "prisoner’s dilemma" : "deadlock";
    if (temptation > reward && sucker > punishment) return "chicken";
    if (reward > temptation && punishment > sucker) return "stag hunt";
    return "harmony";
}

async function play(players, scale) {
    const cells = [];
    for (const first of [0, 1])
        for (const second of [0, 1]) {
            const changes = { ...app.changes };
            [first, second].forEach((act, k) => {
                if (act === 0) changes[`capex_ceiling.${players[k]}`] = `{scale: ${scale}}`;
            });
            const answer = await post("/api/run", { changes, members: MEMBERS, outputs: ["payoff"], groups: players, quantiles: [0.05, 0.5, 0.95] });
            const payoff = answer.outputs[0];
            cells.push(players.map((p) => ({ line: payoff.line[p].at(-1), fan: payoff.fan[p].map((row) => row.at(-1)) })));
        }
    return { players, scale, cells, key: canonical(app.changes) };
}

function Matrix({ game }) {
    const [a, b] = game.players, at = (i, j, k) => game.cells[2 * i + j][k].fan[1];
    const isBest = (i, j, k) => (k === 0 ? at(i, j, 0) >= at(1 - i, j, 0) : at(i, j, 1) >= at(i, 1 - j, 1));
    const own = (k) => [0, 1].map((mine) => [0, 1].map((theirs) => (k === 0 ? at(mine, theirs, 0) : at(theirs, mine, 1))));
    const stable = [];
    for (const i of [0, 1]) for (const j of [0, 1]) if (isBest(i, j, 0) && isBest(i, j, 1)) stable.push(`${nameOf(a)} ${ACTS[i]}s, ${nameOf(b)} ${ACTS[j]}s`);
    const cell = (i, j) => (
        <td class={isBest(i, j, 0) && isBest(i, j, 1) ? "stable" : ""}>
            {[0, 1].map((k) => {
                const { fan } = game.cells[2 * i + j][k];
                return <div key={k}>{nameOf(game.players[k])}: <strong>{number(fan[1])}</strong>{isBest(i, j, k) ? " ★" : ""}
                    <small> ({number(fan[0])} to {number(fan[2])})</small></div>;
            })}
        </td>);
    return (
        <>
            <div class="scroll"><table class="matrix">
                <caption>Payoffs by {app.about.end}, bn USD, discounted: median of {MEMBERS} runs (5–95%). ★ marks a best answer; a cell with two is an equilibrium.</caption>
                <thead><tr><td /><th scope="col">{nameOf(b)} restrains</th><th scope="col">{nameOf(b)} races</th></tr></thead>
                <tbody>{[0, 1].map((i) => <tr key={i}><th scope="row">{nameOf(a)} {ACTS[i]}s</th>{cell(i, 0)}{cell(i, 1)}</tr>)}</tbody></table></div>
            <p>By medians: {[0, 1].map((k) => `for ${nameOf(game.players[k])} a ${classOf(own(k))}`).join(", ")}.
                {" "}Equilibria in pure strategies: {stable.length ? stable.join("; ") : "none"}.</p>
            {game.key !== canonical(app.changes) && <p class="error">Settings have changed since: play again.</p>}
        </>
    );
}

export function Game() {
    const states = (app.base.parties.map((s) => s.iso3)), choices = app.about.groups.filter((g) => states.includes(g));
    const [players, setPlayers] = useState(choices.slice(0, 2)), [scale, setScale] = useState(0.2), [isBusy, setBusy] = useState(false), [game, setGame] = useState(null);
    const begin = async () => {
        setBusy(true);
        try {
            setGame(await play(players, scale));
        } catch (error) {
            showRefusal(error);
            tell();
        }
        setBusy(false);
    };
    if (choices.length < 2)
        return <p class="note">A game needs two states among the groups of the scenario: start <code>detente serve --states USA,CHN,WORLD</code>.</p>;
    const isSame = players[0] === players[1], claims = (app.claims?.claims ?? []).filter((c) => c.letter === "a");
    return (
        <>
            <h2>Who dares to stop first?</h2>
            <p>Each of two states races as its data say, or restrains: its ceiling on spending for AI compute falls to a share of what it was.</p>
            <div class="row">
                {[0, 1].map((k) => <label key={k}>{k ? "Column" : "Row"} <select value={players[k]}
                    onChange={(e) => setPlayers(players.map((p, i) => (i === k ? e.target.value : p)))}>
                    {choices.map((g) => <option key={g} value={g}>{nameOf(g)}</option>)}</select></label>)}
                <label>Restraint leaves {percent(scale)} <input type="range" min="0.05" max="0.95" step="0.05" value={scale} aria-valuetext={percent(scale)}
                    onInput={(e) => setScale(Number(e.target.value))} /></label>
                <button type="button" class="main" disabled={isBusy || isSame} onClick={begin}>{isBusy ? "Playing …" : "Play"}</button>
            </div>
            {isSame && <p class="error">Choose two states.</p>}
            {game && <Matrix game={game} />}
            <h3>Run by run</h3>
            <p>How often the game is which, and whether the answer holds with statistical certainty, comes from the claims of group a.</p>
            <ClaimsJob />
            <ul>{claims.map((c) => <li key={c.id}><strong>{c.verdict}</strong> ({percent(c.probability)}): {c.text} {c.note && `(${c.note})`}</li>)}</ul>
            <p>All equilibria, certificates and maps over levers:</p>
            <Command text={commandLine(`game play ${app.about.scenario}`)} />
        </>
    );
}
