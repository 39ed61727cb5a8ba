/* A job that runs on the server: how to start, watch and cancel it. One job at a time. */
import { number, seconds } from "./format.js";
import { app } from "./store.js";

export function JobProgress({ kind }) {
    const job = app.job;
    if (!job || job.kind !== kind) return null;
    const p = job.progress;
    if (job.isDone) {
        if (job.error) return <p class="error" role="alert">{job.error}</p>;
        return <p role="status">{job.isCancelled ? "Cancelled." : `Done: ${p?.done ?? job.members} runs, ${p?.failed ?? 0} failed, ${seconds(p?.seconds)}.`}</p>;
    }
    return (
        <div class="job">
            <progress max={p?.total ?? 1} value={p?.done ?? 0} aria-label="Progress" />
            <span role="status">{p ? `${number(p.done)} of ${number(p.total)} runs, ${p.failed} failed, ${seconds(p.eta_seconds)} left` : "waiting"}</span>
            <button type="button" onClick={() => job.cancel?.()} disabled={!job.cancel}>Cancel</button>
        </div>
    );
}

export function isBusy() {
    return Boolean(app.job && !app.job.isDone);
}
