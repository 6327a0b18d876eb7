"""How many changed copies the doctor finds, how many strangers it takes for copies, and how long 1,000 images take.

    ISBI2015_ROOT=data/isbi2015 AARIZ_CVM_ROOT=data/aariz_cvm_c2c4 python tests/trust/measure_copies.py

Without landmarks: the pictures alone decide. Copies are made of 40 radiographs of ISBI ``valid``, of 40 crops of Aariz
``valid`` and of 40 phantoms.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from pathlib import Path

import cv2
import numpy as np

from aariz_mm.doctor import examine
from aariz_mm.phantom import write_phantom_dataset

__all__ = ['KINDS', 'copy_recall', 'main']

_Change = Callable[[np.ndarray, np.random.Generator], np.ndarray]
_GREY = cv2.IMREAD_GRAYSCALE


def _crop(image: np.ndarray, rng: np.random.Generator, even: bool = False) -> np.ndarray:
    height, width = image.shape
    top, bottom, left, right = np.full(4, 0.1) if even else rng.permutation([0.1, *rng.uniform(0, 0.1, 3)])
    return image[int(top * height) : height - int(bottom * height), int(left * width) : width - int(right * width)]


def _turn(image: np.ndarray, rng: np.random.Generator, degrees: float = 5.0) -> np.ndarray:
    height, width = image.shape
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), float(rng.choice([-1, 1])) * degrees, 1)
    return cv2.warpAffine(image, matrix, (width, height), borderValue=int(rng.choice([0, 255])))


def _pad(image: np.ndarray, rng: np.random.Generator, fill: int | None = None) -> np.ndarray:
    sides = (rng.permutation([0.1, *rng.uniform(0, 0.1, 3)]) * max(image.shape)).astype(int).tolist()
    if fill is None:
        return cv2.copyMakeBorder(image, *sides, cv2.BORDER_REPLICATE)
    return cv2.copyMakeBorder(image, *sides, cv2.BORDER_CONSTANT, value=fill)


def _power(exponent: float) -> _Change:
    return lambda image, rng: np.round(255 * (image / 255) ** exponent).astype(np.uint8)


def _resize(scale: float) -> _Change:
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return lambda image, rng: cv2.resize(image, None, fx=scale, fy=scale, interpolation=how)


def _both(*changes: _Change) -> _Change:
    def change(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        for one in changes:
            image = one(image, rng)
        return image

    return change


def _mirror(image, rng):
    return image[:, ::-1]


def _negative(image, rng):
    return 255 - image


def _jpeg(image, rng):
    return cv2.imdecode(cv2.imencode('.jpg', image, [cv2.IMWRITE_JPEG_QUALITY, 30])[1], _GREY)


KINDS: dict[str, _Change] = {
    'cropped up to 10 %': _crop,
    'cropped by 10 % on each side': lambda image, rng: _crop(image, rng, even=True),
    'turned by 2 degrees': lambda image, rng: _turn(image, rng, 2.0),
    'turned by 5 degrees': _turn,
    'padded up to 10 %, black': lambda image, rng: _pad(image, rng, 0),
    'padded up to 10 %, white': lambda image, rng: _pad(image, rng, 255),
    'padded up to 10 %, as the border': _pad,
    'mirrored': _mirror,
    'negative': _negative,
    'gamma 0.5': _power(0.5),
    'gamma 2': _power(2.0),
    'JPEG 30': _jpeg,
    'a quarter of the size': _resize(0.25),
    'twice the size': _resize(2.0),
    'squeezed to a square': lambda image, rng: cv2.resize(image, (512, 512), interpolation=cv2.INTER_AREA),
    'turned by a quarter': lambda image, rng: np.rot90(image),
    'mirrored and cropped': _both(_mirror, _crop),
    'cropped and turned': _both(_crop, _turn),
    'negative and turned': _both(_negative, _turn),
    'negative and padded': _both(_negative, lambda image, rng: _pad(image, rng, 0)),
    'a quarter of the size and padded': _both(_resize(0.25), lambda image, rng: _pad(image, rng, 0)),
    'a quarter of the size and JPEG 30': _both(_resize(0.25), _jpeg),
    'gamma 2 and padded': _both(_power(2.0), lambda image, rng: _pad(image, rng, 255)),
    'mirrored, negative, cropped, turned': _both(_mirror, _negative, _crop, _turn),
}
"""What is done to a copy: image (H, W) uint8 and a generator -> image."""


def copy_recall(files: Sequence[Path], change: _Change, seed: int = 0) -> tuple[int, set[tuple[str, str]]]:
    """How many copies of ``files`` are found, and the pairs that are no such copy.

    The originals become ``train`` and their changed copies ``test`` of a folder without annotations.
    """
    rng = np.random.default_rng(seed)
    with tempfile.TemporaryDirectory() as folder:
        for index, file in enumerate(files):
            image = cv2.imread(str(file), _GREY)
            _write(Path(folder, 'train', 'Cephalograms', f'{index:04}a.png'), image)
            _write(Path(folder, 'test', 'Cephalograms', f'{index:04}b.png'), change(image, rng))
        pairs = _pairs(examine(folder))
    right = {pair for pair in pairs if pair[0][:4] == pair[1][:4]}
    return len(right), pairs - right


def _pairs(report) -> set[tuple[str, str]]:
    return {
        tuple(sorted((first, second)))
        for group in report.copies
        for (_, first), (_, second) in combinations(group.members, 2)
    }


def _write(path: Path, image: np.ndarray) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not cv2.imwrite(str(path), np.ascontiguousarray(image), [cv2.IMWRITE_PNG_COMPRESSION, 1]):
        raise OSError(f'{path}: cannot be written')


def _sources(count: int, folder: Path) -> Iterator[tuple[str, list[Path], list[Path]]]:
    """Name, files that copies are made of, and all files to look for strangers among."""
    for name, variable, pattern in (
        ('radiographs of ISBI', 'ISBI2015_ROOT', 'Cephalograms/*'),
        ('crops of Aariz', 'AARIZ_CVM_ROOT', '*/*'),
    ):
        root = Path(os.environ.get(variable, 'nowhere'))
        valid, train = sorted(root.glob(f'valid/{pattern}')), sorted(root.glob(f'train/{pattern}'))
        if valid:
            yield name, valid[:: max(len(valid) // count, 1)][:count], train + valid
        else:
            print(f'{name}: no files, since {variable} names no such folder')
    root = write_phantom_dataset(folder / 'phantoms', 200, 1, 1, size=(450, 550), progress=False)
    phantoms = sorted(root.glob('train/Cephalograms/*'))
    yield 'phantoms', phantoms[:count], phantoms


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--count', type=int, default=40, help='copies of each kind')
    parser.add_argument('--kinds', nargs='*', default=list(KINDS), choices=list(KINDS))
    parser.add_argument('--no-recall', action='store_true', help='strangers and time alone')
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sources = list(_sources(args.count, Path(folder)))
        if not args.no_recall:
            _print_recall(sources, args.kinds)
        _print_strangers(sources)


def _print_recall(sources, kinds: Sequence[str]) -> None:
    print(f'| change | {" | ".join(name for name, *_ in sources)} |\n| --- |{" --- |" * len(sources)}')
    for kind in kinds:
        found = [(copy_recall(chosen, KINDS[kind])[0], len(chosen)) for _, chosen, _ in sources]
        print(f'| {kind} | {" | ".join(f"{number} of {of}" for number, of in found)} |', flush=True)


def _print_strangers(sources) -> None:
    print('\n| images | pairs | taken for one | seconds |\n| --- | --- | --- | --- |')
    together = [(name, files) for name, _, files in sources]
    thousand = [file for _, files in together for file in files][:1000]
    for name, files in (*together, ('all together', thousand)):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / 'train' / 'Cephalograms').mkdir(parents=True)
            for index, file in enumerate(files):
                link = Path(folder, 'train', 'Cephalograms', f'{index:04}_{file.stem}{file.suffix}')
                link.symlink_to(file.resolve())
            start = time.perf_counter()
            pairs = _pairs(examine(folder))
            seconds = time.perf_counter() - start
        print(f'| {len(files)} {name} | {len(files) * (len(files) - 1) // 2} | {len(pairs)} | {seconds:.0f} |')
        print('\n'.join(f'<!-- {first} {second} -->' for first, second in sorted(pairs)), flush=True)


if __name__ == '__main__':
    main()
