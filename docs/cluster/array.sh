#!/bin/sh
# A job array: each job runs one slice of the ensemble. Submit with: sbatch array.sh
#SBATCH --job-name=detente
#SBATCH --array=1-20
#SBATCH --cpus-per-task=8
#SBATCH --time=02:00:00
#SBATCH --requeue
set -eu
detente=${DETENTE:-detente}
part=$(printf '%s/part-%05d' "${OUT:-results/big}" "$SLURM_ARRAY_TASK_ID")
threads=${SLURM_CPUS_PER_TASK:-0}

# A job that was requeued goes on with what it had: `status` says 0 or 1 where a part has begun.
code=0
"$detente" status "$part" >/dev/null 2>&1 || code=$?
if [ "$code" -le 1 ]; then
    exec "$detente" resume "$part" --threads "$threads" --no-progress
fi
exec "$detente" ensemble "${SCENARIO:-coruna}" --members "${MEMBERS:-1000000}" --out "$part" --force \
    --slice "$SLURM_ARRAY_TASK_ID/${SLURM_ARRAY_TASK_COUNT:-20}" --threads "$threads" --no-progress
