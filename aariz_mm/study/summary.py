"""What a study found, in sentences; no sentence says more than a test with a stated margin has shown."""

from __future__ import annotations

import numpy as np

from aariz_mm.analysis import MEASUREMENTS
from aariz_mm.evaluation.human_line import describe_human_line
from aariz_mm.number_text import counted, fixed, is_absent, with_interval

from .assembly import Study
from .comparisons import ALL, INTRA, MEAN, MODEL, readers_line
from .replacing import ModelScores
from .scores import ComparisonScores, StudyScores

__all__ = ['study_sentences']

_FEW = 30
"""With fewer radiographs intervals are wide, and method errors are usually taken from more."""
_NAMED = 8


def study_sentences(study: Study, scores: StudyScores) -> tuple[str, ...]:
    """The result: what was read, how far readers are apart and from their mean, and what each model is beside them."""
    line = readers_line(study)
    found = [_what(study)]
    found += [] if line is None else [describe_human_line(line, study.unit, 'The readers')]
    found += [_intra(one, study.unit) for one in scores.comparisons if one.comparison.kind == INTRA]
    kind = MODEL if line is None else MEAN
    found += [_beside(one, study.unit) for one in scores.comparisons if one.comparison.kind == kind]
    found += [sentence for model in scores.models for sentence in (_replacing(model, study.unit), _means(model))]
    if study.models and line is None:
        found.append('With one reader nothing tells how far readers differ, so no model can be said to replace one.')
    if len(study.image_ids) < _FEW:
        found.append(
            f'{len(study.image_ids)} radiographs are few: the intervals are wide, and {_FEW} or more are usual.'
        )
    return tuple(filter(None, found))


def _what(study: Study) -> str:
    who = ', '.join(one.label for one in study.points_px)
    scale = f'in mm, pixel sizes {study.scale_from}' if study.unit == 'mm' else 'in pixels, for no pixel size is known'
    left = f' Left out, see the list: {counted(len(study.left_out), "entry", "entries")}.' if study.left_out else ''
    return (
        f'{counted(len(study.image_ids), "radiograph")} with {counted(len(study.symbols), "landmark")}, read by {who}; '
        f'{scale}.{left}'
    )


def _intra(one: ComparisonScores, unit: str) -> str:
    every = one.landmarks[ALL]
    return (
        f'{one.comparison.first} and {one.comparison.second} lie '
        f'{with_interval(f"{fixed(every.radial)} {unit}", every.low, every.high)} apart (intra-observer).'
    )


def _beside(one: ComparisonScores, unit: str) -> str:
    every = one.landmarks[ALL]
    return (
        f'{one.comparison.first} lies {with_interval(f"{fixed(every.radial)} {unit}", every.low, every.high)} from '
        f'{"the " if one.comparison.kind == MEAN else ""}{one.comparison.second}.'
    )


def _replacing(model: ModelScores, unit: str) -> str:
    every = model.replacing[ALL]
    if is_absent(every.index):
        return ''
    change = with_interval(f'{fixed(every.index)} {unit}', every.low, every.high)
    start = (
        f'Where {model.name} takes the place of a reader, two readings lie {fixed(every.model)} instead of '
        f'{fixed(every.readers)} {unit} apart, a change of {change}'
    )
    if is_absent(every.margin):
        return f'{start}; no margin is stated in pixels, so nothing is shown.'
    single = [one for symbol, one in model.replacing.items() if symbol != ALL]
    shown = sum(one.interchangeable for one in single)
    verdict = 'below' if every.interchangeable else 'not shown to be below'
    centred = model.replacing_centred[ALL]
    change = with_interval(f'{fixed(centred.index)} {unit}', centred.low, centred.high)
    habits = f' Without constant differences, habits of the readers and bias of the model, the change is {change}.'
    worse = [symbol for symbol, one in model.replacing.items() if symbol != ALL and one.low > 0]
    but = f' Yet it does raise the disagreement on {", ".join(worse)}.' if worse else ''
    return (
        f'{start}: {verdict} the margin of {every.margin:g} {unit} for all landmarks together, and shown below it for '
        f'{shown} of the {len(single)} alone.{but}{habits}'
    )


def _means(model: ModelScores) -> str:
    tested = {key: one for key, one in model.means.items() if np.isfinite(one.p)}
    if not tested:
        return ''
    margin = next(iter(tested.values())).margin
    names = [MEASUREMENTS[key].name for key, one in tested.items() if not one.equivalent]
    rest = f', {len(names) - _NAMED} more' if len(names) > _NAMED else ''
    lost = f'; not of {", ".join(names[:_NAMED])}{rest}' if names else ''
    return (
        f'Its means are shown to be those of the readers, within ±{margin:g} (degrees, mm, %), for '
        f'{len(tested) - len(names)} of {len(tested)} measurements{lost}.'
    )
