"""A predictor whose landmarks are those of a site's reader."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from aariz_mm.adaptation.applying import apply_profile, check_model
from aariz_mm.adaptation.profile import load_profile
from aariz_mm.engine.checkpoints import split_name
from aariz_mm.files import file_sha256
from aariz_mm.predictions import LandmarkPrediction
from aariz_mm.radiographs.radiograph import Radiograph

from .predictor import LandmarkPredictor
from .two_stage import TwoStagePredictor

__all__ = ['AdaptedPredictor']


class AdaptedPredictor:
    """Moves the landmarks of a predictor by a profile; the stage stays that of the model's own landmarks.

    Args:
        profile: file of ``aariz-mm adapt``. checkpoints: those of the landmark model.
    Errors:
        FileNotFoundError, ValueError: no profile, or one that was learnt beside another model.
    """

    takes_opened = True

    def __init__(
        self, predictor: LandmarkPredictor | TwoStagePredictor, profile: str | Path, checkpoints: Sequence[str]
    ):
        self.predictor, self.profile = predictor, load_profile(profile)
        check_model(self.profile, [file_sha256(split_name(one)[1]) for one in checkpoints], str(profile))

    def __call__(self, radiograph: str | Path | Radiograph, pixel_size_mm: float | None = None) -> LandmarkPrediction:
        """As that of the predictor."""
        return apply_profile(self.predictor(radiograph, pixel_size_mm), self.profile)
