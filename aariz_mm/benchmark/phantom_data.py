"""Synthetic radiographs to measure on, drawn into a temporary folder."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import cv2

from aariz_mm.annotations.layout import MACHINE_CSV
from aariz_mm.benchmark.progress import tell
from aariz_mm.phantom import write_phantom_dataset

__all__ = ['FORMATS', 'convert_to_jpeg', 'phantom_folder']

FORMATS = ('png', 'jpg')
_QUALITY = 95


@contextmanager
def phantom_folder(
    count: int, size: Sequence[int] = (2000, 2400), image_format: str = 'png', seed: int = 0
) -> Iterator[Path]:
    """A folder that holds a dataset ``phantoms`` of training images, and is gone afterwards.

    Args:
        count: training images; 0 leaves the dataset out.
        size: nominal (w, h) in pixels. image_format: one of :data:`FORMATS`; JPEG has a quality of 95.
    Errors:
        ValueError: an unknown format, beside those of :func:`~aariz_mm.phantom.write_phantom_dataset`.
    """
    if image_format not in FORMATS:
        raise ValueError(f'--format {image_format}: expected one of {FORMATS}')
    with tempfile.TemporaryDirectory(prefix='aariz_benchmark_') as name:
        root = Path(name) / 'phantoms'
        if count:
            tell(f'drawing phantoms: {count}')
            write_phantom_dataset(root, count, 0, 0, tuple(size), seed, progress=False)
        if count and image_format == 'jpg':
            convert_to_jpeg(root)
        tell('')
        yield Path(name)


def convert_to_jpeg(root: Path) -> None:
    """Put JPEG files in the place of the PNG files of a dataset."""
    for path in sorted(root.glob('*/Cephalograms/*.png')):
        image = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
        path.with_suffix('.jpg').write_bytes(cv2.imencode('.jpg', image, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1])
        path.unlink()
    table = root / MACHINE_CSV
    table.write_text(table.read_text(encoding='utf-8').replace('.png', '.jpg'), encoding='utf-8')
