"""Tracings beside phantoms' true outlines, beside the skin on real radiographs, and the time that one takes.

  python tests/trust/measure_tracing.py [--phantoms 60] [--times 200] [--root ROOT]

Prints Markdown. ROOT, by default ISBI2015_ROOT, is the ISBI 2015 data with the annotations of CL-Detection 2023;
without it the skin is left out. The outlines were drawn on its train part, which is the part that is measured here: the
figures say how well one template fits the faces that it was made from, not how well it fits others.
"""

from __future__ import annotations

import json
import os
import sys
import time
from argparse import ArgumentParser
from pathlib import Path

import cv2
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from made_outlines import distances_mm, sample_head

from aariz_mm.landmarks import SUBSETS, SYMBOLS
from aariz_mm.outlines import flatten, head_pose, outline_head
from aariz_mm.tracing import trace, tracing_png

READERS = ('Senior Orthodontists', 'Junior Orthodontists', 'CL-Detection 2023')
SKIN = ('N`', 'Pn', 'Sn', 'Ls', 'Li', 'Pog`')
_REACH_MM, _STEP_MM = 5.0, 0.2


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument('--phantoms', type=int, default=60)
    parser.add_argument('--times', type=int, default=200)
    parser.add_argument('--root', default=os.environ.get('ISBI2015_ROOT'))
    args = parser.parse_args(arguments)
    print_phantoms(args.phantoms)
    print_skin(args.root)
    print_times(args.times)


def print_phantoms(count: int) -> None:
    """Medians and 95th percentiles, mm, by part and number of landmarks, there and back."""
    subsets = ('aariz29', 'cldetection24', 'isbi19')
    there = {name: distances_mm(range(count), SUBSETS[name]) for name in subsets}
    back = {name: distances_mm(range(count), SUBSETS[name], way='from phantom') for name in subsets}
    print(
        f'{count} phantoms, mm: median / 95th percentile of the distance from the phantom, in brackets back from it\n'
    )
    print('| part | 29 landmarks | 24 | 19 |\n| --- | --- | --- | --- |')
    for part in there['aariz29']:
        print(f'| {part} | ' + ' | '.join(_cell(there[name], back[name], part) for name in subsets) + ' |')
    print()


def _cell(there: dict[str, np.ndarray], back: dict[str, np.ndarray], part: str) -> str:
    if part not in there:
        return '-'
    text, *more = (
        f'{np.median(far[part]):.2f} / {np.percentile(far[part], 95):.2f}' for far in (there, back) if part in far
    )
    return f'{text} ({more[0]})' if more else text


def print_skin(root: str | None) -> None:
    """How far the steepest edge of the radiograph lies from the skin that is drawn, by piece of the profile."""
    folder = None if root is None else Path(root) / 'train'
    if folder is None or not folder.is_dir():
        print('skin on real radiographs: no data; give --root or ISBI2015_ROOT\n')
        return
    found: dict[str, list[float]] = {}
    for image, points in real_heads(folder):
        for piece, far in skin_distances_mm(image, points).items():
            found.setdefault(piece, []).append(far)
    count = max(map(len, found.values()))
    print(f'{count} radiographs (train), mm: median distance of skin and edge on each, over the radiographs\n')
    print('| skin | median | 90th percentile |\n| --- | --- | --- |')
    for piece, far in found.items():
        print(f'| {piece} | {np.median(far):.2f} | {np.percentile(far, 90):.2f} |')
    print()


def real_heads(folder: Path):
    """Radiographs with all 24 landmarks: mean of both readers, the third one's where they have none."""
    for path in sorted((folder / 'Cephalograms').glob('*.jpg')):
        first, second, third = (_read(folder, reader, path.stem) for reader in READERS)
        points = np.where(np.isfinite(first + second), (first + second) / 2, third)
        if np.isfinite(points).all(axis=1).sum() == 24:
            yield cv2.imread(str(path), cv2.IMREAD_GRAYSCALE), points


def _read(folder: Path, reader: str, name: str) -> np.ndarray:
    points = np.full((len(SYMBOLS), 2), np.nan)
    path = folder / 'Annotations' / 'Cephalometric Landmarks' / reader / f'{name}.json'
    for entry in json.loads(path.read_text())['landmarks'] if path.is_file() else ():
        if entry['value']:
            points[SYMBOLS.index(entry['symbol'])] = entry['value']['x'], entry['value']['y']
    return points


def skin_distances_mm(image: np.ndarray, points: np.ndarray) -> dict[str, float]:
    """Of each piece of the profile, the median distance from the drawn skin to the steepest fall of grey across it."""
    skin = flatten(outline_head(points, SYMBOLS)[0].curve, 6)
    scale = head_pose(points, SYMBOLS).px_per_mm
    smooth = cv2.GaussianBlur(image.astype(np.float32), (0, 0), 1.2)
    along = np.gradient(skin, axis=0)
    across = np.stack([along[:, 1], -along[:, 0]], axis=1) / np.linalg.norm(along, axis=1, keepdims=True)
    reach = np.arange(-_REACH_MM, _REACH_MM + 0.01, _STEP_MM)
    places = (skin[:, None] + across[:, None] * (reach * scale)[None, :, None]).astype(np.float32)
    fall = np.gradient(cv2.remap(smooth, places[..., 0], places[..., 1], cv2.INTER_LINEAR), axis=1)
    # Edges nearby before those far away: lips and chin have others behind them.
    far = np.abs(reach[np.argmin(fall * np.exp(-((reach / 4) ** 2)), axis=1)])
    cuts = [int(np.linalg.norm(skin - points[SYMBOLS.index(name)], axis=1).argmin()) for name in SKIN]
    pieces = {f'{a} to {b}': far[i:j] for a, b, i, j in zip(SKIN, SKIN[1:], cuts, cuts[1:], strict=False)}
    pieces |= {'forehead': far[: cuts[0]], 'below the chin': far[cuts[-1] :]}
    return {piece: float(np.median(values)) for piece, values in pieces.items()}


def print_times(times: int) -> None:
    """Milliseconds of CPU for one tracing, median and 95th percentile of so many."""
    head = sample_head(0)[0] * 4 + 400
    ellipses = np.tile([8.0, 5.0, 20.0], (len(SYMBOLS), 1))
    tracing = trace(head, SYMBOLS, 0.25, ellipses, (800, 1000))
    film = np.full((1000, 800), 90, np.uint8)
    print('| step | ms, median | ms, 95th percentile |\n| --- | --- | --- |')
    for name, count, step in (
        ('trace, all layers', times, lambda: trace(head, SYMBOLS, 0.25, ellipses, (800, 1000))),
        ('as_plain', times, tracing.as_plain),
        ('PNG of 1400 px', min(times, 10), lambda: tracing_png(tracing, film)),
    ):
        spent = _spent(step, count)
        print(f'| {name} | {np.median(spent):.1f} | {np.percentile(spent, 95):.1f} |')


def _spent(step, times: int) -> list[float]:
    step()
    spent = []
    for _ in range(times):
        begin = time.process_time()
        step()
        spent.append(1000 * (time.process_time() - begin))
    return spent


if __name__ == '__main__':
    main()
