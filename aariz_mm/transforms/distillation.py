"""Labels that give way to what other models see."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from mmcv.transforms import BaseTransform
from mmpose.registry import TRANSFORMS

from ..evaluation.case_files import read_cases
from ..evaluation.cases import LandmarkCases
from ..evaluation.protocol import SAME_PX

_CURE = 'write it with tools/cross_validate.py CONFIG --out, all folds of the split that is trained on'


@TRANSFORMS.register_module()
class SelfDistillation(BaseTransform):
    """Moves each label towards the answer of a model that was trained without its radiograph.

    A reader's mark is a little off, and a network that sees few radiographs learns how. What models trained on the
    others answer is off, too, but not in the same direction, so the two together are a better example than either.
    For training pipelines alone, before any transform that moves landmarks; scores then stay those of the labels.
    The answers carry over what is in the labels of all folds: cross-validating a config that takes them flatters it.

    Required keys: img_id, keypoints, keypoints_visible, pixel_size_mm. Modified keys: keypoints.

    Args:
        cases: NAME_cases.json of ``tools/cross_validate.py --out``, or several that hold different folds.
        weight: share of the answer in the new label, 0 to 1; the rest is the old one's.
        max_mm: where label and answer are further apart, one of them is wrong, and the label stays as it is.
    Errors:
        FileNotFoundError, ValueError: no cases of landmarks; answers of models that may have seen the radiographs;
            no answer for a radiograph; other labels than those that were cross-validated.
    Source: Furlanello et al., "Born-Again Neural Networks", ICML 2018, with teachers that did not see the example.
    Example: label (10, 10), answer (12, 10), weight 0.5 -> (11, 10)
    """

    def __init__(self, cases: str | Sequence[str], weight: float = 0.5, max_mm: float = 4.0):
        if not (0 <= weight <= 1 and max_mm > 0):
            raise ValueError(f'weight={weight!r}, max_mm={max_mm!r}: expected 0 to 1 and a positive number')
        self.weight, self.max_mm = weight, max_mm
        self.paths = [cases] if isinstance(cases, str) else list(cases)
        self.answers: dict[str, tuple[np.ndarray, np.ndarray]] = {}
        for path in self.paths:
            held_out = _read_held_out(Path(path))
            points = zip(held_out.pred_px, held_out.gt_px, strict=True)
            self.answers.update(zip(held_out.img_ids, points, strict=True))

    def transform(self, results: dict) -> dict:
        """Move the labels; the arrays of the record are not changed but replaced."""
        label_px, visible = results['keypoints'], results['keypoints_visible'][0] > 0
        answer_px = self._answer_px(results['img_id'], label_px[0], visible)
        apart_mm = np.linalg.norm(answer_px - label_px[0], axis=-1) * results['pixel_size_mm']
        weights = np.where(visible & (apart_mm <= self.max_mm), self.weight, 0)[:, None]
        moved_px = label_px[0] + weights * np.where(weights > 0, answer_px - label_px[0], 0)
        results['keypoints'] = moved_px[None].astype(label_px.dtype)
        return results

    def _answer_px(self, img_id: str, label_px: np.ndarray, visible: np.ndarray) -> np.ndarray:
        """(K, 2), once it is clear that it answers these labels."""
        if img_id not in self.answers:
            raise ValueError(f'{img_id}: no answer in {self.paths}; {_CURE}')
        answer_px, known_px = self.answers[img_id]
        if known_px.shape != label_px.shape or not np.allclose(known_px[visible], label_px[visible], 0, SAME_PX):
            raise ValueError(
                f'{img_id}: the labels are not those of {self.paths}, expected the same landmarks, truth policy and '
                f'original pixels; put SelfDistillation first in the pipeline, or {_CURE}'
            )
        return answer_px

    def __repr__(self) -> str:
        return f'{type(self).__name__}(cases={self.paths}, weight={self.weight}, max_mm={self.max_mm})'


def _read_held_out(path: Path) -> LandmarkCases:
    cases = read_cases(path, _CURE)
    if cases.landmarks is None:
        raise ValueError(f'{path}: holds no landmarks; {_CURE}')
    if cases.protocol.get('fold_part') != 'valid':
        raise ValueError(f'{path}: its models may have seen the radiographs, expected held-out folds; {_CURE}')
    return cases.landmarks
