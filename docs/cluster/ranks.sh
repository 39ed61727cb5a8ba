#!/bin/sh
# One job of many ranks: blocks of members are handed out as ranks are free. Submit with: sbatch ranks.sh
#SBATCH --job-name=detente
#SBATCH --ntasks=64
#SBATCH --cpus-per-task=1
#SBATCH --time=02:00:00
#SBATCH --requeue
set -u
detente=${DETENTE:-detente}
out=${OUT:-results/big}

# OpenMPI gives ranks 30 s to save when one of them dies.
export OMPI_MCA_odls_base_sigkill_timeout=30

ranks() {
    # shellcheck disable=SC2086  # one argument for each word
    mpirun ${MPIRUN_OPTIONS:-} -n "${SLURM_NTASKS:-2}" "$detente" "$@" --threads "${SLURM_CPUS_PER_TASK:-1}" --no-progress
}

# A job that was requeued goes on with what its ranks had: `status` says 0 or 1 where shards have begun.
code=0
"$detente" status "$out" >/dev/null 2>&1 || code=$?
if [ "$code" -le 1 ]; then
    ranks resume "$out"
else
    ranks ensemble "${SCENARIO:-coruna}" --members "${MEMBERS:-1000000}" --out "$out" --force
fi

# What a dead rank lost is run here, and the shards are joined.
"$detente" resume "$out" --no-progress && "$detente" merge "$out"/shard-* --out "$out/whole" --force
