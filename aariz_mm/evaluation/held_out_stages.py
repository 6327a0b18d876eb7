"""CVM stages that models of folds gave to crops which they were not trained on, from files of cases."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from .case_files import read_cases
from .cases import StageCases

__all__ = ['read_held_out_stages']

_CURE = 'give NAME_cases.json of tools/cross_validate.py --out'


def read_held_out_stages(paths: Sequence[str | Path]) -> tuple[StageCases, list[int]]:
    """All of them together, and the folds that they come from.

    Errors:
        FileNotFoundError, ValueError: no such file; one that is not of folds, or has no stages or no probabilities; an
            image that stands twice.
    """
    parts, folds = [], []
    for path in paths:
        cases = read_cases(path)
        if not cases.protocol.get('folds'):
            raise ValueError(
                f'{path}: not of folds; a temperature is fitted to images that no model of them was trained on, and '
                f'never to those that it is reported on; {_CURE}'
            )
        if cases.stages is None or not np.isfinite(cases.stages.probabilities).all():
            raise ValueError(f'{path}: has no stages with probabilities; {_CURE}, of a model with a CVM head')
        parts.append(cases.stages)
        folds += cases.protocol['folds']
    ids = [img_id for part in parts for img_id in part.img_ids]
    twice = sorted({one for one in ids if ids.count(one) > 1})
    if twice:
        raise ValueError(f'{twice[0]} stands in two files ({len(twice)} images do); give each fold once')
    joined = {name: np.concatenate([getattr(one, name) for one in parts]) for name in ('true', 'pred', 'probabilities')}
    return StageCases(tuple(ids), **joined), sorted(folds)
