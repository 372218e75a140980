#!/bin/bash
# Trains on several machines under Slurm, one process for each GPU. Submit it from the checkout, built before:
#
#   sbatch --nodes=2 scripts/slurm_train.sh run.yml --set training.steps=20000
#
# Needs Slurm with PMIx (srun --mpi=list says so), Open MPI 4 or 5 built with it, NCCL 2, and checkpoint.dir on a file system
# that all machines share. Submit the same line again to go on where an ended job stopped.
#SBATCH --job-name=magma
#SBATCH --ntasks-per-node=8
#SBATCH --gpus-per-node=8
#SBATCH --cpus-per-task=8
#SBATCH --time=24:00:00
#SBATCH --output=%x-%j.log
# Two minutes before the time is up all processes are told to end, and save.
#SBATCH --signal=TERM@120
set -euo pipefail

config=${1:?"usage: sbatch scripts/slurm_train.sh run.yml [options of magma train]"}
shift
cd "${SLURM_SUBMIT_DIR:-.}"
export OMP_NUM_THREADS=${OMP_NUM_THREADS:-${SLURM_CPUS_PER_TASK:-1}}
# A quarter of the memory for each Java heap would be too much for eight of them.
export MAGMA_JAVA_OPTS="-XX:MaxRAMPercentage=$((25 / ${SLURM_NTASKS_PER_NODE:-8} + 1)) ${MAGMA_JAVA_OPTS:-}"

exec srun --mpi=pmix --kill-on-bad-exit=1 --cpus-per-task="${SLURM_CPUS_PER_TASK:-1}" \
    scripts/magma train -c "$config" "$@"
