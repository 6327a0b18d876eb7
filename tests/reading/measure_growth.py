"""Measures whether memory grows while many radiographs are read: RSS of a command and its processes, by file.

Small phantoms and a bundle of a few kilobytes, so that 10,000 take some minutes and what is kept of each shows.

python tests/reading/measure_growth.py [--count 10000] [--formats json,csv,html,overlay] [--jobs 1]
python tests/reading/measure_growth.py --predict CONFIG CHECKPOINT [--count 1000]
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from pathlib import Path

import cv2
import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / 'soak'))

from soak_samples import memory_of_family
from tiny_bundles import write_landmark_bundle

from aariz_mm.phantom import draw_indexed_phantom

__all__ = ['growth_kib', 'make_films', 'sample_memory']

_DISTINCT = 20
_SETTLED = 0.3
"""Share of the radiographs at the beginning, while libraries still take memory of their own."""


def make_films(folder: Path, count: int, size: tuple[int, int] = (160, 195)) -> Path:
    """A folder with as many radiographs, of which some are the same file under another name."""
    folder.mkdir(parents=True)
    for number in range(count):
        path = folder / f'film_{number:06d}.png'
        if number < _DISTINCT:
            cv2.imwrite(str(path), draw_indexed_phantom(0, 'train', number, size).image)
        else:
            os.link(folder / f'film_{number % _DISTINCT:06d}.png', path)
    return folder


def sample_memory(command: list[str], out_dir: Path, every_s: float = 0.5) -> tuple[np.ndarray, int]:
    """Run a command that reads radiographs.

    Returns:
        (n, 2): results written so far, and MiB of the command with its processes; and the exit status.
    """
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        samples = []
        while process.poll() is None:
            samples.append((_count_results(out_dir), memory_of_family(process.pid)))
            time.sleep(every_s)
    return np.array(samples, float), process.returncode


def growth_kib(samples: np.ndarray) -> float:
    """KiB that each radiograph adds, by the line of least squares through all but the first part.

    With the last result processes begin to end, which would hide a growth.
    """
    last = samples[:, 0].max()
    done, memory = samples[(samples[:, 0] >= _SETTLED * last) & (samples[:, 0] < last)].T
    return float(np.polyfit(done, memory, 1)[0]) * 1024


def _count_results(out_dir: Path) -> int:
    return sum(name.endswith('.json') for name in os.listdir(out_dir)) if out_dir.is_dir() else 0


def _command(args, films: Path, out_dir: Path, bundle: Path) -> list[str]:
    more = [str(films), '--out-dir', str(out_dir), '--formats', args.formats, '--pixel-size', '0.5']
    if args.predict:
        return [sys.executable, 'tools/predict.py', *args.predict, *more, '--device', 'cpu']
    model = ['--model', str(write_landmark_bundle(bundle)), '--cvm', 'none', '--force', '--jobs', str(args.jobs)]
    return [sys.executable, '-m', 'aariz_mm', 'read', *more, *model]


def main() -> None:
    """Measure, and print a table and JSON."""
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--count', type=int, default=10_000)
    parser.add_argument('--formats', default='json,csv,html,overlay')
    parser.add_argument('--jobs', type=int, default=1)
    parser.add_argument('--predict', nargs=2, metavar=('CONFIG', 'CHECKPOINT'))
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        films, out_dir = make_films(root / 'films', args.count), root / 'results'
        begin = time.perf_counter()
        samples, status = sample_memory(_command(args, films, out_dir, root / 'tiny.onnx'), out_dir)
        seconds = time.perf_counter() - begin
    print(f'exit status {status}, {seconds:.0f} s, {1000 * seconds / args.count:.0f} ms a radiograph')
    for share in (0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0):
        reached = samples[samples[:, 0] >= share * samples[:, 0].max()]
        print(f'{reached[0, 0]:7.0f} radiographs {reached[0, 1]:8.1f} MiB')
    print(json.dumps(dict(count=args.count, kib_per_radiograph=round(growth_kib(samples), 3), status=status)))


if __name__ == '__main__':
    main()
