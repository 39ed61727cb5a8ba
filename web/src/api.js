/* Requests to the server. The token comes in the fragment of the printed link, is taken out of the address at once, and lives
 * in this tab only: neither the address nor a shared link ever holds it. */

import { t } from "./words.js";

const KEEP = "detente-token";

/* A refusal with the findings that the server names. */
export class Refused extends Error {
    constructor(code, answer) {
        super(answer?.text || t("server.answered", { code }));
        this.code = code;
        this.findings = answer?.diagnostics ?? [];
    }
}

/* Takes the fragment apart: keeps a token, gives back the shared state, and leaves an address without secrets. */
export function takeFragment() {
    const parts = new URLSearchParams(location.hash.slice(1));
    const token = parts.get("token"), shared = parts.get("s");
    if (token) sessionStorage.setItem(KEEP, token);
    if (token) history.replaceState(null, "", location.pathname + (shared ? "#s=" + shared : ""));
    return shared;
}

export function hasToken() {
    return Boolean(sessionStorage.getItem(KEEP));
}

/* Accepts a token or the whole printed link. */
export function setToken(text) {
    const found = text.match(/[0-9a-f]{64}/);
    if (found) sessionStorage.setItem(KEEP, found[0]);
    return Boolean(found);
}

async function send(method, path, body, signal) {
    const headers = { Authorization: "Bearer " + sessionStorage.getItem(KEEP) };
    if (body) headers["Content-Type"] = "application/json";
    let response;
    try {
        response = await fetch(path, { method, headers, body: body && JSON.stringify(body), signal });
    } catch {
        if (signal?.aborted) throw new Refused(-1, { text: "" });
        throw new Refused(0, { text: t("server.silent") });
    }
    if (response.ok) return response;
    throw new Refused(response.status, await response.json().catch(() => null));
}

export async function get(path) {
    return (await send("GET", path)).json();
}

/* A question whose signal is given can be taken back: it is refused with code -1. */
export async function post(path, body, signal) {
    const response = await send("POST", path, body, signal);
    try {
        return await response.json();
    } catch (error) {
        if (signal?.aborted) throw new Refused(-1, { text: "" });
        throw error;
    }
}

/* Starts a job and follows its events until it ends. `see(progress)` is called for each step; gives back the result, or null
 * if it was cancelled. `started(cancel)` hands over how to stop it. */
export async function follow(path, body, see, started) {
    const { id } = await post(path, body);
    started(() => send("DELETE", `${path}/${id}`).catch(() => {}));
    const reader = (await send("GET", `${path}/${id}/events`)).body.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    for (;;) {
        const { value, done } = await reader.read();
        if (done) throw new Refused(0, { text: t("server.ended") });
        text += value;
        for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
            const [, name, data] = text.slice(0, end).match(/^event: (\w+)\ndata: (.*)$/s) ?? [];
            text = text.slice(end + 2);
            if (name === "progress") see(JSON.parse(data));
            else if (name === "result") return JSON.parse(data);
            else if (name === "cancelled") return null;
            else if (name === "error") throw new Refused(422, JSON.parse(data));
        }
    }
}
