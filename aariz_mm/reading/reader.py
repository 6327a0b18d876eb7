"""Radiographs in, landmarks and stage out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from aariz_mm.analysis.cervical_region import cervical_roi
from aariz_mm.intake.plausibility import Plausibility, assess, describe_prediction
from aariz_mm.predictions import LandmarkPrediction, StagePrediction
from aariz_mm.radiographs.radiograph import Radiograph, open_radiograph
from aariz_mm.radiographs.resolution import check_pixel_size_mm, unusual_pixel_size
from aariz_mm.radiographs.ruler import check_mark_mm
from aariz_mm.uncertainty.calibration import Calibration

from .bundle import Bundle
from .calibrated import add_uncertainty, calibration_of
from .ensemble import BundleEnsemble
from .picture import crop_to_input, invert_affine, map_points, picture_to_input
from .scale import apply_ruler
from .stages import decide_stage

__all__ = ['Reader']


class Reader:
    """Reads radiographs by a bundle of landmarks and, where there is one, a bundle of stages of C2-C4 crops.

    Args:
        bundle: of landmarks, or its path; several read as one
            :class:`~aariz_mm.reading.ensemble.BundleEnsemble`. cvm: of stages of crops, likewise; it replaces stages of
            the first.
        threads: of the CPU; None takes all. ruler_mm: distance of neighbouring marks of the ruler that the head holder
            images, which then gives the pixel size, or checks one that is known; None looks for no ruler.
    Errors:
        FileNotFoundError, ValueError: as :class:`~aariz_mm.reading.bundle.Bundle`, or a bundle of the other kind.
    Example: ``Reader('ceph19.onnx')('ceph.png', pixel_size_mm=0.1).keypoints_px``
    """

    calibration: Calibration | None = None
    ruler_mm: float | None = None

    def __init__(
        self,
        bundle: Bundle | str | Path | Sequence[Bundle | str | Path],
        cvm: Bundle | str | Path | Sequence[Bundle | str | Path] | None = None,
        threads: int | None = None,
        ruler_mm: float | None = None,
    ):
        if ruler_mm is not None:
            self.ruler_mm = check_mark_mm(ruler_mm, 'ruler_mm')
        self.bundle = _load(bundle, 'landmarks', threads)
        self.calibration = calibration_of(self.bundle)
        self.cvm = None if cvm is None else _load(cvm, 'crop_stage', threads)

    def __call__(
        self, radiograph: str | Path | np.ndarray | Radiograph | Any, pixel_size_mm: float | None = None
    ) -> LandmarkPrediction:
        """Landmarks and stage of one radiograph, in pixels of the file as stored.

        Args:
            radiograph: path, array or ``pydicom.Dataset`` as
                :func:`~aariz_mm.radiographs.radiograph.open_radiograph` takes them, or one opened.
            pixel_size_mm: mm per pixel, kept in the result; None takes what the file says.
        Returns:
            The prediction; ``image_path`` is empty for an array, and ``warnings`` say what makes it doubtful.
        Errors:
            FileNotFoundError, ValueError: the file can't be read, or the pixel size is no positive number.
        """
        if pixel_size_mm is not None:
            check_pixel_size_mm(pixel_size_mm, 'pixel_size_mm')
        opened = radiograph if isinstance(radiograph, Radiograph) else open_radiograph(radiograph)
        if pixel_size_mm is not None:
            opened = replace(opened, pixel_size_mm=float(pixel_size_mm), pixel_size_source='given')
        return self._read(opened)

    def _read(self, opened: Radiograph) -> LandmarkPrediction:
        image, symbols = opened.grey, self.bundle.info.symbols
        found, points, plausibility = self._find(image)
        if self.ruler_mm is not None:
            opened = apply_ruler(opened, self.ruler_mm, points if plausibility.forms_face else None, symbols)
        scale = opened.pixel_size_mm
        notes = [*filter(None, [scale and unusual_pixel_size(scale)]), *opened.notes]
        notes += describe_prediction(
            plausibility, points, symbols, scale, lambda: image, lambda turned: self._find(turned)[2]
        )
        stage = self._stage(image, points, found, notes)
        prediction = LandmarkPrediction(
            opened.path,
            symbols,
            points,
            found['scores'],
            scale,
            stage,
            tuple(notes),
            opened.pixel_size_source,
            subject=opened.subject,
        )
        return add_uncertainty(prediction, self.calibration, found)

    def _find(self, image: np.ndarray) -> tuple[dict[str, np.ndarray], np.ndarray, Plausibility]:
        """Outputs of the bundle for one radiograph, landmarks in its pixels, and how plausible they are."""
        picture, to_input = picture_to_input(image, self.bundle.info.fit_size, self.bundle.info.input_size)
        found = {name: values[0] for name, values in self.bundle.run(picture[None]).items()}
        points = map_points(invert_affine(to_input), found['points'].astype(np.float64))
        return found, points, assess(picture, found['points'], self.bundle.info.symbols)

    def _stage(self, image: np.ndarray, points: np.ndarray, found: dict, notes: list[str]) -> StagePrediction | None:
        try:
            roi = cervical_roi(points, self.bundle.info.symbols)
        except ValueError:
            roi = None
        if self.cvm is None:
            probabilities, decision = found.get('stage'), self.bundle.info.decision
        elif roi is None:
            notes.append('no stage: the landmarks give no region of C2 to C4')
            return None
        else:
            info = self.cvm.info
            crop = crop_to_input(image, roi, info.fit_size[0], info.input_size, info.percentiles)
            probabilities, decision = self.cvm.run(crop[None])['stage'][0], info.decision
        if probabilities is None:
            return None
        return StagePrediction(decide_stage(probabilities, decision), probabilities, roi)


def _load(
    bundle: Bundle | str | Path | Sequence[Bundle | str | Path], kind: str, threads: int | None
) -> Bundle | BundleEnsemble:
    if isinstance(bundle, Sequence) and not isinstance(bundle, str):
        members = [_load(one, kind, threads) for one in bundle]
        return members[0] if len(members) == 1 else BundleEnsemble(members)
    loaded = bundle if isinstance(bundle, Bundle) else Bundle(bundle, threads)
    if loaded.info.kind != kind:
        raise ValueError(f'{loaded.path}: a bundle of kind {loaded.info.kind!r}, expected {kind!r}')
    return loaded
