"""What importing costs, by what one wants to do: against ``import torch``, or without any of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from aariz_mm.benchmark.importing import Run, run_in_turn
from aariz_mm.benchmark.results import Goal, Row, compare, single

__all__ = ['import_codes', 'measure_imports']

_TORCH = 'import torch'
_TWICE = (Goal('ratio', 2.0, 'at most 2 x torch'),)
_NONE = (Goal('ours', 0.0, 'none of torch and mm*'),)
_HELP = 'import sys; from aariz_mm.cli import main; sys.exit(main([{arguments}"--help"]))'
_READ = """
import sys, tempfile
from aariz_mm.cli import main
sys.exit(main(['read', {radiograph!r}, '--force', '--out-dir', tempfile.mkdtemp(dir={out_dir!r})]))
"""
_TRAIN = """
from aariz_mm.launching.checked_runner import build_training_runner
from aariz_mm.launching.configs import Launch, build_train_config
build_training_runner(build_train_config(Launch({config!r}, {work_dir!r})))
"""


def import_codes(config: str | Path, radiograph: str | Path, out_dir: str | Path) -> dict[str, str]:
    """What is run, by name; the first is the reference.

    Args:
        config: of a training. radiograph: a file to read. out_dir: folder for what they write.
    """
    return {
        _TORCH: _TORCH,
        'import aariz_mm': 'import aariz_mm',
        'import aariz_mm.register': 'import aariz_mm.register',
        'tools/train.py up to its Runner': _TRAIN.format(config=str(config), work_dir=str(Path(out_dir) / 'train')),
        'import numpy, cv2, onnxruntime': 'import numpy, cv2, onnxruntime',
        'aariz-mm --help': _HELP.format(arguments=''),
        'aariz-mm read --help': _HELP.format(arguments='"read", '),
        'aariz-mm read RADIOGRAPH': _READ.format(radiograph=str(radiograph), out_dir=str(out_dir)),
    }


_WITH_TORCH = ('import aariz_mm.register', 'tools/train.py up to its Runner')


def measure_imports(codes: dict[str, str], rounds: int, threads: int = 1) -> list[Row]:
    """Rows of CPU seconds, seconds on the wall, peak memory, and heavy modules of what must have none.

    Args:
        codes: of :func:`import_codes`. rounds: fresh processes of each.
    """
    runs = run_in_turn(codes, rounds, threads)
    reference, *rest = codes
    measures = (('CPU time', 's', 'cpu_s'), ('wall time', 's', 'wall_s'), ('peak memory', 'MiB', 'peak_mib'))
    rows = []
    for what, unit, field in measures:
        for name in rest:
            goals = _TWICE if name in _WITH_TORCH and field != 'wall_s' else ()
            ours, torch = _values(runs[name], field), _values(runs[reference], field)
            rows.append(compare(f'{what}: {name}', ours, torch, unit, goals))
    light = [name for name in rest if name not in _WITH_TORCH]
    return [*rows, *(_heavy_row(name, runs[name]) for name in light)]


def _values(runs: Sequence[Run], field: str) -> list[float]:
    return [getattr(run, field) for run in runs]


def _heavy_row(name: str, runs: Sequence[Run]) -> Row:
    found = sorted({module for run in runs for module in run.heavy})
    said = f' ({", ".join(found)})' if found else ''
    counts = [float(len(run.heavy)) for run in runs]
    return single(f'heavy packages imported{said}: {name}', counts, 'packages', goals=_NONE)
