#!/usr/bin/env bash
# Trains a config by the processes of a slurm job, one for each GPU. docs/guide/scaling.md
set -euo pipefail
USAGE='usage: tools/slurm_train.sh PARTITION JOB_NAME CONFIG [WORK_DIR] [options of tools/train.py]
  variables: GPUS=8 (processes) GPUS_PER_NODE=8 CPUS_PER_TASK=5 GRES=gpu:8 (empty: no GPU) SRUN_ARGS= PYTHON=.venv/bin/python
  example: GPUS=16 tools/slurm_train.sh gpu ceph configs/aariz_hrnet_512.py work_dirs/a --amp'
source "$(dirname "${BASH_SOURCE[0]}")/launching.sh"
need_arguments 3 "$@"
need_config "$3"
partition=$1 job=$2 config=$3
shift 3
case "${1:--}" in
  -*) ;;
  *) set -- --work-dir "$@" ;;
esac
run_by_slurm "$partition" "$job" train.py "$config" "$@"
