#!/usr/bin/env bash
# Tests a checkpoint, or several as one ensemble, by the processes of a slurm job. docs/guide/scaling.md
set -euo pipefail
USAGE='usage: tools/slurm_test.sh PARTITION JOB_NAME CONFIG CHECKPOINT [CHECKPOINT ...] [options of tools/test.py]
  variables: GPUS=8 (processes) GPUS_PER_NODE=8 CPUS_PER_TASK=5 GRES=gpu:8 (empty: no GPU) SRUN_ARGS= PYTHON=.venv/bin/python
  example: GPUS=8 tools/slurm_test.sh gpu ceph configs/aariz_hrnet_512.py work_dirs/a/epoch_60.pth --out work_dirs/a/m.json'
source "$(dirname "${BASH_SOURCE[0]}")/launching.sh"
need_arguments 4 "$@"
need_config "$3"
case "$4" in -*) fail "CHECKPOINT is '$4'" ;; esac
run_by_slurm "$1" "$2" test.py "${@:3}"
