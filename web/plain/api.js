// The interface: every request brings the token of the link, which stays in this tab.
const key = 'detente.token';

export function setToken(token) { sessionStorage.setItem(key, token); }

/** An answer that says what is wrong: findings as the command line prints them. */
export class Refusal extends Error {
  constructor(code, body) {
    super(body?.diagnostics?.map(sentence).join('\n') || body?.text || `answer ${code}`);
    this.code = code;
    this.findings = body?.diagnostics ?? [];
  }
}

/** A finding in words. */
export function sentence(f) {
  let text = `${f.code} ${f.title}`;
  if (f.key) text += `: ${f.key}`;
  if (f.found) text += `, found ${f.found}`;
  if (f.expected) text += `, expected ${f.expected}`;
  return f.suggestion ? `${text}; ${f.suggestion}` : text;
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** Sends a request. Waits and asks again where the server is busy. */
export async function call(method, path, body, signal) {
  for (let attempt = 0; ; attempt++) {
    const response = await fetch(path, {
      method, signal, cache: 'no-store',
      headers: { Authorization: `Bearer ${sessionStorage.getItem(key) ?? ''}`, ...(body ? { 'Content-Type': 'application/json' } : {}) },
      body: body ? JSON.stringify(body) : undefined,
    });
    if (response.status === 429 && attempt < 5) {
      await pause(1000 * (Number(response.headers.get('Retry-After')) || 1));
      continue;
    }
    const answer = await response.json().catch(() => null);
    if (!response.ok) throw new Refusal(response.status, answer);
    return answer;
  }
}

/** Reads the events of a job and hands each to `receive(name, data)`. */
export async function events(path, receive, signal) {
  const response = await fetch(path, { signal, headers: { Authorization: `Bearer ${sessionStorage.getItem(key) ?? ''}` } });
  if (!response.ok) throw new Refusal(response.status, await response.json().catch(() => null));
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const parts = (rest + value).split('\n\n');
    rest = parts.pop();
    for (const part of parts) {
      const name = /^event: (.*)$/m.exec(part)?.[1], data = /^data: (.*)$/m.exec(part)?.[1];
      if (name && data) receive(name, JSON.parse(data));
    }
  }
}
