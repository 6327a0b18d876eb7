"""Results as files: flat JSON of scores, landmarks and stage in the dataset's own JSON layout, pictures."""

from __future__ import annotations

import hashlib
import json
import platform
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import mmengine
import mmpose
import numpy as np
import torch

import aariz_mm

from ..datasets.images import read_radiograph
from ..json_file import as_plain
from ..landmarks import BY_SYMBOL, CVM_STAGES
from ..stage_reading import StageReading
from ..visualization import contact_sheet, draw_reading_overlay, picture_from_sample, save_png
from .inference import LandmarkPrediction

SHEET_CELLS = 40
"""Pictures on one contact sheet; more go on further sheets."""


def write_json(path: str | Path, content: Mapping) -> Path:
    """Write ``content`` with not-a-number as null, making the folder where need be."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(as_plain(content), indent=1, ensure_ascii=False) + '\n', encoding='utf-8')
    return path


def describe_test(args, runner, scores: Mapping) -> dict:
    """The scores with what they were made with, all flat.

    Keys: ``config``, ``config_name``, ``checkpoint``, ``checkpoint_sha256`` (the first 16 hexadecimal digits), ``seed``
    of the runner, ``version_*`` of the software, and ``protocol_*``, what the dataset states. Where several checkpoints
    were given, theirs are lists.
    """
    protocol = runner.test_dataloader.dataset.metainfo.get('protocol', {})
    hashes = [file_sha256(path)[:16] for path in args.checkpoints]
    single = len(args.checkpoints) == 1
    return {
        **scores,
        'config': args.config,
        'config_name': Path(args.config).stem,
        'checkpoint': args.checkpoints[0] if single else list(args.checkpoints),
        'checkpoint_sha256': hashes[0] if single else hashes,
        'seed': runner.seed,
        **{f'version_{name}': version for name, version in _versions().items()},
        **{f'protocol_{key}': value for key, value in protocol.items()},
    }


def file_sha256(path: str | Path) -> str:
    """SHA-256 of a file, 64 hexadecimal digits."""
    digest = hashlib.sha256()
    with Path(path).open('rb') as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def _versions() -> dict[str, str]:
    return dict(
        aariz_mm=aariz_mm.__version__,
        mmpose=mmpose.__version__,
        mmengine=mmengine.__version__,
        torch=str(torch.__version__),
        python=platform.python_version(),
    )


def landmarks_as_annotation(prediction: LandmarkPrediction) -> dict:
    """A prediction in the layout of the dataset's landmark files, with a score beside each value.

    Coordinates keep two decimals of a pixel of the original image. A stage, where one was told, stands there in the
    layout of the dataset's CVM files, with what :func:`stage_as_annotation` adds.
    """
    rows = zip(prediction.symbols, prediction.keypoints_px, prediction.scores, strict=True)
    landmarks = [
        dict(
            landmark_id=BY_SYMBOL[symbol].landmark_id,
            title=BY_SYMBOL[symbol].title,
            symbol=symbol,
            value=dict(x=round(float(point[0]), 2), y=round(float(point[1]), 2)),
            score=round(float(score), 4),
        )
        for symbol, point, score in rows
    ]
    pixel_size = {} if prediction.pixel_size_mm is None else dict(pixel_size_mm=prediction.pixel_size_mm)
    stage = {} if prediction.cvm is None else stage_as_annotation(prediction.cvm)
    return dict(ceph_id=prediction.image_path.stem, landmarks=landmarks, **pixel_size, **stage)


def stage_as_annotation(reading: StageReading) -> dict:
    """A stage in the layout of the dataset's CVM files, its distribution, and the region of C2 to C4.

    Keys: ``cvm_stage`` (``id``, ``title``, ``value``), ``cvm_probabilities`` (title to probability, four decimals),
    ``cvm_expected_stage``, and ``cervical_roi``, ``x1 y1 x2 y2`` in original pixels, null where landmarks tell none.
    """
    title = CVM_STAGES[reading.stage - 1]
    roi = reading.cervical_roi_px
    return dict(
        cvm_stage=dict(id=f'predicted-{title}', title=title, value=reading.stage),
        cvm_probabilities={
            name: round(float(probability), 4)
            for name, probability in zip(CVM_STAGES, reading.probabilities, strict=True)
        },
        cvm_expected_stage=round(reading.expected_stage, 3),
        cervical_roi=None
        if roi is None
        else {key: round(float(value), 2) for key, value in zip(('x1', 'y1', 'x2', 'y2'), roi, strict=True)},
    )


def check_out_dir(images: Sequence[str | Path], out_dir: str | Path) -> None:
    """See that results for ``images`` in ``out_dir`` replace nothing but earlier results.

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
    foreign = [path.name for path in files if path.exists() and '"score"' not in path.read_text(encoding='utf-8')]
    if foreign:
        raise ValueError(f'{out_dir}: {foreign[:3]} are no predictions and would be lost; give another --out-dir')


def write_prediction(prediction: LandmarkPrediction, out_dir: str | Path) -> tuple[Path, Path]:
    """Write ``<name>.json`` and ``<name>_overlay.png``; returns both paths. See :func:`check_out_dir`."""
    stem = prediction.image_path.stem
    overlay = draw_reading_overlay(
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
    """Draw each sample's truth and answer at full size, and all on contact sheets.

    Args:
        samples: data samples of a landmark model or of a crop classifier, with truth and answer.
        symbols: K landmark symbols; None where the model is a crop classifier.
    Returns:
        Paths of the pictures (``<id>.png``) and of the sheets (``contact_sheet.png``, ``contact_sheet_2.png`` …).
    """
    pictures, sheets, cells = [], [], []
    for sample in samples:
        check_out_dir([sample.metainfo['img_path']], out_dir)
        image = read_radiograph(sample.metainfo['img_path'])
        picture = picture_from_sample(image, sample, symbols)
        pictures.append(save_png(Path(out_dir) / f'{sample.metainfo["img_id"]}.png', picture))
        cells.append(picture_from_sample(image, sample, symbols, max_side=640))
        if len(cells) == SHEET_CELLS:
            sheets.append(_save_sheet(cells, out_dir, len(sheets)))
            cells = []
    if cells:
        sheets.append(_save_sheet(cells, out_dir, len(sheets)))
    return pictures, sheets


def _save_sheet(cells: list[np.ndarray], out_dir: str | Path, number: int) -> Path:
    name = 'contact_sheet.png' if number == 0 else f'contact_sheet_{number + 1}.png'
    return save_png(Path(out_dir) / name, contact_sheet(cells, cell_width=max(cell.shape[1] for cell in cells)))
