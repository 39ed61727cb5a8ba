// The page: state is a set of changes to the scenario; each change asks for the middle run at once and for a small ensemble after.
import { call, setToken } from './api.js';
import { Chart } from './chart.js';
import { Controls } from './controls.js';
import { download, field, find, make, percent, show } from './page.js';
import { makeClaims, makeEnsemble, makeTabs, Parties, Treaty } from './tabs.js';

const first = ['algorithm_growth', 'connection_ceiling', 'chip_output_growth_long', 'threat_scale', 'text_binding', 'text_verification'];
const drawn = ['ai_power', 'capability'];
const needed = ['ai_power', 'parties', 'binding_limit'];
const members = 15, wait = 60;

const page = { changes: {}, past: [], future: [], baseline: null, answer: null };

const encode = (object) => btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(object)))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const decode = (text) => JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0))));

function report(error) {
  if (error.name === 'AbortError') return;
  const lost = error instanceof TypeError;
  find('notice').hidden = false;
  find('notice').textContent = lost ? 'The program that serves this page does not answer. Start it again with detente serve and open its new link.' : error.message;
  find('ask-token').hidden = error.code !== 401;
}

/** Reads token and shared changes from the address; the token leaves it at once. */
function readAddress() {
  const parts = new URLSearchParams(location.hash.slice(1));
  if (parts.get('token')) setToken(parts.get('token'));
  const shared = parts.get('s');
  if (shared?.startsWith('1.')) {
    try {
      const { changes, data } = decode(shared.slice(2));
      page.changes = Object.fromEntries(Object.entries(changes).filter(([, v]) => typeof v === 'number'));
      page.sharedData = data;
    } catch { report(new Error('The shared part of the address is damaged: the scenario is shown unchanged.')); }
  }
  parts.delete('token');
  history.replaceState(null, '', parts.size ? `#${parts}` : location.pathname);
}

function writeAddress() {
  const isChanged = Object.keys(page.changes).length > 0;
  history.replaceState(null, '', isChanged ? `#s=1.${encode({ changes: page.changes, data: page.about.data_hash })}` : location.pathname);
}

function outputs() { return [...new Set([...needed, ...page.charts.map((c) => c.name)])]; }

function ask(n, signal) { return call('POST', '/api/run', { changes: page.changes, members: n, outputs: outputs() }, signal); }

const bold = (text) => make('strong', {}, text);

function limit(answer) {
  const code = answer.outputs.find((o) => o.name === 'binding_limit')?.line.USA?.at(-1);
  return page.about.limits[Math.round(code)] ?? 'unknown';
}

function sentence(answer) {
  const parties = answer.outputs.find((o) => o.name === 'parties'), power = answer.outputs.find((o) => o.name === 'ai_power');
  const n = parties.line.WORLD.at(-1), range = parties.fan?.WORLD, of = (code) => answer.parties.find((s) => s.iso3 === code);
  const word = (code, name) => {
    const s = of(code);
    return !s ? '' : s.share === null ? `${name} is ${s.middle ? '' : 'not '}among them` : `${name} is among them in ${percent(s.share)} of runs`;
  };
  find('question').replaceChildren('With these settings ', bold(`${show(n)} of ${answer.parties.length}`), ` states are parties to the text at the end of ${Math.round(answer.time.at(-1)) - 1} in the middle run`,
    range ? ` (${Math.round(range[0].at(-1))} to ${Math.round(range.at(-1).at(-1))} in nine of ten runs)` : '', `; ${word('USA', 'the USA')}, ${word('CHN', 'China')}. AI draws `,
    bold(`${show(power.line.WORLD.at(-1))} GW`), ' in the world, and what limits it in the USA is ', bold(limit(answer)), '.');
}

function paint(answer) {
  page.answer = answer;
  const isChanged = Object.keys(page.changes).length > 0, focus = find('focus').value;
  for (const chart of page.charts) chart.show(answer, isChanged ? page.baseline : null, focus);
  if (answer.parties) {
    sentence(answer);
    if (answer.members) page.parties.show(answer);
  }
  find('command').textContent = answer.command;
  find('modified').hidden = !isChanged;
  find('reset').disabled = !isChanged;
  find('undo').disabled = page.past.length === 0;
  find('redo').disabled = page.future.length === 0;
}

/** The middle run at once, the small ensemble when the slider rests. What is overtaken is given up. */
async function update() {
  page.abort?.abort();
  const abort = page.abort = new AbortController(), begin = performance.now();
  clearTimeout(page.timer);
  try {
    const quick = await ask(0, abort.signal);
    if (abort.signal.aborted) return;
    paint(quick);
    find('notice').hidden = true;
    find('status').textContent = `middle run in ${Math.round(performance.now() - begin)} ms`;
    page.timer = setTimeout(async () => {
      const start = performance.now();
      try {
        const answer = await ask(members, abort.signal);
        if (abort.signal.aborted) return;
        paint(answer);
        find('status').textContent = `line: middle run; shaded: 25 to 75% and 5 to 95% of ${answer.members} runs, in ${Math.round(performance.now() - start)} ms${answer.failed ? `; ${answer.failed} failed` : ''}${Object.keys(page.changes).length ? '; dashed: unchanged' : ''}`;
      } catch (error) { report(error); }
    }, wait);
  } catch (error) { report(error); }
}

let kept = '{}';
function settle() {
  const now = JSON.stringify(page.changes);
  if (now === kept) return;
  page.past.push(kept);
  page.future = [];
  kept = now;
  writeAddress();
  paint(page.answer);
}

function go(from, to) {
  if (from.length === 0) return;
  to.push(kept);
  replace(JSON.parse(kept = from.pop()));
}

function replace(changes) {
  for (const name of Object.keys(page.changes)) delete page.changes[name];
  Object.assign(page.changes, changes);
  page.controls.refresh();
  writeAddress();
  update();
}

function csv() {
  const { answer } = page, rows = [['time', 'group', 'output', 'unit', 'middle', ...answer.quantiles.map((q) => `q${Math.round(100 * q)}`)]];
  for (const o of answer.outputs) for (const [g, line] of Object.entries(o.line))
    line.forEach((v, i) => rows.push([answer.time[i], g, o.name, o.unit, v, ...answer.quantiles.map((_, q) => o.fan?.[g]?.[q][i] ?? '')]));
  download(`${page.about.name}.csv`, 'text/csv', `# ${answer.command}; data ${page.about.data_hash}; version ${page.about.version}\n${rows.map((r) => r.map(field).join(',')).join('\n')}\n`);
}

async function share() {
  writeAddress();
  try {
    await navigator.clipboard.writeText(location.href);
    find('status').textContent = 'address copied; it holds the changes, not the token';
  } catch { find('status').textContent = 'the address bar holds the link to share'; }
}

function connect() {
  find('undo').addEventListener('click', () => go(page.past, page.future));
  find('redo').addEventListener('click', () => go(page.future, page.past));
  find('reset').addEventListener('click', () => { replace({}); settle(); });
  find('share').addEventListener('click', share);
  find('csv').addEventListener('click', csv);
  find('focus').addEventListener('change', () => paint(page.answer));
}

async function start() {
  page.about = await call('GET', '/api/about');
  find('ask-token').hidden = true;
  find('scenario').textContent = page.about.name;
  find('scenario').title = page.about.text;
  find('about').textContent = `détente ${page.about.version}, data ${page.about.data_hash.slice(0, 12)}. Every result is a conditional scenario, not a forecast. Nothing leaves this computer.`;
  if (page.sharedData && page.sharedData !== page.about.data_hash) report(new Error('The link was made with other data: numbers may differ from what its sender saw.'));
  const { parameters, in_force: inForce } = await call('GET', '/api/parameters');
  find('focus').replaceChildren(...page.about.groups.map((g) => make('option', { value: g }, g)));
  page.charts = drawn.map((name) => new Chart(page.about.outputs, name, again));
  find('charts').replaceChildren(...page.charts.map((c) => c.node));
  page.controls = new Controls(parameters, inForce, page.changes, update, settle);
  first.forEach((name) => page.controls.add(name));
  page.parties = new Parties();
  page.treaty = new Treaty(page.about, report);
  const context = { report, body: (n) => ({ changes: page.changes, members: n }) };
  const ensemble = makeEnsemble({ report, body: (n) => ({ changes: page.changes, members: n, outputs: outputs() }) },
    (answer) => { paint(answer); find('status').textContent = `line: mean; shaded: 25 to 75% and 5 to 95% of ${answer.members} runs`; });
  makeTabs([['Signatories', page.parties.node], ['Treaty', page.treaty.node], ['Claims', makeClaims(context).node], ['Ensemble', ensemble.node]]);
  connect();
  kept = JSON.stringify(page.changes);
  await again();
  page.treaty.ask();
}

/** The baseline anew, for other outputs, then what is set. */
async function again() {
  page.baseline = await call('POST', '/api/run', { members: 0, outputs: outputs() }).catch(report);
  await update();
}

find('ask-token').addEventListener('submit', (event) => { event.preventDefault(); setToken(find('token').value.trim()); start().catch(report); });
readAddress();
start().catch(report);
