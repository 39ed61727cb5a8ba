// A chart over time: a line for each group, the baseline dashed, the range of one group shaded, a cross-hair, and a table.
import { draw, make, show, table } from './page.js';

const width = 560, height = 320, left = 52, right = 8, top = 10, bottom = 26;
const dashes = ['', '8 3', '2 3', '10 3 2 3', '5 2', '1 2'];

function ticks(low, high, isLog) {
  if (isLog) {
    const from = Math.ceil(Math.log10(low)), to = Math.floor(Math.log10(high));
    const list = [];
    for (let e = from; e <= to; e += Math.max(1, Math.ceil((to - from) / 6))) list.push(10 ** e);
    if (list.length >= 2) return list;
  }
  const raw = (high - low) / 5 || 1, unit = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((m) => m * unit).find((s) => s >= raw);
  const list = [];
  for (let x = Math.ceil(low / step) * step; x <= high + 1e-9 * step; x += step) list.push(Number(x.toPrecision(12)));
  return list;
}

/** `outputs` are those of GET /api/about; `pick(name)` is called when another is chosen. */
export class Chart {
  constructor(outputs, name, pick) {
    this.outputs = outputs;
    this.name = name;
    this.select = make('select', { 'aria-label': 'What is drawn', onchange: () => { this.name = this.select.value; pick(); } },
      outputs.map((o) => make('option', { value: o.name, selected: o.name === name }, `${o.text} (${o.unit})`)));
    this.svg = draw('svg', { viewBox: `0 0 ${width} ${height}`, class: 'chart', role: 'img', tabindex: 0 });
    this.legend = make('ul', { className: 'legend' });
    this.numbers = make('details', {}, make('summary', { className: 'small' }, 'Numbers'));
    this.numbers.addEventListener('toggle', () => this.list());
    this.node = make('figure', {}, this.select, this.svg, this.legend, this.numbers);
    this.svg.addEventListener('pointermove', (event) => this.point(event));
    this.svg.addEventListener('pointerleave', () => this.mark(null));
    this.svg.addEventListener('keydown', (event) => this.key(event));
  }

  info() { return this.outputs.find((o) => o.name === this.name); }

  /** Draws an answer of /api/run, with the baseline (nullable) and the group whose range is shaded. */
  show(answer, baseline, focus) {
    this.answer = answer;
    this.output = answer.outputs.find((o) => o.name === this.name);
    if (!this.output) return;
    const base = baseline?.outputs.find((o) => o.name === this.name);
    // A total of the world stands apart: it would press all others to the ground.
    this.groups = Object.keys(this.output.line).filter((g) => (focus === 'WORLD') === (g === 'WORLD'));
    const all = Object.keys(this.output.line);
    this.color = (g) => all.indexOf(g) % 6;
    const fan = this.output.fan?.[focus];
    const values = [...this.groups.flatMap((g) => [...this.output.line[g], ...(base?.line[g] ?? [])]), ...(fan ? [...fan[0], ...fan[fan.length - 1]] : [])]
      .filter((x) => x !== null);
    const isLog = this.info().logarithmic && values.filter((x) => x > 0).length > 1;
    let low = Math.min(...values), high = Math.max(...values);
    if (isLog) { low = Math.max(Math.min(...values.filter((x) => x > 0)), high / 1e5); }
    if (!(high > low)) { high = low + 1; low -= 1; }
    const scale = (x) => (isLog ? Math.log10(Math.max(x, low)) : x), a = scale(low), b = scale(high);
    this.x = (i) => left + (i / (answer.time.length - 1)) * (width - left - right);
    this.y = (v) => height - bottom - ((scale(v) - a) / (b - a)) * (height - top - bottom);
    const path = (line) => line.map((v, i) => (v === null ? '' : `${i ? 'L' : 'M'}${this.x(i).toFixed(1)} ${this.y(v).toFixed(1)}`)).join('');
    this.cross = draw('line', { class: 'cross', y1: top, y2: height - bottom, visibility: 'hidden' });
    this.svg.replaceChildren(...this.frame(ticks(low, high, isLog)), ...this.bands(fan, focus, path),
      ...(base ? this.groups.map((g) => draw('path', { class: `base k${this.color(g)}`, d: path(base.line[g]) })) : []),
      ...this.groups.map((g) => draw('path', { class: `line k${this.color(g)}`, d: path(this.output.line[g]), 'stroke-dasharray': dashes[this.color(g)] })),
      this.cross);
    this.svg.setAttribute('aria-label', `${this.info().text}, ${this.info().unit}: ${this.groups.map((g) => `${g} ${show(this.output.line[g].at(-1))}`).join(', ')} at the end`);
    this.mark(null);
    this.list();
  }

  frame(marks) {
    const time = this.answer.time, years = time.map((t, i) => [t, i]).filter(([t]) => Math.abs(t - Math.round(t)) < 1e-6 && Math.round(t) % 5 === 0);
    return [
      ...marks.map((v) => draw('line', { class: 'grid', x1: left, x2: width - right, y1: this.y(v), y2: this.y(v) })),
      ...marks.map((v) => draw('text', { x: left - 6, y: this.y(v) + 4, 'text-anchor': 'end' }, show(v))),
      ...years.map(([t, i]) => draw('text', { x: this.x(i), y: height - 8, 'text-anchor': 'middle' }, String(Math.round(t)))),
    ];
  }

  bands(fan, focus, path) {
    const bands = [];
    for (let q = 0; fan && q < Math.floor(fan.length / 2); q++) {
      const upper = fan[fan.length - 1 - q], lower = fan[q];
      if (lower.includes(null)) continue;
      bands.push(draw('path', { class: `fan f${this.color(focus)}`, d: `${path(lower)}${upper.map((v, i) => [v, i]).reverse()
        .map(([v, i]) => `L${this.x(i).toFixed(1)} ${this.y(v).toFixed(1)}`).join('')}Z` }));
    }
    return bands;
  }

  point(event) {
    const box = this.svg.getBoundingClientRect(), n = this.answer?.time.length ?? 0;
    const i = Math.round((((event.clientX - box.left) / box.width) * width - left) / (width - left - right) * (n - 1));
    this.mark(n && i >= 0 && i < n ? i : null);
  }

  key(event) {
    const n = this.answer?.time.length ?? 0, step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step || !n) return;
    event.preventDefault();
    this.mark(Math.min(n - 1, Math.max(0, (this.at ?? n - 1) + step)));
  }

  mark(i) {
    if (!this.answer) return;
    this.at = i;
    this.cross.setAttribute('visibility', i === null ? 'hidden' : 'visible');
    if (i !== null) { this.cross.setAttribute('x1', this.x(i)); this.cross.setAttribute('x2', this.x(i)); }
    const place = i ?? this.answer.time.length - 1;
    this.legend.replaceChildren(make('li', {}, `${this.answer.time[place].toFixed(2)}:`), ...this.groups.map((g) => make('li', {},
      draw('svg', { viewBox: '0 0 22 8' }, draw('line', { class: `k${this.color(g)}`, x1: 0, x2: 22, y1: 4, y2: 4, 'stroke-dasharray': dashes[this.color(g)] })),
      ` ${g} ${show(this.output.line[g][place])}`)));
  }

  list() {
    if (!this.numbers.open || !this.output) return;
    const groups = Object.keys(this.output.line);
    this.numbers.replaceChildren(this.numbers.firstChild, table(`${this.info().text}, ${this.info().unit}, middle run`, ['time', ...groups],
      this.answer.time.map((t, i) => [t.toFixed(2), ...groups.map((g) => this.output.line[g][i])])));
  }
}
