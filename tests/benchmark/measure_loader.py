"""Measures how the cost of an epoch's samples grows with workers and with radiographs.

    python tests/benchmark/measure_loader.py [--images 32 320 3200] [--workers 0 1 2] [--batch-size 16]

A warm cache; nothing is trained. Radiographs are 32 phantoms of 1000 x 1200, seed 0, under many names.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from pathlib import Path

from mmengine.config import Config
from mmengine.registry import init_default_scope
from mmengine.runner import Runner

from aariz_mm.benchmark.phantom_data import phantom_folder
from aariz_mm.benchmark.set_up import load_config, set_threads
from aariz_mm.benchmark.sides import with_cache

_PHANTOMS = 32


def own_mib(pid: int | str) -> float:
    """Memory that a process shares with no other, MiB."""
    lines = Path(f'/proc/{pid}/smaps_rollup').read_text(encoding='utf-8').splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith('Private')) / 1024


def multiply(root: Path, times: int) -> None:
    """Let a dataset have each of its radiographs under so many names."""
    table = next(root.glob('*.csv'))
    header, *rows = table.read_text(encoding='utf-8').splitlines()
    copies = []
    for index in range(1, times):
        for source in [path for path in sorted(root.rglob('*.*')) if path.is_file() and path != table]:
            if not source.stem.startswith('copy'):
                target = source.with_name(f'copy{index}_{source.name}')
                text = source.read_bytes()
                if source.suffix == '.json':
                    text = text.replace(source.stem.encode(), target.stem.encode())
                target.write_bytes(text)
        copies += [f'copy{index}_{row}' for row in rows]
    table.write_text('\n'.join([header, *rows, *copies]) + '\n', encoding='utf-8')


def measure(config: Config, workers: int, batch_size: int) -> str:
    """A row of the table: an epoch that fills the cache is not counted."""
    loader = config.train_dataloader.copy()
    loader.update(num_workers=workers, batch_size=batch_size, persistent_workers=workers > 0)
    begin = time.perf_counter()
    built = Runner.build_dataloader(loader, seed=0)
    built.dataset.full_init()
    ready = time.perf_counter() - begin
    for _ in built:
        pass
    begin = time.perf_counter()
    first = count = 0
    for batch in built:
        first = first or time.perf_counter() - begin
        count += len(batch['inputs'])
    seconds = time.perf_counter() - begin
    each = [own_mib(worker.pid) for worker in built._iterator._workers] if workers else []
    memory = f'{own_mib("self"):.0f}' + (f' + {max(each):.0f} a worker' if each else '')
    times = f'{count / seconds:.0f} | {1000 * first:.0f} ms | {ready:.2f} s'
    return f'| {len(built.dataset)} | {workers} | {times} | {memory} |'


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument('--config', default='configs/aariz_lite0_512.py')
    parser.add_argument('--images', type=int, nargs='+', default=[32, 320, 3200])
    parser.add_argument('--workers', type=int, nargs='+', default=[0, 1, 2])
    parser.add_argument('--batch-size', type=int, default=16)
    args = parser.parse_args()
    set_threads(1)
    init_default_scope('mmpose')
    print('| radiographs | workers | samples a second | first batch | dataset ready | MiB |')
    print('| --- ' * 6 + '|')
    with phantom_folder(_PHANTOMS, (1000, 1200)) as folder:
        for images in args.images:
            root = Path(tempfile.mkdtemp(dir=folder)) / 'data'
            shutil.copytree(folder / 'phantoms', root)
            multiply(root, max(images // _PHANTOMS, 1))
            config = load_config(args.config, [])
            dataset = config.train_dataloader.dataset
            dataset.data_root, dataset.pipeline = str(root), with_cache(dataset.pipeline, root.parent / 'cache')
            for workers in args.workers:
                print(measure(config, workers, args.batch_size), flush=True)


if __name__ == '__main__':
    main()
