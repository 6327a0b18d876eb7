# For dist_*.sh and slurm_*.sh, which source it: checks of their arguments, and the Python that runs them.
# USAGE is what they print where an argument is missing or wrong. No folder is changed: paths are the caller's.

fail() { # MESSAGE
  printf 'error: %s\n%s\n' "$1" "$USAGE" >&2
  exit 2
}

need_arguments() { # COUNT "$@"
  local count=$1
  shift
  case "${1:-}" in -h | --help)
    printf '%s\n' "$USAGE"
    exit 0
    ;;
  esac
  [ $# -ge "$count" ] || fail "expected at least $count arguments, got $#"
}

need_config() { # CONFIG
  [ -f "$1" ] || fail "$1: no such config; see configs/ for those that are there"
}

need_count() { # NAME VALUE LEAST
  [[ "$2" =~ ^[0-9]+$ ]] && [ "$((10#$2))" -ge "$3" ] || fail "$1 is '$2', expected a whole number of at least $3"
}

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
export PYTHONPATH="$ROOT${PYTHONPATH:+:$PYTHONPATH}"
if [ -z "${PYTHON:-}" ]; then
  PYTHON=python
  if [ -x "$ROOT/.venv/bin/python" ]; then PYTHON="$ROOT/.venv/bin/python"; fi
fi
command -v "$PYTHON" >/dev/null || fail "$PYTHON: no such program; make setup makes .venv, or set PYTHON"

run_together() { # PROCESSES TOOL ARGUMENT ...
  local processes=$1 tool=$2 nnodes=${NNODES:-1} node_rank=${NODE_RANK:-0} port=${PORT:-}
  shift 2
  need_count GPUS "$processes" 1
  need_count NNODES "$nnodes" 1
  need_count NODE_RANK "$node_rank" 0
  [ "$((10#$node_rank))" -lt "$((10#$nnodes))" ] || fail "NODE_RANK is $node_rank, expected less than NNODES, $nnodes"
  [ "$((10#$nnodes))" -eq 1 ] || [ -n "${MASTER_ADDR:-}" ] || fail 'NNODES > 1 needs MASTER_ADDR, the address of the first machine'
  if [ "$((10#$nnodes))" -gt 1 ]; then port=${port:-29500}; fi
  if [ -n "$port" ]; then
    need_count PORT "$port" 1
    set -- --master-addr="${MASTER_ADDR:-127.0.0.1}" --master-port="$port" "$ROOT/tools/$tool" "$@"
  else # a free one
    set -- "$ROOT/tools/$tool" "$@"
  fi
  exec "$PYTHON" -m aariz_mm.processes --nnodes="$nnodes" --node-rank="$node_rank" --nproc-per-node="$processes" "$@"
}

run_by_slurm() { # PARTITION JOB_NAME TOOL ARGUMENT ...
  local partition=$1 job=$2 tool=$3 gpus=${GPUS:-8} per_node cpus=${CPUS_PER_TASK:-5}
  shift 3
  need_count GPUS "$gpus" 1
  per_node=${GPUS_PER_NODE:-$((gpus < 8 ? gpus : 8))}
  need_count GPUS_PER_NODE "$per_node" 1
  need_count CPUS_PER_TASK "$cpus" 1
  command -v srun >/dev/null || fail 'srun is not there: this script is for a cluster with slurm, dist_*.sh for one machine'
  local gres=${GRES-gpu:$per_node}
  # The options for srun are split at blanks on purpose.
  # shellcheck disable=SC2086
  exec srun --partition="$partition" --job-name="$job" ${gres:+--gres="$gres"} --ntasks="$gpus" \
    --ntasks-per-node="$per_node" --cpus-per-task="$cpus" --kill-on-bad-exit=1 ${SRUN_ARGS:-} \
    "$PYTHON" -u "$ROOT/tools/$tool" "$@" --launcher slurm
}
