#!/bin/sh
# One job of many ranks: blocks of members are handed out as ranks are free. Submit with: sbatch ranks.sh
#SBATCH --job-name=detente
#SBATCH --ntasks=64
#SBATCH --cpus-per-task=1
#SBATCH --time=02:00:00
set -u
detente=${DETENTE:-detente}
out=${OUT:-results/big}

# Ranks get 30 s to save when one of them dies.
# shellcheck disable=SC2086  # one argument for each word
mpirun ${MPIRUN_OPTIONS:-} --mca odls_base_sigkill_timeout 30 -n "${SLURM_NTASKS:-2}" "$detente" ensemble \
    "${SCENARIO:-coruna}" --members "${MEMBERS:-1000000}" --threads "${SLURM_CPUS_PER_TASK:-1}" --out "$out" --no-progress

# What is there is joined; what a dead rank lost is run here.
"$detente" merge "$out"/shard-* --out "$out/whole"
"$detente" resume "$out/whole" --no-progress
