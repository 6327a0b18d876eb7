"""Results of radiographs as files: a JSON in the dataset's own layout and an overlay; nothing of the user's is lost."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from aariz_mm.files import as_plain, check_folder, check_replaceable, file_sha256, load_json, write_json
from aariz_mm.predictions import LandmarkPrediction
from aariz_mm.radiographs.listing import OVERLAYS, RESULT_MARK, RadiographFile
from aariz_mm.radiographs.radiograph import open_radiograph
from aariz_mm.visualization import draw_prediction_overlay, save_jpeg, save_png

from .content import SCHEMA_VERSION, measure_again, prediction_content
from .tracing_seals import check_tracing_path
from .tracings import tracing_path

__all__ = [
    'OVERLAY_KINDS',
    'OVERLAY_SIDE',
    'check_beside',
    'check_out_dir',
    'draw_overlay',
    'is_corrected',
    'kept_content',
    'result_paths',
    'write_content',
    'write_overlay',
    'write_prediction',
]

OVERLAY_KINDS = ('png', 'jpg', 'none')
"""Of files; 'none' writes no overlay."""
OVERLAY_SIDE = 1400
"""Longer side of the radiograph in an overlay, px."""
_IMAGE, _CONTENT = 'image_sha256', 'prediction_sha256'
_JPEG_QUALITY = 88


def check_out_dir(
    files: Sequence[RadiographFile], out_dir: str | Path, resume: bool = False, tracing: str = 'none'
) -> None:
    """Check that the results of radiographs in ``out_dir`` replace nothing but earlier results of the same ones.

    Args:
        resume: earlier results are left to :func:`kept_content`, which looks at each when its turn comes.
        tracing: kind of the tracings that are written, too.
    Errors:
        ValueError: results would lie beside the radiographs, or replace a file that is no prediction, or the prediction
            of another radiograph.
    """
    check_folder(out_dir)
    for file in files:
        json_path = result_paths(out_dir, file.result)[0]
        check_beside(file.path, json_path.parent)
        check_replaceable(json_path, [RESULT_MARK], 'prediction', 'give another --out-dir')
        for overlay in (Path(out_dir) / f'{file.result}{ending}' for ending in OVERLAYS):
            if overlay.exists() and not json_path.exists():
                raise ValueError(f'{overlay} is of no prediction and would be lost; give another --out-dir')
        if tracing != 'none' and not (resume and json_path.exists()):
            check_tracing_path(tracing_path(out_dir, file.result, tracing), 'move it away, or give another --out-dir')
        if json_path.exists() and not resume:
            with file.opened() as image:
                _check_earlier(json_path, file.path, file_sha256(image))


def result_paths(out_dir: str | Path, result: str, overlay: str = 'png') -> tuple[Path, Path]:
    """Paths of the JSON file and of the overlay of a :class:`~aariz_mm.radiographs.listing.RadiographFile`."""
    return Path(out_dir) / f'{result}.json', Path(out_dir) / f'{result}_overlay.{overlay}'


def write_prediction(
    prediction: LandmarkPrediction, out_dir: str | Path, result: str | None = None, image: np.ndarray | None = None
) -> tuple[Path, Path]:
    """Write ``<result>.json`` and ``<result>_overlay.png``; returns both paths. See :func:`check_out_dir`.

    Args:
        result: path below ``out_dir`` without ending; the name of the image by default.
        image: (H, W) uint8, the radiograph; by default it is read again.
    """
    path = prediction.image_path
    image = open_radiograph(path).grey if image is None else image
    content = prediction_content(prediction, image_size=image.shape[1::-1], image_sha256=file_sha256(path))
    result = result or path.stem
    return write_content(content, out_dir, result), write_overlay(draw_overlay(prediction, image), out_dir, result)


def draw_overlay(prediction: LandmarkPrediction, image: np.ndarray, max_side: int = OVERLAY_SIDE) -> np.ndarray:
    """The overlay of a radiograph, (h, w, 3) uint8 RGB.

    Args:
        image: (H, W) uint8, the radiograph as stored. max_side: longer side of the drawn radiograph, px.
    """
    return draw_prediction_overlay(
        image,
        prediction.symbols,
        prediction.cvm,
        pred_px=prediction.keypoints_px,
        pixel_size_mm=prediction.pixel_size_mm,
        title=prediction.image_path.stem,
        max_side=max_side,
        ellipses_px=None if prediction.uncertainty is None else prediction.uncertainty.ellipses_px,
    )


def write_content(content: Mapping[str, Any], out_dir: str | Path, result: str) -> Path:
    """Write ``<result>.json``, with the hash by which a correction is seen; returns its path."""
    return write_json(result_paths(out_dir, result)[0], {**content, _CONTENT: _content_sha256(content)})


def write_overlay(overlay: np.ndarray, out_dir: str | Path, result: str, kind: str = 'png') -> Path:
    """Write ``<result>_overlay.png``, or .jpg; that of the other kind goes."""
    path = result_paths(out_dir, result, kind)[1]
    if kind == 'jpg':
        save_jpeg(path, overlay, _JPEG_QUALITY)
    else:
        save_png(path, overlay)
    for other in set(OVERLAY_KINDS) - {kind, 'none'}:
        result_paths(out_dir, result, other)[1].unlink(missing_ok=True)
    return path


def kept_content(json_path: Path, image: Path, image_sha256: str, made_with: Mapping[str, Any]) -> dict | None:
    """What an earlier result holds, where it need not be read again; None where it must be.

    It need not where it is of the same image and was read by the same bundles with the same options, or was corrected.
    Of a corrected one, the measurements are those of what now stands there.

    Args:
        image: as the user named it. image_sha256: of its file. made_with: ``bundles`` and ``options`` of this reading.
    Errors:
        ValueError: it is of another radiograph, or was corrected and is of an image that has changed.
    """
    content = _load_result(json_path)
    if content is None:
        return None
    if content.get(_IMAGE) != image_sha256:
        if is_corrected(content) or content.get('file') != str(image):
            _check_earlier(json_path, image, image_sha256)
        return None
    if is_corrected(content):
        options = made_with.get('options') or {}
        return measure_again(content, options.get('pixel_size_mm'), options.get('magnification'))
    earlier, now = content.get('made_with') or {}, as_plain(made_with)
    same = all(earlier.get(key) == now.get(key) for key in ('bundles', 'options'))
    return content if same and content.get('schema_version') == SCHEMA_VERSION else None


def _load_result(json_path: Path) -> dict | None:
    """A result; None where none is there, or one that was cut short.

    Errors:
        ValueError: a result that somebody spoilt while he changed it.
    """
    try:
        content = load_json(json_path, 'mend that place, or move the file away: read again, what was changed is lost')
    except FileNotFoundError:
        return None
    except ValueError as error:
        if _is_cut_short(error.__cause__):
            return None
        raise
    return content if isinstance(content, dict) else None


def _is_cut_short(error: BaseException | None) -> bool:
    """Whether JSON ends too early: what an interruption leaves, and no correction."""
    return isinstance(error, json.JSONDecodeError) and not error.doc[error.pos :].strip().strip('"')


def _check_earlier(json_path: Path, image: Path, image_sha256: str) -> None:
    """Check that an earlier result is of this radiograph and as it was written."""
    content = _load_result(json_path)
    if content is None:
        return
    if is_corrected(content):
        raise ValueError(
            f'{json_path} was corrected since it was written, and that would be lost; move it away, or give another '
            '--out-dir; aariz-mm read --resume keeps it while the radiograph is the same'
        )
    if content.get(_IMAGE) not in (None, '', image_sha256):
        raise ValueError(
            f'{json_path} is the prediction of another radiograph than {image}, or of this one before it was changed, '
            'and would be lost; move it and its overlay away, or give another --out-dir; radiographs of one name are '
            'told apart where they, or the folder above them, are named in one command'
        )


def is_corrected(content: Mapping[str, Any]) -> bool:
    """Whether a person changed a result since it was written."""
    return bool(content.get('corrected')) or content.get(_CONTENT, _content_sha256(content)) != _content_sha256(content)


def _content_sha256(content: Mapping[str, Any]) -> str:
    """SHA-256 of what a prediction holds, without what :data:`_CONTENT` says."""
    rest = {key: value for key, value in content.items() if key != _CONTENT}
    return hashlib.sha256(json.dumps(as_plain(rest), sort_keys=True).encode()).hexdigest()


def check_beside(image: Path, folder: Path) -> None:
    """Check that results do not lie beside the radiographs.

    Errors:
        ValueError: the image lies in the folder.
    """
    if Path(os.path.realpath(image)).parent == folder.resolve():
        raise ValueError(f'{folder} holds the radiographs themselves; give another --out-dir, so that none is lost')
