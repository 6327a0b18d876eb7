"""Measures the image cache: milliseconds of loads, memory over a thousand radiographs, files beside one shard.

    python tests/radiographs/measure_cache.py [--count 1000] [--size 2000 2400] [--format png|jpg] [--fit 640 640]

Radiographs are phantoms of a fixed seed, each under many names. Times are of the CPU, medians.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import cv2
import numpy as np

from aariz_mm.phantom import write_phantom_dataset
from aariz_mm.radiographs.cache import ImageCache
from aariz_mm.radiographs.cache_entries import read_entry

_PHANTOMS = 4
_PAGE_MIB = 4096 / 2**20


def memory_mib() -> float:
    """Memory of this process that is in use, MiB."""
    return int(Path('/proc/self/statm').read_text().split()[1]) * _PAGE_MIB


def memory_of_passes(cache: ImageCache, paths: Sequence[Path], passes: int) -> list[float]:
    """MiB after each time that all radiographs were loaded, in another order each time."""
    found = []
    for index in range(passes):
        for at in np.random.default_rng(index).permutation(len(paths)):
            cache.load(paths[at])
        found.append(memory_mib())
    return found


def write_radiographs(folder: Path, count: int, size: tuple[int, int], kind: str) -> list[Path]:
    """Paths of so many files; those of one phantom are one file under many names."""
    root = write_phantom_dataset(folder / 'phantoms', _PHANTOMS, 0, 0, size, 0, progress=False)
    sources = sorted(root.glob('*/Cephalograms/*.png'))
    if kind == 'jpg':
        for source in sources:
            picture = cv2.imread(str(source), cv2.IMREAD_GRAYSCALE)
            source.write_bytes(cv2.imencode('.jpg', picture, [cv2.IMWRITE_JPEG_QUALITY, 95])[1].tobytes())
    paths = [folder / f'{index}.{kind}' for index in range(count)]
    for index, path in enumerate(paths):
        os.link(sources[index % _PHANTOMS], path)
    return paths


def cpu_ms(call: Callable, values: Iterable) -> list[float]:
    """Milliseconds of the CPU of a call with each value."""
    found = []
    for value in values:
        start = time.thread_time()
        call(value)
        found.append(1000 * (time.thread_time() - start))
    return found


def beside_a_shard(cache: ImageCache, paths: Sequence[Path], folder: Path) -> dict[str, float]:
    """Milliseconds of a load from an entry, and from one memory-mapped file of them all, in random order."""
    images = [cache.load(path)[0] for path in paths]
    ends = np.cumsum([image.size for image in images])
    np.save(folder / 'shard.npy', np.concatenate([image.ravel() for image in images]))
    parts = [(slice(end - image.size, end), image.shape) for end, image in zip(ends, images, strict=True)]
    order, entries = np.random.default_rng(0).permutation(len(paths)), [cache.entry_path(path) for path in paths]
    shard = np.load(folder / 'shard.npy', mmap_mode='r')
    ways = {
        'entry, read': lambda at: read_entry(entries[at])[0].sum(),
        'shard, copied': lambda at: np.array(shard[parts[at][0]].reshape(parts[at][1])).sum(),
        'shard, mapped': lambda at: shard[parts[at][0]].reshape(parts[at][1]).sum(),
        'entry, mapped': lambda at: np.load(entries[at], mmap_mode='r').sum(),
    }
    return {name: float(np.median(cpu_ms(way, order))) for name, way in ways.items()}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--count', type=int, default=1000)
    parser.add_argument('--size', type=int, nargs=2, default=(2000, 2400))
    parser.add_argument('--format', choices=('png', 'jpg'), default='png')
    parser.add_argument('--fit', type=int, nargs=2, default=(640, 640))
    args = parser.parse_args()
    cv2.setNumThreads(1)
    with tempfile.TemporaryDirectory(prefix='aariz_cache_') as name:
        folder = Path(name)
        paths = write_radiographs(folder, args.count, tuple(args.size), args.format)
        cache = ImageCache(folder / 'cache', tuple(args.fit))
        cold = cpu_ms(cache.load, paths)
        first = cpu_ms(lambda path: ImageCache(cache.cache_dir, cache.fit_size).load(path), paths)
        time.sleep(2.1)
        cache.load(paths[0])
        memory = memory_of_passes(cache, paths, passes=3)
        warm = cpu_ms(cache.load, paths)
        stock = cpu_ms(lambda path: cv2.imread(str(path), cv2.IMREAD_COLOR), paths[:100])
        for label, values in (('cold', cold), ('first of a process', first), ('warm', warm), ('cv2.imread', stock)):
            print(f'{label:20s} {np.median(values):8.3f} ms  (95 %: {np.percentile(values, 95):.3f})')
        print('MiB after each pass:', ', '.join(f'{one:.1f}' for one in memory))
        print('what was loaded summed up, so that mapped pixels are read, too:')
        for label, value in beside_a_shard(cache, paths[:400], folder).items():
            print(f'{label:20s} {value:8.3f} ms')


if __name__ == '__main__':
    main()
