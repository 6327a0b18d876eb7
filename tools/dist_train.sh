#!/usr/bin/env bash
# Trains a config by several processes, each with a GPU of its own or, without one, on the CPU. docs/guide/scaling.md
set -euo pipefail
USAGE='usage: tools/dist_train.sh CONFIG GPUS [options of tools/train.py]
  GPUS: processes on this machine
  variables: NNODES=1 NODE_RANK=0 MASTER_ADDR=127.0.0.1 PORT=29500 (one machine: a free port) PYTHON=.venv/bin/python
  example: tools/dist_train.sh configs/aariz_hrnet_512.py 4 --work-dir work_dirs/a --amp --auto-scale-lr'
source "$(dirname "${BASH_SOURCE[0]}")/launching.sh"
need_arguments 2 "$@"
need_config "$1"
need_count GPUS "$2" 1
run_together "$2" train.py "$1" --launcher pytorch "${@:3}"
