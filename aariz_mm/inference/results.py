"""Pictures of the samples of a split: truth and prediction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from aariz_mm.engine.sample_pictures import picture_from_sample
from aariz_mm.radiographs.images import read_radiograph
from aariz_mm.reading.results import check_beside
from aariz_mm.visualization import write_drawings

__all__ = ['write_pictures']


def write_pictures(
    samples: Iterable, symbols: tuple[str, ...] | None, out_dir: str | Path
) -> tuple[list[Path], list[Path]]:
    """Draw each sample's truth and prediction at full size, and all on contact sheets.

    Args:
        samples: data samples of a landmark model or of a crop classifier, with truth and prediction.
        symbols: K landmark symbols; None where the model is a crop classifier.
    Returns:
        Paths of the pictures (``<id>.png``) and of the sheets (``contact_sheet.png``, ``contact_sheet_2.png`` …).
    """
    return write_drawings(_drawings(samples, symbols, out_dir), out_dir)


def _drawings(samples: Iterable, symbols: tuple[str, ...] | None, out_dir: str | Path) -> Iterator[tuple]:
    for sample in samples:
        check_beside(Path(sample.metainfo['img_path']), Path(out_dir))
        image = read_radiograph(sample.metainfo['img_path'])
        yield sample.metainfo['img_id'], partial(picture_from_sample, image, sample, symbols)
