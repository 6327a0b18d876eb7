"""All cases of a test as a file: what reports are made of, and what models are compared by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from aariz_mm.files import check_replaceable, load_json, write_json

from .cases import Cases, LandmarkCases, StageCases
from .measurement_agreement import MeasurementAgreement
from .options import (
    LandmarkOptions,
    MeasurementOptions,
    MetricOptions,
    StageOptions,
    options_as_json,
    options_from_json,
)

__all__ = [
    'FORMAT',
    'cases_path',
    'check_cases_path',
    'collect_agreement',
    'collect_cases',
    'read_cases',
    'write_cases',
]

FORMAT, _VERSION = 'aariz_mm cases', 1
_CURE = 'score the checkpoint again with tools/test.py --out'
_SAID = ('scores', 'expected_error_mm')
"""What a model says of its landmarks; files of earlier releases have none."""


def collect_cases(metrics: Iterable, metainfo: Mapping) -> Cases:
    """``cases`` and ``options`` that metrics hold once they have been computed; of two of a kind, the first's.

    Args:
        metainfo: of their dataset, with its ``protocol``.
    """
    metrics = list(metrics)
    return Cases(
        protocol=dict(metainfo.get('protocol', {})),
        landmarks=_first_held(metrics, 'cases', LandmarkCases),
        stages=_first_held(metrics, 'cases', StageCases),
        options=MetricOptions(
            _first_held(metrics, 'options', LandmarkOptions) or LandmarkOptions(),
            _first_held(metrics, 'options', StageOptions) or StageOptions(),
            _first_held(metrics, 'options', MeasurementOptions) or MeasurementOptions(),
        ),
    )


def collect_agreement(metrics: Iterable) -> MeasurementAgreement | None:
    """The ``agreement`` of measurements that a metric holds once it has been computed; None without such a metric."""
    return _first_held(metrics, 'agreement', MeasurementAgreement)


def cases_path(scores_path: str | Path) -> Path:
    """Path of the cases that belong to a file of scores. Example: a/metrics.json -> a/metrics_cases.json"""
    path = Path(scores_path)
    return path.with_name(f'{path.stem}_cases.json')


def check_cases_path(path: str | Path) -> Path:
    """Check that writing cases to ``path`` replaces nothing but earlier cases. Call it before a test.

    Errors:
        ValueError: another file is there.
    """
    return check_replaceable(path, [f'"{FORMAT}"'], 'file of cases', 'give another --out', chars=100)


def write_cases(path: str | Path, cases: Cases) -> Path:
    """Write ``cases`` as JSON, making the folder where need be; :func:`read_cases` reads them back.

    Points keep four decimals of a pixel; not-a-number is null.
    Errors:
        ValueError: as :func:`check_cases_path`.
    """
    path = check_cases_path(path)
    content = dict(
        format=FORMAT,
        version=_VERSION,
        protocol=cases.protocol,
        landmarks=None if cases.landmarks is None else _landmarks_as_json(cases.landmarks),
        stages=None if cases.stages is None else _stages_as_json(cases.stages),
        options=options_as_json(cases.options),
    )
    return write_json(path, content, indent=None)


def read_cases(path: str | Path) -> Cases:
    """The cases of a file that :func:`write_cases` wrote.

    Errors:
        FileNotFoundError: no such file.
        ValueError: it is another file, one of another version, or damaged.
    """
    path = Path(path)
    content = load_json(path, _CURE)
    if not isinstance(content, dict) or content.get('format') != FORMAT:
        raise ValueError(f'{path}: holds no cases, expected "format": "{FORMAT}"; {_CURE}')
    if content.get('version') != _VERSION:
        raise ValueError(f'{path}: cases of version {content.get("version")}, expected version {_VERSION}; {_CURE}')
    try:
        landmarks, stages = content['landmarks'], content['stages']
        return Cases(
            protocol=content['protocol'],
            landmarks=None if landmarks is None else _landmarks_from_json(landmarks),
            stages=None if stages is None else _stages_from_json(stages),
            options=options_from_json(content.get('options', {})),  # files of earlier releases have none
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f'{path}: damaged ({type(error).__name__}: {error}); {_CURE}') from error


def _first_held(metrics: Iterable, name: str, kind: type) -> Any:
    """Attribute ``name`` of the first metric that holds one of this kind; None without such a metric."""
    held = (getattr(metric, name, None) for metric in metrics)
    return next((value for value in held if isinstance(value, kind)), None)


def _landmarks_as_json(cases: LandmarkCases) -> dict:
    points = dict(pred_px=cases.pred_px, gt_px=cases.gt_px, readers_px=np.moveaxis(cases.readers_px, 0, 1))
    said = {name: getattr(cases, name) for name in _SAID if getattr(cases, name) is not None}
    images = [
        dict(
            img_id=cases.img_ids[index],
            img_path=cases.img_paths[index],
            device=cases.devices[index],
            pixel_size_mm=float(cases.pixel_size_mm[index]),
            sn_mm_per_px=float(cases.sn_mm_per_px[index]),
            input_px_per_px=float(cases.input_px_per_px[index]),
            **{name: np.round(values[index], 4).tolist() for name, values in (points | said).items()},
        )
        for index in range(len(cases.img_ids))
    ]
    return dict(symbols=list(cases.symbols), images=images)


def _landmarks_from_json(content: dict) -> LandmarkCases:
    symbols, images = tuple(content['symbols']), content['images']
    of_readers = (len(images), -1, len(symbols), 2)

    def points(name: str, shape: tuple[int, ...] = of_readers) -> np.ndarray:
        return np.array([image[name] for image in images], dtype=np.float64).reshape(shape)

    def said(name: str) -> np.ndarray | None:
        known = images and all(name in image for image in images)
        return points(name, (len(images), len(symbols))) if known else None

    def texts(name: str) -> tuple[str, ...]:
        return tuple(str(image[name]) for image in images)

    return LandmarkCases(
        symbols=symbols,
        img_ids=texts('img_id'),
        img_paths=texts('img_path'),
        devices=texts('device'),
        pred_px=points('pred_px')[:, 0],
        gt_px=points('gt_px')[:, 0],
        readers_px=np.moveaxis(points('readers_px'), 1, 0),
        **{
            name: np.array([image[name] for image in images], dtype=np.float64)
            for name in ('pixel_size_mm', 'sn_mm_per_px', 'input_px_per_px')
        },
        **{name: said(name) for name in _SAID},
    )


def _stages_as_json(cases: StageCases) -> dict:
    rows = zip(cases.img_ids, cases.true, cases.pred, cases.probabilities, strict=True)
    return dict(
        images=[
            dict(img_id=img_id, true=int(true), pred=int(pred), probabilities=np.round(probabilities, 6).tolist())
            for img_id, true, pred, probabilities in rows
        ]
    )


def _stages_from_json(content: dict) -> StageCases:
    images = content['images']
    return StageCases(
        img_ids=tuple(str(image['img_id']) for image in images),
        true=np.array([image['true'] for image in images], dtype=np.int64),
        pred=np.array([image['pred'] for image in images], dtype=np.int64),
        probabilities=np.array([image['probabilities'] for image in images], dtype=np.float64),
    )
