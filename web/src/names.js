/* What keys and outcomes mean, in words. */
import { nameOf } from "./places.js";
import { app } from "./store.js";

/* A parameter with the state or technology behind it. */
export function labelOf(key) {
    const [name, place] = key.split("."), text = app.byName.get(name)?.text ?? name.replace(/_/g, " ");
    return place ? `${text}: ${nameOf(place)}` : text;
}

/* An outcome, as ai_power.USA.2030. */
export function outcomeOf(name) {
    const parts = name.split("."), year = parts.at(-1), info = app.about.outputs.find((o) => o.name === parts[0]);
    const unit = info?.unit && !["1", "code"].includes(info.unit) ? `, ${info.unit}` : "";
    return `${info?.text ?? parts[0].replace(/_/g, " ")}${parts.length === 3 ? `: ${nameOf(parts[1])}` : ""}, ${year}${unit}`;
}

export function unitOfOutcome(name) {
    const unit = app.about.outputs.find((o) => o.name === name.split(".")[0])?.unit ?? "";
    return ["1", "code"].includes(unit) ? "" : unit;
}

/* As much of a text as fits into a width in pixels, at about 7.2 for a letter. */
export function cut(text, width, letter = 7.2) {
    const most = Math.max(4, Math.floor(width / letter));
    return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
