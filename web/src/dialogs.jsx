/* Dialogs: a link to share or to open, files to take along, and help. */
import { useEffect, useRef, useState } from "preact/hooks";
import { Command, commandLine } from "./command.jsx";
import { JobProgress, isBusy } from "./job.jsx";
import { encode } from "./link.js";
import { save, scenarioText } from "./save.js";
import { csvOf } from "./picture.jsx";
import { app, runJob, shared } from "./store.js";
import { shownAs } from "./units.js";
import { t } from "./words.js";

export function Dialog({ title, close, children }) {
    const box = useRef(null);
    useEffect(() => {
        box.current.showModal();
        box.current.firstChild.focus();
    }, []);
    return (
        <dialog ref={box} onClose={close} aria-label={title}>
            <h2 tabIndex={-1}>{title}</h2>{children}<button type="button" class="done" onClick={() => box.current.close()}>{t("close")}</button>
        </dialog>
    );
}

export function Share({ open, close }) {
    const [link, setLink] = useState(""), [said, setSaid] = useState(""), [other, setOther] = useState(""), [wrong, setWrong] = useState("");
    useEffect(() => {
        encode(shared()).then((part) => setLink(`${location.origin}/#s=${part}`));
    }, []);
    const copy = () => navigator.clipboard.writeText(link).then(() => setSaid(t("copied")), () => setSaid(t("copy.byhand")));
    const take = async (event) => {
        event.preventDefault();
        try {
            await open(other);
            close();
        } catch (error) {
            setWrong(error.message);
        }
    };
    return (
        <>
            <p>{t("share.about")}</p>
            <label class="stack">{t("share.link")}<textarea id="share-link" readOnly rows={4} value={link} onFocus={(e) => e.target.select()} /></label>
            <p class="row"><button type="button" class="main" onClick={copy}>{t("copy")}</button><span role="status">{said}</span></p>
            <form class="stack" onSubmit={take}>
                <label class="stack">{t("share.open")}<input type="text" id="share-open" value={other} onInput={(e) => setOther(e.target.value)} aria-invalid={Boolean(wrong)} /></label>
                {wrong && <p class="error" role="alert">{wrong}</p>}
                <p><button type="submit">{t("share.openit")}</button></p>
            </form>
        </>
    );
}

/* All that the plots can show, in one file: a row for each output, group and quarter. */
function everything() {
    const answer = app.fan ?? app.line ?? app.base, rows = [], known = new Set(answer.outputs.map((o) => o.name));
    for (const o of [...answer.outputs, ...(Object.keys(app.changes).length ? [] : app.base.outputs.filter((b) => !known.has(b.name)))]) {
        const info = app.about.outputs.find((x) => x.name === o.name), { unit, factor } = shownAs(info), source = known.has(o.name) ? answer : app.base;
        for (const [group, line] of Object.entries(o.line))
            line.forEach((y, i) => rows.push([o.name, unit || "1", group, source.time[i], y === null ? "" : y * factor, ...[0, 2, 4].map((q) => (o.fan?.[group]?.[q]?.[i] ?? "") && o.fan[group][q][i] * factor)]));
    }
    return csvOf(t("download.all"), ["output", "unit", "group", "time", "middle_member", "p05", "p50", "p95"], rows);
}

export function Download() {
    const [members, setMembers] = useState("200"), n = Number(members), isRight = Number.isInteger(n) && n >= 8 && n <= 20000;
    const report = async () => {
        const found = await runJob("report", "/api/report", { changes: { ...app.changes }, members: n });
        if (found) save(found.name, found.type, found.text);
    };
    return (
        <>
            <p class="row"><button type="button" class="main" id="save-yaml" onClick={() => save(`${app.about.name}-changed.yaml`, "application/yaml", scenarioText())}>{t("download.yaml")}</button>
                <button type="button" onClick={() => save("detente-changes.json", "application/json", JSON.stringify(shared(), null, 2))}>{t("download.json")}</button>
                <button type="button" id="save-csv" onClick={() => save("detente-lines.csv", "text/csv", everything())}>{t("download.csv")}</button></p>
            <p>{t("download.report")}</p>
            <p class="row"><label>{t("members")} <input type="text" id="report-members" inputMode="numeric" value={members} aria-invalid={!isRight} onInput={(e) => setMembers(e.target.value)} /></label>
                <button type="button" id="save-report" disabled={!isRight || isBusy()} onClick={report}>{t("download.makereport")}</button></p>
            <JobProgress kind="report" />
            <p>{t("download.others")} {t("download.command")}</p>
            <Command text={commandLine(`run ${app.about.scenario}`, "--members 64 --out results/page")} />
            <p class="hint">détente {app.about.version}; data {app.about.data_hash}. <a href="LICENSES.txt" target="_blank" rel="noopener">{t("download.notices")}</a></p>
        </>
    );
}

export function Help() {
    return (
        <>
            <p>{t("help.about")}</p>
            <dl class="help">{["overview", "game", "treaty", "grid", "uncertainty", "claims", "compare"].map((id) => [<dt key={id}>{t(`tab.${id}`)}</dt>, <dd key={`${id}-d`}>{t(`help.${id}`)}</dd>])}</dl>
            <p>{t("help.controls")}</p>
            <p>{t("help.keys")}</p>
            <p>{t("help.units")}</p>
            <p class="hint">{t("help.scenario", { name: app.about.name })} {app.about.text}</p>
        </>
    );
}
