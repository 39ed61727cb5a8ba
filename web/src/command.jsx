/* Command lines that reproduce what is on the screen. */
import { useState } from "preact/hooks";
import { app } from "./store.js";
import { t } from "./words.js";

function word(text) {
    return /^[\w.=,/+-]+$/.test(text) ? text : `'${text.replace(/'/g, "'\\''")}'`;
}

export function commandLine(command, more = "") {
    const settings = Object.entries(app.changes).map(([key, value]) => ` --set ${word(`${key}=${value}`)}`).join("");
    return `detente ${command}${settings}${more && " " + more}`;
}

export function Command({ text }) {
    const [said, setSaid] = useState("");
    const copy = async () => {
        try {
            await navigator.clipboard.writeText(text);
            setSaid(t("copied"));
        } catch {
            setSaid(t("copy.byhand"));
        }
    };
    return (
        <p class="command"><code>{text}</code><button type="button" aria-label={t("copy.command")} onClick={copy}>{t("copy")}</button><span role="status">{said}</span></p>
    );
}
