"""Draws what ``augment_clinic`` does to a radiograph: each step alone and strong, then whole draws, on a phantom.

  python docs/draw_augmentations.py            writes docs/augmentations.jpg, which the cookbook shows

Dots are landmarks; those that a picture has lost, or that weigh nothing, are not drawn.
"""

from __future__ import annotations

import tempfile
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np
from mmengine.config import Config

from aariz_mm.launching.browsing import NetworkInput, browse
from aariz_mm.phantom import write_phantom_dataset
from aariz_mm.recipes import make_codec, pipelines
from aariz_mm.visualization import contact_sheet
from aariz_mm.visualization.image_file import save_jpeg

ROOT = Path(__file__).resolve().parents[1]
SIZE = (256, 320)
TRIES = 24
_PLAIN, _WHOLE = 'as it is', 7
_DOT_RGB = (80, 255, 120)


def main(arguments: Sequence[str] | None = None) -> None:
    """Draw and write."""
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument('out', nargs='?', default=ROOT / 'docs' / 'augmentations.jpg', type=Path, help='a .jpg file')
    parser.add_argument('--columns', type=int, default=7, help='pictures in a row; default 7')
    args = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        data = write_phantom_dataset(Path(folder) / 'data', 1, 0, 0, size=(720, 900), seed=3, progress=False)
        drawn = list(pictures(data, read_steps()))
    sheet = contact_sheet([draw(each) for _, each in drawn], [name for name, _ in drawn], args.columns, SIZE[0])
    print(save_jpeg(args.out, sheet, quality=52))


def read_steps() -> list[dict]:
    """The steps of ``augment_clinic``."""
    return Config.fromfile(str(ROOT / 'configs/_base_/datasets/augmentation.py')).augment_clinic


def pictures(data: Path, steps: Sequence[Mapping]) -> Iterator[tuple[str, NetworkInput]]:
    """Name and picture: the plain one, each step alone, whole draws."""
    (plain,) = augmented(data, [], 1)
    yield _PLAIN, plain
    for step in alone(steps):
        yield step['type'].rpartition('.')[2], strongest(plain, augmented(data, [step], TRIES))
    for number, whole in enumerate(augmented(data, steps, _WHOLE), 1):
        yield f'augment_clinic, draw {number}', whole


def alone(steps: Sequence[Mapping]) -> Iterator[dict]:
    """Each step by itself, so that it happens whenever it is drawn."""
    for step in steps:
        if step['type'] == 'RandomApply':
            yield from alone(step['transforms'])
        else:
            chances = {key: 1.0 for key in step if key.endswith('prob')}
            yield dict(step, **chances)


def augmented(data: Path, steps: Sequence[Mapping], times: int) -> Iterator[NetworkInput]:
    """The phantom, drawn so many times through these steps."""
    train, test = pipelines(make_codec('SpatialSoftmaxCodec', SIZE), steps)
    dataset = dict(type='AarizDataset', data_root=str(data), truth='mean', pipeline=train)
    loaders = {f'{kind}_dataloader': dict(dataset=dict(dataset, pipeline=test)) for kind in ('val', 'test')}
    config = Config(dict(train_dataloader=dict(dataset=dataset), **loaders))
    return browse(config, repeats=times)


def strongest(plain: NetworkInput, drawn: Iterator[NetworkInput]) -> NetworkInput:
    """That which differs most from the plain picture."""
    return max(drawn, key=lambda each: np.abs(each.image.astype(float) - plain.image).mean())


def draw(each: NetworkInput) -> np.ndarray:
    """The picture with its landmarks."""
    image = each.image.copy()
    for x, y in each.points_px[each.visible]:
        cv2.circle(image, (round(float(x)), round(float(y))), 2, _DOT_RGB, cv2.FILLED, cv2.LINE_AA)
    return image


if __name__ == '__main__':
    main()
