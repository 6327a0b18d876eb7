"""Predictions as files: landmarks and stage in the dataset's own JSON layout, and pictures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from aariz_mm.annotations.predicted import landmarks_as_annotation
from aariz_mm.engine.sample_pictures import picture_from_sample
from aariz_mm.files import has_mark, write_json
from aariz_mm.predictions import LandmarkPrediction
from aariz_mm.radiographs.images import read_radiograph
from aariz_mm.visualization import draw_prediction_overlay, save_png, write_drawings

__all__ = ['check_out_dir', 'write_pictures', 'write_prediction']


def check_out_dir(images: Sequence[str | Path], out_dir: str | Path) -> None:
    """Check that results for ``images`` in ``out_dir`` replace nothing but earlier results.

    Errors:
        ValueError: two images have the same name, an image lies in ``out_dir``, or ``out_dir`` has a JSON file of an
            image's name that is no prediction.
    """
    images, out_dir = [Path(image) for image in images], Path(out_dir).resolve()
    repeated = sorted(stem for stem, count in Counter(image.stem for image in images).items() if count > 1)
    if repeated:
        raise ValueError(f'{len(repeated)} names are given more than once ({repeated[:3]}); read them one by one')
    if any(image.resolve().parent == out_dir for image in images):
        raise ValueError(f'{out_dir} holds the radiographs themselves; give another --out-dir, so that none is lost')
    files = [out_dir / f'{image.stem}.json' for image in images]
    foreign = [path.name for path in files if path.exists() and not has_mark(path, ['"score"'])]
    if foreign:
        raise ValueError(f'{out_dir}: {foreign[:3]} are no predictions and would be lost; give another --out-dir')


def write_prediction(prediction: LandmarkPrediction, out_dir: str | Path) -> tuple[Path, Path]:
    """Write ``<name>.json`` and ``<name>_overlay.png``; returns both paths. See :func:`check_out_dir`."""
    stem = prediction.image_path.stem
    overlay = draw_prediction_overlay(
        read_radiograph(prediction.image_path),
        prediction.symbols,
        prediction.cvm,
        pred_px=prediction.keypoints_px,
        pixel_size_mm=prediction.pixel_size_mm,
        title=stem,
    )
    json_path = write_json(Path(out_dir) / f'{stem}.json', landmarks_as_annotation(prediction))
    return json_path, save_png(Path(out_dir) / f'{stem}_overlay.png', overlay)


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
        check_out_dir([sample.metainfo['img_path']], out_dir)
        image = read_radiograph(sample.metainfo['img_path'])
        yield sample.metainfo['img_id'], partial(picture_from_sample, image, sample, symbols)
