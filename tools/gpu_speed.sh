#!/usr/bin/env bash
# Measures on one GPU how busy HRNet-W32 keeps it, beside a bare loop, then trains and scores it on ISBI 2015: ten minutes.
# docs/performance.md
set -euo pipefail
USAGE='usage: ISBI2015_ROOT=/path/to/isbi2015 tools/gpu_speed.sh
  variables: OUT=work_dirs/gpu_speed (speed.md, speed.json, rows.md, rows.json, logs)
             DEADLINE_S=570 (of it 180 for the measurement) DRY_RUN=1 (print the commands) PYTHON=.venv/bin/python'
source "$(dirname "${BASH_SOURCE[0]}")/launching.sh"
need_arguments 0 "$@"
[ $# -eq 0 ] || fail "expected no arguments, got: $*"
[ -d "${ISBI2015_ROOT:-}" ] || fail "ISBI2015_ROOT is '${ISBI2015_ROOT:-}', expected the folder of the data"
deadline=${DEADLINE_S:-570}
need_count DEADLINE_S "$deadline" 60
out=${OUT:-work_dirs/gpu_speed} measure_s=180 began=$SECONDS
config="$ROOT/configs/isbi2015/single_stage/isbi2015_hrnet_512.py"

measure=(timeout "$measure_s" "$PYTHON" "$ROOT/tools/benchmark.py" train-step --config "$config" --data config
  --device cuda --amp --batch-size 32 --steps 40 --rounds 3 --out "$out/speed.json"
  --cfg-options model.backbone.init_cfg=None "train_dataloader.num_workers=$(($(nproc) - 1))")
if [ "${DRY_RUN:-0}" != 0 ]; then
  echo "${measure[*]} | tee $out/speed.md"
else
  mkdir -p "$out"
  # Without its figures, the row may still come.
  "${measure[@]}" | tee "$out/speed.md" || echo "gpu_speed: not measured within $measure_s s, or failed; see above" >&2
fi
OUT="$out" ROWS="${ROWS:-hrnet_512}" DEADLINE_S=$((deadline - SECONDS + began)) PYTHON="$PYTHON" "$ROOT/tools/gpu_rows.sh"
