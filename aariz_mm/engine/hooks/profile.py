"""A test whose predictions are moved to where a site's reader has them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from mmengine.hooks import Hook
from mmengine.model import is_model_wrapper
from mmpose.registry import HOOKS

from aariz_mm.adaptation.applying import check_model, move_points
from aariz_mm.adaptation.hashes import find_look
from aariz_mm.adaptation.profile import Profile, load_profile
from aariz_mm.engine.samples import symbols_of
from aariz_mm.files import file_sha256
from aariz_mm.radiographs.images import read_radiograph

__all__ = ['ProfileHook']

_MOST_NAMED = 5


@HOOKS.register_module()
class ProfileHook(Hook):
    """Moves the predicted landmarks of a test by a site's profile, before metrics and overlays see them.

    Args:
        profile: file of ``aariz-mm adapt``. checkpoints: those of the model that is tested.
    Errors:
        FileNotFoundError, ValueError: no profile; one that was learnt beside another model; or, before the test,
            radiographs among those to be scored that the profile was learnt from.
    """

    priority = 'VERY_LOW'

    def __init__(self, profile: str, checkpoints: Sequence[str]):
        self.path, self.profile = profile, load_profile(profile)
        check_model(self.profile, [file_sha256(checkpoint) for checkpoint in checkpoints], profile)

    def before_test(self, runner) -> None:
        """Refuse radiographs that took part, and put the profile behind the model."""
        dataset = runner.test_dataloader.dataset
        taught = [str(info['img_id']) for info in map(dataset.get_data_info, range(len(dataset)))
                  if _is_among(info['img_path'], self.profile)]  # fmt: skip
        if taught:
            named = ', '.join(taught[:_MOST_NAMED]) + (', …' if len(taught) > _MOST_NAMED else '')
            raise ValueError(
                f'{self.path} was learnt from {len(taught)} of the radiographs to be scored ({named}), so the scores '
                f'would be too good; leave them out: --cfg-options test_dataloader.dataset.exclude="{taught}"'
            )
        model = runner.model.module if is_model_wrapper(runner.model) else runner.model
        self._step, symbols = model.test_step, symbols_of(dataset.metainfo)
        model.test_step = lambda data: [_moved(sample, symbols, self.profile) for sample in self._step(data)]
        self._model = model
        runner.logger.info(f'predictions are moved by the profile {self.profile}')

    def after_test(self, runner) -> None:
        """Take the profile away again."""
        self._model.__dict__.pop('test_step', None)


def _is_among(path: str | Path, profile: Profile) -> bool:
    """Whether a radiograph taught a profile, under whatever name, in whatever format, size or turn."""
    return file_sha256(path) in profile.images or find_look(read_radiograph(path), profile.looks) is not None


def _moved(sample, symbols: Sequence[str], profile: Profile):
    points = np.asarray(sample.pred_instances.keypoints)
    moved = points.copy()
    moved[..., :2] = move_points(points[..., :2], symbols, profile)
    sample.pred_instances.keypoints = moved
    return sample
