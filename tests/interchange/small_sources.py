"""Small images with annotations to be bent by the tests, and the import of them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from PIL import Image

from aariz_mm.cli import main

SIZE = (60, 80)
POINTS = {'S': (10.25, 20.5), 'N': (40.0, 15.0), 'A': (44.5, 40.0)}


def run_import(*args):
    """Exit status of the command."""
    return main(['import-annotations', *map(str, args)])


def write_image(path: Path, size=SIZE, seed=0, **options) -> Path:
    """An image of noise."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pixels = np.random.default_rng(seed).integers(0, 256, size[::-1], dtype=np.uint8)
    Image.fromarray(pixels).save(path, **options)
    return path


def labelme(image='a.png', points=POINTS, size=SIZE, **more) -> dict:
    """Content of a labelme file."""
    shapes = [dict(label=name, points=[list(point)], shape_type='point', group_id=3) for name, point in points.items()]
    return dict(shapes=shapes, imagePath=image, imageData=None, imageWidth=size[0], imageHeight=size[1], **more)


class Work:
    """A folder of images and one of labelme files, and the import of them."""

    def __init__(self, folder: Path):
        self.folder, self.images, self.marks, self.out = (folder, folder / 'images', folder / 'marks', folder / 'out')
        self.marks.mkdir()

    def add(self, name='a.png', content=None, file=None, **options) -> None:
        """An image and its labelme file."""
        write_image(self.images / name, seed=len(list(self.marks.iterdir())), **options)
        self.mark(content or labelme(name), file or f'{Path(name).stem}.json')

    def mark(self, content: dict, file='a.json') -> None:
        (self.marks / file).write_text(json.dumps(content), encoding='utf-8')

    def write(self, name: str, content) -> Path:
        """A file with a text or JSON."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding='utf-8')
        return path

    def run(self, *args, layout='labelme', source=None, mm=0.1) -> int:
        """Exit status of an import; the report is in ``self.report``."""
        size = () if mm is None else ('--pixel-size', mm)
        report = self.folder / 'report.json'
        status = run_import(
            layout, source or self.marks, '--images', self.images, '--out', self.out, '--report', report, *size, *args
        )
        self.report = json.loads(report.read_text(encoding='utf-8')) if report.exists() else None
        return status

    def kinds(self) -> list[str]:
        """Kinds of what did not fit, in the last report."""
        return [misfit['kind'] for misfit in self.report['misfits']]

    def ids(self, split='train') -> list[str]:
        """Ids of the images that are there."""
        return sorted(path.stem for path in (self.out / split / 'Cephalograms').glob('*'))

    def points(self, img_id='a', reader='Reader', split='train') -> dict:
        """Symbol -> (x, y) of a written file."""
        path = self.out / split / 'Annotations' / 'Cephalometric Landmarks' / reader / f'{img_id}.json'
        entries = json.loads(path.read_text(encoding='utf-8'))['landmarks']
        return {entry['symbol']: (entry['value']['x'], entry['value']['y']) for entry in entries}
