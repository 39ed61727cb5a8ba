/* A job that runs on the server: how to start, watch and cancel it. One job at a time. */
import { number, seconds } from "./format.js";
import { canonical } from "./link.js";
import { app } from "./store.js";
import { t } from "./words.js";

export function isBusy() {
    return Boolean(app.job && !app.job.isDone);
}

export function JobProgress({ kind }) {
    const job = app.job;
    if (!job || job.kind !== kind) return isBusy() ? <p role="status">{t("job.other")}</p> : null;
    const p = job.progress, failed = p?.failed ?? 0;
    if (job.isDone) {
        if (job.error) return <p class="error" role="alert">{job.error}</p>;
        if (job.isCancelled) return <p role="status">{t("job.cancelled")}</p>;
        return <p role="status">{t("job.done", { n: number(p?.done ?? job.members ?? 0), failed, time: seconds(p?.seconds) })}</p>;
    }
    return (
        <div class="job">
            <progress max={p?.total || 1} value={p?.done ?? 0} aria-label={t("job.progress")} />
            <span role="status">{p ? t("job.running", { done: number(p.done), total: number(p.total), failed, time: seconds(p.eta_seconds) }) : t("job.waiting")}</span>
            <button type="button" class="cancel" onClick={() => job.cancel?.()} disabled={!job.cancel}>{t("cancel")}</button>
        </div>
    );
}

/* A whole number that a job takes: what is allowed stands beside it when it is not met. */
export function wholeWrong(text, least, most) {
    const n = Number(text);
    return text.trim() && Number.isInteger(n) && n >= least && n <= most ? "" : t("allowed.whole", { least: number(least), most: number(most) });
}

/* Least, usual and most of a size of a job, as the server says. */
export function sizeOf(kind, name, usual) {
    const found = app.about.sizes?.find((s) => s.path === `/api/${kind}` && s.key === name);
    return { least: 1, usual, most: 1e6, ...found };
}

/* What was computed belongs to other settings. */
export function Stale({ of }) {
    return of && of.key !== canonical(app.changes) ? <p class="error">{t("job.stale")}</p> : null;
}
