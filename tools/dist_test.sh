#!/usr/bin/env bash
# Tests a checkpoint, or several as one ensemble, by several processes, as dist_train.sh trains. docs/guide/scaling.md
set -euo pipefail
USAGE='usage: tools/dist_test.sh CONFIG CHECKPOINT [CHECKPOINT ...] GPUS [options of tools/test.py]
  GPUS: processes on this machine
  variables: NNODES=1 NODE_RANK=0 MASTER_ADDR=127.0.0.1 PORT=29500 (one machine: a free port) PYTHON=.venv/bin/python
  example: tools/dist_test.sh configs/aariz_hrnet_512.py work_dirs/a/epoch_60.pth 4 --out work_dirs/a/metrics.json'
source "$(dirname "${BASH_SOURCE[0]}")/launching.sh"
need_arguments 3 "$@"
need_config "$1"
config=$1
shift
checkpoints=()
while [ $# -gt 0 ] && [[ ! "$1" =~ ^[0-9]+$ ]]; do
  case "$1" in -*) break ;; esac
  checkpoints+=("$1")
  shift
done
[ ${#checkpoints[@]} -gt 0 ] || fail 'no CHECKPOINT before GPUS'
need_count GPUS "${1:-}" 1
run_together "$1" test.py "$config" "${checkpoints[@]}" --launcher pytorch "${@:2}"
