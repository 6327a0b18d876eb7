"""Results of radiographs as files: a JSON in the dataset's own layout and an overlay; nothing of the user's is lost."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from aariz_mm.annotations.predicted import landmarks_as_annotation
from aariz_mm.files import as_plain, check_replaceable, file_sha256, load_json, write_json
from aariz_mm.predictions import LandmarkPrediction
from aariz_mm.radiographs.caught import collect_warnings
from aariz_mm.radiographs.greys import GreyRangeWarning
from aariz_mm.radiographs.images import read_radiograph
from aariz_mm.radiographs.listing import RESULT_MARK, RadiographFile
from aariz_mm.visualization import draw_prediction_overlay, save_png

__all__ = ['check_beside', 'check_out_dir', 'result_paths', 'write_prediction']

_IMAGE, _CONTENT = 'image_sha256', 'prediction_sha256'


def check_out_dir(files: Sequence[RadiographFile], out_dir: str | Path) -> None:
    """Check that the results of radiographs in ``out_dir`` replace nothing but earlier results of the same ones.

    Errors:
        ValueError: results would lie beside the radiographs, or replace a file that is no prediction, or the prediction
            of another radiograph.
    """
    if not str(out_dir).strip() or (Path(out_dir).exists() and not Path(out_dir).is_dir()):
        raise ValueError(f'{str(out_dir)!r} is no folder for results; give another --out-dir')
    for file in files:
        json_path, overlay_path = result_paths(out_dir, file.result)
        check_beside(file.path, json_path.parent)
        check_replaceable(json_path, [RESULT_MARK], 'prediction', 'give another --out-dir')
        if overlay_path.exists() and not json_path.exists():
            raise ValueError(f'{overlay_path} is of no prediction and would be lost; give another --out-dir')
        if json_path.exists():
            _check_earlier(json_path, file.path)


def result_paths(out_dir: str | Path, result: str) -> tuple[Path, Path]:
    """Paths of the JSON file and of the overlay of a :class:`~aariz_mm.radiographs.listing.RadiographFile`."""
    return Path(out_dir) / f'{result}.json', Path(out_dir) / f'{result}_overlay.png'


def write_prediction(
    prediction: LandmarkPrediction, out_dir: str | Path, result: str | None = None
) -> tuple[Path, Path]:
    """Write ``<result>.json`` and ``<result>_overlay.png``; returns both paths. See :func:`check_out_dir`.

    Args:
        result: path below ``out_dir`` without ending; the name of the image by default.
    """
    stem = prediction.image_path.stem
    json_path, overlay_path = result_paths(out_dir, result or stem)
    with collect_warnings(GreyRangeWarning):  # the prediction has them
        image = read_radiograph(prediction.image_path)
    overlay = draw_prediction_overlay(
        image,
        prediction.symbols,
        prediction.cvm,
        pred_px=prediction.keypoints_px,
        pixel_size_mm=prediction.pixel_size_mm,
        title=stem,
    )
    content = landmarks_as_annotation(prediction) | {_IMAGE: file_sha256(prediction.image_path)}
    content[_CONTENT] = _content_sha256(content)
    return write_json(json_path, content), save_png(overlay_path, overlay)


def _check_earlier(json_path: Path, image: Path) -> None:
    """Check that an earlier result is of this radiograph and as it was written."""
    try:
        content = load_json(json_path, 'remove it')
    except ValueError:  # cut short
        return
    if not isinstance(content, dict):
        return
    if content.get(_CONTENT, _content_sha256(content)) != _content_sha256(content):
        raise ValueError(
            f'{json_path} was corrected since it was written, and that would be lost; move it away, or give another '
            '--out-dir'
        )
    if content.get(_IMAGE) not in (None, file_sha256(image)):
        raise ValueError(
            f'{json_path} is the prediction of another radiograph than {image}, or of this one before it was changed, '
            'and would be lost; move it and its overlay away, or give another --out-dir; radiographs of one name are '
            'told apart where they, or the folder above them, are named in one command'
        )


def _content_sha256(content: dict) -> str:
    """SHA-256 of what a prediction holds, without what :data:`_CONTENT` says."""
    rest = {key: value for key, value in content.items() if key != _CONTENT}
    return hashlib.sha256(json.dumps(as_plain(rest), sort_keys=True).encode()).hexdigest()


def check_beside(image: Path, folder: Path) -> None:
    """Check that results do not lie beside the radiographs.

    Errors:
        ValueError: the image lies in the folder.
    """
    if image.resolve().parent == folder.resolve():
        raise ValueError(f'{folder} holds the radiographs themselves; give another --out-dir, so that none is lost')
