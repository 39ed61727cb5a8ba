// Small helpers for building the page. Text enters by textContent only.
const space = 'http://www.w3.org/2000/svg';

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name in node && !(node instanceof SVGElement)) node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

export const make = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
export const draw = (tag, attributes, ...children) => fill(document.createElementNS(space, tag), attributes, children);
export const find = (id) => document.getElementById(id);

/** A number in at most four digits. */
export function show(x) {
  if (x === null || x === undefined || Number.isNaN(x)) return '–';
  const size = Math.abs(x);
  if (size !== 0 && (size < 0.001 || size >= 1e6)) return x.toExponential(2);
  return String(Number(x.toPrecision(size >= 1000 ? 5 : 3)));
}

export const percent = (x) => (x === null ? '–' : `${Math.round(100 * x)}%`);

/** A table from a head and rows; numbers stand at the right. */
export function table(caption, head, rows) {
  const cell = (value) => (value instanceof Node ? make('td', {}, value)
    : make('td', { className: typeof value === 'number' ? 'number' : '' }, typeof value === 'number' ? show(value) : value ?? '–'));
  return make('div', { className: 'scroll', tabIndex: 0 }, make('table', {}, make('caption', { className: 'small' }, caption),
    make('thead', {}, make('tr', {}, head.map((name) => make('th', { scope: 'col' }, name)))),
    make('tbody', {}, rows.map((row) => make('tr', {}, row.map(cell))))));
}

/** Hands a file to the reader. */
export function download(name, type, text) {
  const link = make('a', { href: URL.createObjectURL(new Blob([text], { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** Quotes a field of CSV where it needs it. */
export const field = (x) => (/[",\n]/.test(String(x)) ? `"${String(x).replaceAll('"', '""')}"` : String(x ?? ''));
