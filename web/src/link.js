/* Shared links: `#s=1.<base64url of deflated canonical JSON>`. They hold what was changed and which data it was seen with. */

import { t } from "./words.js";

const FORMAT = "1.";

async function through(stream, bytes) {
    const answer = new Response(new Blob([bytes]).stream().pipeThrough(stream));
    return new Uint8Array(await answer.arrayBuffer());
}

function sorted(object) {
    return Object.fromEntries(Object.keys(object).sort().map((key) => [key, object[key]]));
}

export function canonical(changes) {
    return JSON.stringify(sorted(changes));
}

export async function encode(state) {
    const text = JSON.stringify(sorted({ ...state, c: sorted(state.c) }));
    const bytes = await through(new CompressionStream("deflate-raw"), text);
    return FORMAT + btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/* What a link holds; throws a sentence if it is damaged. Accepts a link or its part after `#s=`. */
export async function decode(text) {
    const part = text.includes("#") ? new URLSearchParams(text.slice(text.indexOf("#") + 1)).get("s") : text.trim();
    if (!part?.startsWith(FORMAT)) throw new Error(t("link.none"));
    try {
        const raw = atob(part.slice(FORMAT.length).replace(/-/g, "+").replace(/_/g, "/"));
        const bytes = await through(new DecompressionStream("deflate-raw"), Uint8Array.from(raw, (c) => c.charCodeAt(0)));
        const state = JSON.parse(new TextDecoder().decode(bytes));
        const changes = {};
        for (const [key, value] of Object.entries(state.c ?? {})) changes[String(key)] = String(value);
        return { ...state, c: changes };
    } catch {
        throw new Error(t("link.damaged"));
    }
}
