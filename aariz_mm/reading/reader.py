"""Radiographs in, landmarks and stage out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from aariz_mm.adaptation.applying import check_model
from aariz_mm.adaptation.profile import Profile, load_profile
from aariz_mm.analysis.cervical_region import cervical_roi
from aariz_mm.evaluation.temperature import temper
from aariz_mm.intake.plausibility import Plausibility, assess, describe_doubts, describe_places, describe_scale
from aariz_mm.intake.refusal import NotACephalogramError
from aariz_mm.predictions import LandmarkPrediction, StagePrediction
from aariz_mm.radiographs.radiograph import Radiograph, open_radiograph
from aariz_mm.radiographs.resolution import check_pixel_size_mm, unusual_pixel_size
from aariz_mm.radiographs.ruler import check_mark_mm
from aariz_mm.uncertainty.calibration import Calibration

from .bundle import Bundle
from .calibrated import add_uncertainty, calibration_of, estimate_errors, why_unsure
from .ensemble import BundleEnsemble
from .picture import crop_to_input, invert_affine, map_points, picture_to_input
from .scale import apply_ruler, give_pixel_size
from .stages import decide_stage
from .upright import Look, read_upright

__all__ = ['Reader']


class Reader:
    """Reads radiographs by a bundle of landmarks and, where there is one, a bundle of stages of C2-C4 crops.

    Args:
        bundle: of landmarks, or its path; several read as one
            :class:`~aariz_mm.reading.ensemble.BundleEnsemble`. cvm: of stages of crops, likewise; it replaces stages of
            the first.
        threads: of the CPU; None takes all. ruler_mm: distance of neighbouring marks of the ruler that the head holder
            images, which then gives the pixel size, or checks one that is known; None looks for no ruler.
        force: read what is no lateral cephalogram, too, with a warning. profile: of a site, or its path: landmarks,
            radii and intervals become those of its reader.
    Errors:
        FileNotFoundError, ValueError: as :class:`~aariz_mm.reading.bundle.Bundle`, a bundle of the other kind, or a
            profile that was learnt beside another model.
    Example: ``Reader('ceph19.onnx')('ceph.png', pixel_size_mm=0.1).keypoints_px``
    """

    takes_opened = True
    calibration: Calibration | None = None
    ruler_mm: float | None = None
    force: bool = False
    profile: Profile | None = None

    def __init__(
        self,
        bundle: Bundle | str | Path | Sequence[Bundle | str | Path],
        cvm: Bundle | str | Path | Sequence[Bundle | str | Path] | None = None,
        threads: int | None = None,
        ruler_mm: float | None = None,
        force: bool = False,
        profile: Profile | str | Path | None = None,
    ):
        if ruler_mm is not None:
            self.ruler_mm = check_mark_mm(ruler_mm, 'ruler_mm')
        self.bundle = _load(bundle, 'landmarks', threads)
        self.calibration = calibration_of(self.bundle)
        self.cvm = None if cvm is None else _load(cvm, 'crop_stage', threads)
        self.force = force
        if profile is not None:
            self.profile = profile if isinstance(profile, Profile) else load_profile(profile)
            check_model(self.profile, self.bundle.models, 'profile' if isinstance(profile, Profile) else str(profile))

    def __call__(
        self, radiograph: str | Path | np.ndarray | Radiograph | Any, pixel_size_mm: float | None = None
    ) -> LandmarkPrediction:
        """Landmarks and stage of one radiograph, in pixels of the file as stored.

        Args:
            radiograph: path, array or ``pydicom.Dataset`` as
                :func:`~aariz_mm.radiographs.radiograph.open_radiograph` takes them, or one opened.
            pixel_size_mm: mm per pixel, kept in the result; None takes what the file says.
        Returns:
            The prediction; ``image_path`` is empty for an array, ``turn`` says how it was brought upright, and
            ``warnings`` what makes it doubtful.
        Errors:
            NotACephalogramError: it is no lateral cephalogram.
            FileNotFoundError, ValueError: the file can't be read, or the pixel size is no positive number.
        """
        if pixel_size_mm is not None:
            check_pixel_size_mm(pixel_size_mm, 'pixel_size_mm')
        opened = radiograph if isinstance(radiograph, Radiograph) else open_radiograph(radiograph)
        if pixel_size_mm is not None:
            opened = give_pixel_size(opened, float(pixel_size_mm))
        return self._read(opened)

    def _read(self, opened: Radiograph) -> LandmarkPrediction:
        symbols = self.bundle.info.symbols
        look = read_upright(opened.grey, self._find, symbols)
        estimated = estimate_errors(self.calibration, look.outputs, symbols)
        look = replace(look, why_not=look.why_not or why_unsure(estimated))
        if look.why_not and not self.force:
            raise NotACephalogramError(str(opened.path) if opened.path.name else 'image array', look.why_not)
        if self.ruler_mm is not None:
            opened = self._measure_ruler(opened, look)
        points, scale = look.view.to_stored(look.points_px), opened.pixel_size_mm
        notes = [*filter(None, [scale and unusual_pixel_size(scale)]), *opened.notes, *_describe(look)]
        if not look.why_not:
            notes += [*describe_places(points, symbols, opened.grey.shape[::-1], look.points_px)]
            notes += filter(None, [describe_scale(points, symbols, scale)])
        prediction = LandmarkPrediction(
            opened.path,
            symbols,
            points,
            look.outputs['scores'],
            scale,
            self._stage(opened.grey, look, notes),
            tuple(notes),
            opened.pixel_size_source,
            look.view.describe(),
            subject=opened.subject,
            flattening=look.view.matrix if look.view.is_photograph else None,
            magnification=opened.magnification,
        )
        return add_uncertainty(prediction, self.calibration, look.outputs, estimated, self.profile)

    def _measure_ruler(self, opened: Radiograph, look: Look) -> Radiograph:
        """The pixel size by the ruler of an upright view, whose pixels are as large as the stored ones."""
        if look.view.is_photograph:
            return replace(opened, notes=(*opened.notes, 'no ruler is read from a photograph, so no pixel size by it'))
        upright = replace(opened, grey=look.view.draw(opened.grey))
        points = None if look.why_not else look.points_px
        return replace(apply_ruler(upright, self.ruler_mm, points, self.bundle.info.symbols), grey=opened.grey)

    def _find(self, image: np.ndarray) -> tuple[dict[str, np.ndarray], np.ndarray, Plausibility]:
        """Outputs of the bundle for one radiograph, landmarks in its pixels, and how plausible they are."""
        picture, to_input = picture_to_input(image, self.bundle.info.fit_size, self.bundle.info.input_size)
        found = {name: values[0] for name, values in self.bundle.run(picture[None]).items()}
        points = map_points(invert_affine(to_input), found['points'].astype(np.float64))
        found['input_height'] = np.array(picture.shape[0])
        return found, points, assess(picture, found['points'], self.bundle.info.symbols)

    def _stage(self, image: np.ndarray, look: Look, notes: list[str]) -> StagePrediction | None:
        found = look.outputs
        try:
            roi = cervical_roi(look.points_px, self.bundle.info.symbols)
        except ValueError:
            roi = None
        if self.cvm is None:
            probabilities, info = found.get('stage'), self.bundle.info
        elif roi is None:
            notes.append('no stage: the landmarks give no region of C2 to C4')
            return None
        else:
            info = self.cvm.info
            crop = crop_to_input(look.view.draw(image), roi, info.fit_size[0], info.input_size, info.percentiles)
            probabilities = self.cvm.run(crop[None])['stage'][0]
        if probabilities is None:
            return None
        stored = None if roi is None else look.view.box_to_stored(roi)
        stage = decide_stage(probabilities, info.decision)
        return StagePrediction(stage, temper(probabilities, info.temperature), stored)


def _describe(look: Look) -> list[str]:
    """What of a look the user should see again."""
    notes = [f'read by force, though it is no lateral cephalogram: {look.why_not}'] if look.why_not else []
    if look.view.is_photograph:
        notes.append(
            'a photograph of a radiograph: it was laid flat as its edges tell, and measured so; angles may be off '
            'by several degrees, so no intervals are given'
        )
    return [*notes, *describe_doubts(look.plausibility)]


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
