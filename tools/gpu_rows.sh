#!/usr/bin/env bash
# Trains and scores, on one GPU and within ten minutes, the configs that have no score yet. docs/guide/train.md
#
#   ISBI2015_ROOT=/path/to/isbi2015 AARIZ_CVM_ROOT=/path/to/crops tools/gpu_rows.sh
#
# OUT=work_dirs/gpu_rows   checkpoints, logs, rows.md and rows.json
# ROWS="reader24 cvm_512"  some rows; hrnet_512_timm and hrnet_960_timm, which need timm's weights, run only if named
# JOBS=5                   rows at a time
# DEADLINE_S=570           seconds after which whatever still runs is stopped; its row then has no score
# EPOCHS=1                 of every training: a trial on a CPU
# DRY_RUN=1                print the commands, run nothing
# PYTHON=python            the Python that has aariz_mm
set -euo pipefail
for name in ISBI2015_ROOT AARIZ_CVM_ROOT OUT; do # paths are of the folder from which it is called
  case "${!name:-/}" in /*) ;; *) export "$name=$PWD/${!name}" ;; esac
done
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export OMP_NUM_THREADS="${OMP_NUM_THREADS:-1}" PYTHONPATH="$PWD${PYTHONPATH:+:$PYTHONPATH}"
if [ -z "${PYTHON:-}" ]; then
  PYTHON=python
  if [ -x .venv/bin/python ]; then PYTHON=.venv/bin/python; fi
fi
exec "$PYTHON" -m aariz_mm.gpu_rows
