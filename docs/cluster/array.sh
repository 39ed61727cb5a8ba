#!/bin/sh
# A job array: each job runs one slice of the ensemble. Submit with: sbatch array.sh
#SBATCH --job-name=detente
#SBATCH --array=1-20
#SBATCH --cpus-per-task=8
#SBATCH --time=02:00:00
#SBATCH --requeue
set -eu
detente=${DETENTE:-detente}
part=$(printf 'results/big/part-%05d' "$SLURM_ARRAY_TASK_ID")

# A job that was requeued goes on with what it had; one that was killed before it had anything begins again.
if "$detente" resume "$part" --threads "${SLURM_CPUS_PER_TASK:-0}" --no-progress 2>/dev/null; then exit 0; fi
"$detente" ensemble "${SCENARIO:-coruna}" --members "${MEMBERS:-1000000}" --out "$part" --force \
    --slice "$SLURM_ARRAY_TASK_ID/${SLURM_ARRAY_TASK_COUNT:-20}" --threads "${SLURM_CPUS_PER_TASK:-0}" --no-progress
