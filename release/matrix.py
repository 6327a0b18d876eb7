"""Runs the quick tests with the oldest and the newest versions of what is used, each in an environment of its own.

    python -m release.matrix [CELL ...] [--python 3.X] [--resolve]

Without a cell: all whose Python is on this machine. ``--resolve``: says for each Python whether the versions go
together. Environments stay in work_dirs/matrix. UV names uv. Exit status: 0 all passed, 1 some failed, 2 no such cell.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from pathlib import Path

from .matrix_cells import BINARY, CELLS, NEEDS_PLUG_IN, OVERRIDES, PYTHONS, Cell

__all__ = ['ROOT', 'find_python', 'install', 'main', 'resolve', 'run_tests', 'test_files']

ROOT = Path(__file__).resolve().parents[1]
_FOLDER = ROOT / 'work_dirs/matrix'


def main(arguments: Sequence[str] | None = None) -> int:
    """Install, test and tell; returns the exit status."""
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('cells', nargs='*', metavar='CELL', help=f'some of {", ".join(CELLS)}')
    parser.add_argument('--resolve', action='store_true', help='install nothing, say what goes together')
    parser.add_argument('--python', metavar='3.X', choices=PYTHONS, help='on this Python alone')
    args = parser.parse_args(arguments)
    unknown = set(args.cells) - set(CELLS)
    if unknown:
        print(f'no cell {sorted(unknown)}; there are {list(CELLS)}', file=sys.stderr)
        return 2
    cells = [CELLS[name] for name in args.cells or CELLS]
    _FOLDER.mkdir(parents=True, exist_ok=True)
    (_FOLDER / 'overrides.txt').write_text('\n'.join(OVERRIDES) + '\n', encoding='utf-8')
    if args.resolve:
        return max(
            [_tell(f'{cell.name} on Python {python}', resolve(cell, python)) for cell in cells for python in PYTHONS]
        )
    return max([_run(cell, python) for cell in cells for python in _pythons(cell, args.python)], default=0)


def _run(cell: Cell, python: str) -> int:
    begin = time.monotonic()
    status = install(cell, python) or run_tests(cell, python)
    return _tell(f'{cell.name} on Python {python}, {time.monotonic() - begin:.0f} s', status)


def _tell(what: str, status: int, well: str = 'passed') -> int:
    print(f'{what}: {"failed" if status else well}', flush=True)
    return min(status, 1)


def _pythons(cell: Cell, only: str | None) -> list[str]:
    """Pythons of this machine: all for the core, the first one for the plug-in, which is gigabytes each."""
    wanted = [only] if only else PYTHONS
    found = [python for python in wanted if find_python(python)]
    missing = [python for python in wanted if python not in found]
    if missing:
        print(
            f'{cell.name}: no Python {", ".join(missing)} on this machine; --resolve tells whether versions go together'
        )
    return found[:1] if cell.has_plug_in else found


def find_python(python: str) -> str | None:
    """Path of a Python that runs: on the PATH, or one of pyenv's; None where there is none."""
    home = Path(os.environ.get('PYENV_ROOT') or Path.home() / '.pyenv')
    places = [shutil.which(f'python{python}'), *map(str, home.glob(f'versions/{python}.*/bin/python{python}'))]
    return next((place for place in places if place and _runs(place)), None)


def _runs(place: str) -> bool:
    try:
        return subprocess.run([place, '-c', ''], capture_output=True, timeout=60).returncode == 0  # nosec B603
    except (OSError, subprocess.TimeoutExpired):
        return False


def install(cell: Cell, python: str) -> int:
    """Make the environment of a cell anew; returns the status of uv."""
    folder = _FOLDER / f'{cell.name}-{python}'
    there = str(folder / 'bin/python')
    return (
        _call([_uv(), 'venv', '--quiet', '--clear', '--python', find_python(python) or python, str(folder)])
        or _call([_uv(), 'pip', 'install', '--quiet', '--python', there, *_versions(cell)])
        or _call([_uv(), 'pip', 'install', '--quiet', '--python', there, '--no-deps', '--editable', str(ROOT)])
    )


def resolve(cell: Cell, python: str) -> int:
    """Whether the versions of a cell go together on a Python; returns the status of uv."""
    asked = _FOLDER / 'asked.txt'
    asked.write_text('\n'.join(cell.requirements) + '\n', encoding='utf-8')
    options = ['--quiet', '--python-version', python, '--output-file', str(_FOLDER / f'{cell.name}-{python}.txt')]
    return _call([_uv(), 'pip', 'compile', str(asked), *options, *_options(cell)])


def run_tests(cell: Cell, python: str) -> int:
    """Run the quick tests of a cell; returns the status of pytest."""
    command = [str(_FOLDER / f'{cell.name}-{python}' / 'bin/python'), '-m', 'pytest', '-q', '-p', 'no:cacheprovider']
    left_out = [f'--deselect={test}' for test in cell.known]
    return _call([*command, *left_out, *test_files(cell)], dict(OMP_NUM_THREADS='1', PYTHONPATH=str(ROOT)))


def test_files(cell: Cell) -> list[str]:
    """Files of tests of a cell; one of the core has none that import what it lacks."""
    files = [file for place in cell.tests for file in sorted(_below(ROOT / place))]
    kept = files if cell.has_plug_in else [file for file in files if not _imports(file)]
    return [str(file.relative_to(ROOT)) for file in kept if file.name not in cell.slow]


def _below(place: Path) -> Iterable[Path]:
    return [place] if place.is_file() else place.rglob('test_*.py')


def _imports(file: Path) -> bool:
    return re.search(NEEDS_PLUG_IN, file.read_text(encoding='utf-8'), re.MULTILINE) is not None


def _versions(cell: Cell) -> list[str]:
    return [*cell.requirements, *_options(cell)]


def _options(cell: Cell) -> list[str]:
    built = [word for name in BINARY for word in ('--only-binary', name)]
    return [*built, '--resolution', cell.resolution, '--override', str(_FOLDER / 'overrides.txt')]


def _uv() -> str:
    return os.environ.get('UV') or 'uv'


def _call(command: Sequence[str], more: dict[str, str] | None = None) -> int:
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **(more or {})}).returncode  # nosec B603


if __name__ == '__main__':
    sys.exit(main())
