// The tabs below the charts: who signs, what would bring a state in, the claims, a larger ensemble.
import { call, events } from './api.js';
import { download, field, find, make, percent, show, table } from './page.js';

/** Makes tabs from a list of [name, panel]; arrow keys move between them. */
export function makeTabs(list) {
  const tabs = list.map(([name], i) => make('button', { role: 'tab', id: `tab-${i}`, 'aria-controls': `panel-${i}` }, name));
  const panels = list.map(([, node], i) => make('div', { role: 'tabpanel', id: `panel-${i}`, 'aria-labelledby': `tab-${i}`, tabIndex: 0 }, node));
  const select = (chosen) => {
    tabs.forEach((tab, i) => { tab.setAttribute('aria-selected', String(i === chosen)); tab.tabIndex = i === chosen ? 0 : -1; panels[i].hidden = i !== chosen; });
  };
  tabs.forEach((tab, i) => {
    tab.addEventListener('click', () => select(i));
    tab.addEventListener('keydown', (event) => {
      const to = { ArrowRight: (i + 1) % tabs.length, ArrowLeft: (i + tabs.length - 1) % tabs.length, Home: 0, End: tabs.length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      select(to);
      tabs[to].focus();
    });
  });
  find('tabs').replaceChildren(...tabs);
  find('panels').replaceChildren(...panels);
  select(0);
}

const meter = (share) => make('span', {}, make('meter', { min: 0, max: 1, value: share ?? 0, title: percent(share) }), ` ${percent(share)}`);

/** Parties at the end of the run, by state. */
export class Parties {
  constructor() { this.node = make('div', {}); }

  show(answer) {
    const list = answer.parties.slice().sort((a, b) => (b.share ?? b.middle) - (a.share ?? a.middle) || a.name.localeCompare(b.name));
    this.node.replaceChildren(make('p', {}, `States that are parties to the text at the end of the run: in the middle run, and the share of ${answer.members} drawn runs.`),
      table('Parties', ['State', 'Code', 'Middle run', 'Share of runs'], list.map((s) => [s.name, s.iso3, s.middle ? 'party' : 'not', s.share === null ? '–' : meter(s.share)])));
  }
}

function choose(label, options, value, changed) {
  const select = make('select', { onchange: changed }, options.map(([v, text]) => make('option', { value: v, selected: String(v) === String(value) }, text)));
  return { select, node: make('label', {}, label, select) };
}

/** Who signs a text, and the least change that brings a state in. */
export class Treaty {
  constructor(about, report) {
    this.report = report;
    const first = about.texts.find((t) => t.base === 'coruna') ?? about.texts[0], changed = () => this.ask();
    this.base = choose('Text', about.texts.map((t) => [t.base, t.name]), first.base, () => { this.take(about.texts.find((t) => t.base === this.base.select.value)); this.ask(); });
    this.kind = choose('Kind', about.kinds.map((k) => [k, k]), first.kind, changed);
    this.sponsor = choose('Driven by', about.sponsors.map((s) => [s, s]), first.sponsor, changed);
    this.binding = choose('Binding', [[0, 'no'], [1, 'yes']], first.binding, changed);
    this.verification = choose('Verification', [[0, 'none'], [1, 'reporting'], [2, 'on site by consent'], [3, 'inspectorate']], first.verification, changed);
    this.state = choose('What would bring in', [['USA', 'USA']], 'USA', changed);
    this.answer = make('div', {});
    this.node = make('div', {}, make('fieldset', {}, make('legend', {}, 'The text'), this.base.node, this.kind.node, this.sponsor.node, this.binding.node, this.verification.node, this.state.node), this.answer);
  }

  take(text) { for (const name of ['kind', 'sponsor', 'binding', 'verification']) this[name].select.value = String(text[name]); }

  async ask() {
    try {
      this.show(await call('POST', '/api/treaty', {
        base: this.base.select.value,
        text: { kind: this.kind.select.value, sponsor: this.sponsor.select.value, binding: Number(this.binding.select.value), verification: Number(this.verification.select.value) },
        goal: { state: this.state.select.value },
      }));
    } catch (error) { this.report(error); }
  }

  show(answer) {
    const chosen = this.state.select.value;
    if (this.state.select.options.length === 1)
      this.state.select.replaceChildren(...answer.states.map((s) => s.iso3).sort().map((c) => make('option', { value: c, selected: c === chosen }, c)));
    const state = answer.states.find((s) => s.iso3 === chosen), change = answer.changes?.[0];
    const steps = change && ['kind', 'sponsor', 'binding', 'verification'].filter((k) => change[k] !== answer[k]).map((k) => `${k} ${change[k]}`).join(', ');
    const lead = `${show(answer.expected)} states are expected to sign (${Math.round(answer.low)} to ${Math.round(answer.high)}). ${chosen} signs with probability ${percent(state?.signs ?? null)}.`;
    const design = !change ? '' : change.steps === 0 ? ` The text as it stands brings ${chosen} in with better than even odds.`
      : change.reached ? ` Smallest change that brings ${chosen} in: ${steps}; then ${percent(change.probability)}, and ${show(change.expected)} states in all.`
        : ` No change of these four brings ${chosen} to even odds; the nearest is ${steps}, with ${percent(change.probability)}.`;
    const states = answer.states.slice().sort((a, b) => b.signs - a.signs);
    this.node.lastChild.replaceChildren(make('p', {}, lead + design, change?.extrapolated ? ' No text in the data is like that one: the effects are those of other texts.' : ''),
      make('button', { onclick: () => download('treaty.csv', 'text/csv', `iso3,signs,low,high,attends\n${states.map((s) => [s.iso3, s.signs, s.low, s.high, s.attends].join(',')).join('\n')}\n`) }, 'CSV'),
      table('Probability of signing, with its 10 to 90% range', ['State', 'Signs', 'Range', 'Attends', 'Most of why, in log-odds against the mean state'], states.map((s) => [s.iso3, meter(s.signs), `${percent(s.low)} to ${percent(s.high)}`, percent(s.attends),
        Object.entries(s.reasons).filter(([n]) => n !== 'text').sort((a, b) => Math.abs(b[1]) - Math.abs(a[1])).slice(0, 3).map(([n, v]) => `${n} ${v > 0 ? '+' : ''}${v.toFixed(1)}`).join(', ')])));
  }
}

/** A job that is started, watched and cancelled. */
class Job {
  constructor(path, label, text, least, most, members, context) {
    Object.assign(this, { path, ...context });
    this.members = make('input', { type: 'number', min: least, max: most, value: members });
    this.start = make('button', { className: 'main', onclick: () => this.run() }, label);
    this.cancel = make('button', { disabled: true, onclick: () => call('DELETE', `${path}/${this.id}`).catch(this.report) }, 'Cancel');
    this.progress = make('progress', { max: 1, value: 0, 'aria-label': label });
    this.state = make('span', { className: 'small', role: 'status' });
    this.answer = make('div', {});
    this.node = make('div', {}, make('p', {}, text), make('div', { className: 'row' }, make('label', {}, 'Members ', this.members), this.start, this.cancel, this.progress, this.state), this.answer);
  }

  async run() {
    this.start.disabled = true;
    this.state.textContent = 'waiting';
    try {
      this.id = (await call('POST', this.path, this.body(Number(this.members.value)))).id;
      this.cancel.disabled = false;
      await events(`${this.path}/${this.id}/events`, (name, data) => this.receive(name, data));
    } catch (error) {
      this.state.textContent = 'failed';
      this.report(error);
    }
    this.start.disabled = false;
    this.cancel.disabled = true;
  }

  receive(name, data) {
    if (name === 'progress') {
      this.progress.value = data.total ? data.done / data.total : 0;
      this.state.textContent = `${data.done} of ${data.total}, ${data.failed} failed, ${Math.ceil(data.eta_seconds ?? 0)} s left`;
    } else if (name === 'result') {
      this.state.textContent = 'done';
      this.progress.value = 1;
      this.result(data);
    } else {
      this.state.textContent = name;
      if (name === 'error') this.report(new Error(data.text));
    }
  }
}

export function makeEnsemble(context, show) {
  const job = new Job('/api/ensemble', 'Start', 'A larger ensemble of what is set now; its ranges then stand in the charts until the next change.', 8, 20000, 500, context);
  job.result = (answer) => { show(answer); job.answer.replaceChildren(make('pre', {}, answer.command)); };
  return job;
}

export function makeClaims(context) {
  const job = new Job('/api/claims', 'Test the claims', 'Each claim of the story as a hypothesis, tested on what is set now and on variations of it with the same random numbers.', 20, 2000, 60, context);
  job.result = (answer) => {
    const rows = answer.claims.map((c) => [c.text, c.verdict, c.probability === undefined || c.probability === null ? '–' : `${percent(c.probability)} (${percent(c.interval[0])} to ${percent(c.interval[1])})`,
      (c.hinges_on ?? []).filter((h) => h.is_clear).map((h) => h.factor).join(', ') || 'nothing clearly', c.note ?? '']);
    job.answer.replaceChildren(table('Claims', ['Claim', 'Verdict', 'Share of futures in which it is true', 'Hinges on', 'Note'], rows),
      make('button', { onclick: () => download('claims.csv', 'text/csv', `claim,verdict,share,hinges,note\n${rows.map((r) => r.map(field).join(',')).join('\n')}\n`) }, 'CSV'));
  };
  return job;
}
