"""What a model gains from 20, 40 and 80 corrected radiographs of ISBI 2015, chosen by ``aariz-mm next`` or at random.

  ISBI2015_ROOT=/path/to/isbi2015 python tests/trust/measure_correcting_next.py --out work_dirs/correcting_next

Each seed draws an order of the 131 radiographs of ``train``. A first model learns from its first 10. At random, the
first 20, 40 and 80 of the order teach the next ones. Chosen, the model of the stage before reads all that are left and
says which 10, 20 and 40 to add. "Corrected" radiographs have the mean of both readers. Every model has 600 steps in
batches of 4, the last counts, and is scored on ``valid``, which takes part in nothing else. Runs that are there already
are kept; the table is printed as far as it goes.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
from pathlib import Path

import numpy as np

from aariz_mm.annotations.layout import list_split
from aariz_mm.choosing.reading import read_candidates
from aariz_mm.choosing.spreading import choose_next
from aariz_mm.radiographs.listing import RadiographFile
from aariz_mm.reading.reader import Reader

__all__ = ['chosen_ids', 'main', 'summarize']

CONFIG = 'configs/isbi2015/heads/isbi2015_lite0_softmax_320.py'
FIRST, SIZES, STEPS, BATCH = 10, (20, 40, 80), 600, 4


def main() -> None:
    """Train what is missing, seed by seed, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--out', type=Path, default=Path('work_dirs/correcting_next'))
    parser.add_argument('--seeds', type=int, nargs='+', default=[0, 1, 2])
    parser.add_argument('--no-amp', action='store_true', help='for a CPU without bfloat16')
    args = parser.parse_args()
    if not os.environ.get('ISBI2015_ROOT'):
        sys.exit('error: ISBI2015_ROOT names no data; set it to the folder of ISBI 2015 in the Aariz layout')
    images = list_split(Path(os.environ['ISBI2015_ROOT'], 'train')).images
    for seed in args.seeds:
        _run_seed(args, images, seed)
    print(summarize(args.out, args.seeds))


def _run_seed(args: argparse.Namespace, images: dict, seed: int) -> None:
    order = [str(one) for one in np.random.default_rng(seed).permutation(sorted(images))]
    folder = args.out / f'seed{seed}'
    _train(args, folder / 'first', order[:FIRST], images, seed)
    taught, before = order[:FIRST], folder / 'first'
    for size in SIZES:
        _train(args, folder / f'random{size}', order[:size], images, seed)
        taught = _kept_ids(folder / f'chosen{size}') or chosen_ids(_export(before), images, taught, size)
        before = folder / f'chosen{size}'
        _train(args, before, taught, images, seed)


def chosen_ids(bundle: Path, images: dict, taught: list[str], size: int) -> list[str]:
    """What was taught, and what ``aariz-mm next`` adds to it."""
    names = sorted(images, key=lambda one: (one in taught, one))
    files = [RadiographFile(images[name][0], name) for name in names]
    found = read_candidates(Reader(bundle, threads=1, force=True), files)
    for name, reason in found.left_out:
        print(f'{name}: left out, {reason}')
    open_ones = [one for one in found.radiographs if one.name not in taught]
    done = [one for one in found.radiographs if one.name in taught]
    return taught + [open_ones[index].name for index in choose_next(open_ones, size - len(taught), done)]


def summarize(out: Path, seeds: list[int]) -> str:
    """Table of MRE and SDR at 2 mm on ``valid``, mean and SD over the seeds that are there."""
    rows = ['| corrected | MRE, mm: chosen | at random | SDR 2 mm, %: chosen | at random |', '| --- ' * 5 + '|']
    first = _cells(out, seeds, 'first')
    rows.append(f'| {FIRST}, at random | | {first[0]} | | {first[1]} |')
    for size in SIZES:
        (chosen_mre, chosen_sdr), (mre, sdr) = (_cells(out, seeds, f'{way}{size}') for way in ('chosen', 'random'))
        rows.append(f'| {size} | {chosen_mre} | {mre} | {chosen_sdr} | {sdr} |')
    return '\n'.join(rows)


def _cells(out: Path, seeds: list[int], name: str) -> tuple[str, str]:
    paths = [out / f'seed{seed}' / name / 'metrics.json' for seed in seeds]
    scores = [json.loads(path.read_text()) for path in paths if path.exists()]
    return tuple(_mean_text([one[key] for one in scores]) for key in ('MRE_mm', 'SDR_2.0mm'))


def _mean_text(values: list[float]) -> str:
    if not values:
        return 'not run'
    spread = f' ± {np.std(values, ddof=1):.3f}' if len(values) > 1 else ''
    return f'{np.mean(values):.3f}{spread} ({", ".join(f"{value:.3f}" for value in values)})'


def _kept_ids(folder: Path) -> list[str]:
    path = folder / 'ids.json'
    return json.loads(path.read_text()) if path.exists() else []


def _train(args: argparse.Namespace, folder: Path, ids: list[str], images: dict, seed: int) -> None:
    """Train on some radiographs and score on ``valid``, unless that was done."""
    if (folder / 'metrics.json').exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    (folder / 'ids.json').write_text(json.dumps(ids))
    left_out = sorted(set(images) - set(ids))
    epochs = math.ceil(STEPS / (len(ids) // BATCH))  # an incomplete batch is left out
    options = [
        f'train_cfg.max_epochs={epochs}', f'randomness.seed={seed}', f'train_dataloader.dataset.exclude={left_out}',
        f'default_hooks.checkpoint.interval={epochs}',
    ]  # fmt: skip
    precision = [] if args.no_amp else ['--amp']
    _call(folder, 'train.py', CONFIG, '--work-dir', folder, '--no-validate', *precision, '--cfg-options', *options)
    _call(
        folder, 'test.py', CONFIG, _checkpoint(folder), '--work-dir', folder / 'test', '--out', folder / 'metrics.json'
    )


def _export(folder: Path) -> Path:
    bundle = folder / 'model.onnx'
    if not bundle.exists():
        _call(folder, 'export.py', CONFIG, _checkpoint(folder), '--out', bundle)
    return bundle


def _checkpoint(folder: Path) -> str:
    return (folder / 'last_checkpoint').read_text().strip()


def _call(folder: Path, tool: str, *arguments: object) -> None:
    with (folder / 'log.txt').open('a') as log:
        command = [sys.executable, f'tools/{tool}', *map(str, arguments)]
        status = subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, check=False).returncode
    if status:
        sys.exit(f'error: tools/{tool} ended with status {status}; see {folder / "log.txt"}')


if __name__ == '__main__':
    main()
