// One row for each assumption: name, slider with its default, a box for exact values, unit, default, source, undo.
import { find, make, show } from './page.js';

/** Ends of a slider: somewhat beyond what is thought likely, within what a scenario may use. */
function ends(p) {
  if (p.role === 'uncertain') {
    const spread = p.high - p.low;
    return [Math.max(p.least, p.low - spread), Math.min(p.greatest, p.high + spread)];
  }
  const high = p.greatest > 20 * Math.max(1, Math.abs(p.central)) ? 5 * Math.max(1, Math.abs(p.central)) : p.greatest;
  return [p.least, high];
}

export class Controls {
  /** `changes` maps names to numbers; `changed()` is called after each move, `settled()` when it may be undone. */
  constructor(parameters, inForce, changes, changed, settled) {
    this.parameters = new Map(parameters.map((p) => [p.name, p]));
    for (const a of inForce) if (a.changed && this.parameters.has(a.key)) Object.assign(this.parameters.get(a.key), { central: a.central, source: a.source });
    this.changes = changes;
    this.changed = changed;
    this.settled = settled;
    this.rows = new Map();
    this.node = find('sliders');
    const usable = [...this.parameters.values()].filter((p) => p.shape === 'world' && p.central !== undefined);
    this.usable = new Set(usable.map((p) => p.name));
    find('names').replaceChildren(...usable.map((p) => make('option', { value: p.name }, p.text)));
    find('changed-only').addEventListener('change', () => this.refresh());
    find('add').addEventListener('submit', (event) => this.more(event));
  }

  more(event) {
    event.preventDefault();
    const box = find('add-name'), words = box.value.trim().toLowerCase();
    const name = this.usable.has(words) ? words
      : [...this.usable].find((n) => words && `${n} ${this.parameters.get(n).text}`.toLowerCase().includes(words));
    find('add-error').hidden = Boolean(name);
    find('add-error').textContent = name ? '' : `No assumption of the whole world is called or described by “${box.value}”.`;
    if (!name) return;
    this.add(name);
    find('changed-only').checked = false;
    this.refresh();
    this.rows.get(name).range.focus();
    box.value = '';
  }

  add(name) {
    const p = this.parameters.get(name);
    if (!p || this.rows.has(name) || p.central === undefined) return;
    const [low, high] = ends(p), id = `p-${name}`;
    const row = { p };
    row.range = make('input', { type: 'range', id, min: low, max: high, step: (high - low) / 200,
      oninput: () => this.set(name, Number(Number(row.range.value).toPrecision(4))), onchange: () => this.settled() });
    row.range.setAttribute('list', `${id}-default`);
    row.box = make('input', { type: 'text', inputMode: 'decimal', 'aria-label': `${p.text}, ${p.unit}`, onchange: () => this.type(name, row) });
    row.undo = make('button', { type: 'button', title: 'Back to the default', 'aria-label': `Undo ${name}`, onclick: () => { this.set(name, null); this.settled(); } }, 'Undo');
    row.error = make('p', { className: 'error', hidden: true, id: `${id}-error` });
    const range = p.role === 'uncertain' ? `, drawn from ${show(p.low)} to ${show(p.high)} until it is set` : '';
    row.node = make('div', { className: 'control' },
      make('div', { className: 'head' }, make('label', { htmlFor: id }, p.text), row.undo),
      make('div', { className: 'value' }, row.range, row.box, make('span', { className: 'unit' }, p.unit)),
      make('datalist', { id: `${id}-default` }, make('option', { value: p.central })), row.error,
      make('p', { className: 'small' }, `${name}: default ${show(p.central)}${range}. Source: ${p.source}.`));
    this.rows.set(name, row);
    this.node.append(row.node);
    this.refresh();
  }

  /** What was typed: a number within the range, or a sentence that says what is allowed. */
  type(name, row) {
    const value = Number(row.box.value.replace(',', '.')), p = row.p;
    const isGood = row.box.value.trim() !== '' && Number.isFinite(value) && value >= p.least && value <= p.greatest;
    row.error.hidden = isGood;
    row.error.textContent = isGood ? '' : `“${row.box.value}” cannot be used: a number from ${show(p.least)} to ${show(p.greatest)} ${p.unit}.`;
    row.box.setAttribute('aria-invalid', String(!isGood));
    if (!isGood) return;
    this.set(name, value);
    this.settled();
  }

  set(name, value) {
    if (value === null) delete this.changes[name];
    else this.changes[name] = value;
    this.refresh();
    this.changed();
  }

  refresh() {
    const only = find('changed-only').checked;
    for (const name of Object.keys(this.changes)) if (!this.rows.has(name)) this.add(name);
    for (const [name, row] of this.rows) {
      const isChanged = name in this.changes, value = isChanged ? this.changes[name] : row.p.central;
      row.range.value = value;
      row.range.setAttribute('aria-valuetext', `${show(value)} ${row.p.unit}`);
      if (document.activeElement !== row.box || isChanged) row.box.value = show(value);
      row.node.classList.toggle('changed', isChanged);
      row.undo.disabled = !isChanged;
      row.node.hidden = only && !isChanged;
      if (!isChanged) row.error.hidden = true;
    }
    find('n-changed').textContent = Object.keys(this.changes).length;
  }
}
