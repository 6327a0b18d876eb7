"""The page of a cohort: tables, plots and methods as one report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from aariz_mm.number_text import ABSENT, counted, span
from aariz_mm.report.document import Block, Figure, Figures, Paragraph, Report, Section, Tile, Tiles

from .growth import GrowthCurve
from .loading import Cohort
from .methods import methods_text
from .notes import cohort_notes, length_doubt
from .plots import Plot, draw_distributions, draw_growth
from .scores import CHANGE_OF_GROUPS, VALUE, CohortScores, time_pairs
from .summary import cohort_sentences
from .tables import (
    DOUBTED,
    assumption_table,
    change_table,
    comparison_table,
    description_table,
    error_table,
    group_table,
    growth_table,
    left_out_table,
    many_table,
    named,
    stage_table,
)

__all__ = ['CAUTION', 'build_page', 'draw_plots']

CAUTION = 'Not for diagnosis: these figures describe groups, and say nothing about a patient.'


def draw_plots(cohort: Cohort, scores: CohortScores) -> tuple[Plot, ...]:
    """Distributions at each time, then growth curves; those without a curve are not drawn."""
    found = [draw_distributions(cohort, scores.settings, time) for time in cohort.times]
    return (*found, *(draw_growth(cohort, one) for one in scores.growth if any(len(each.ages) for each in one.curves)))


def build_page(cohort: Cohort, scores: CohortScores, plots: tuple[Plot, ...], bundles: Mapping[str, Any]) -> Report:
    """The report of a cohort.

    Args:
        plots: of :func:`draw_plots`. bundles: as for :func:`~aariz_mm.cohort.methods.methods_text`.
    """
    notes = tuple(map(Paragraph, cohort_notes(cohort, scores)))
    drawn = {one.name: one for one in plots}
    sections = [
        Section('Groups', (_tiles(cohort), group_table(scores), *notes)),
        Section('Measurements', tuple(_described(cohort, scores, plots))),
        *_compared(cohort, scores),
        *_changed(cohort, scores),
        *_staged(scores),
        *_growth(cohort, scores, drawn),
        Section('Measurement error', (_note(_ERRORS), error_table(cohort, scores))),
        Section('Left out', (left_out_table(cohort),) if cohort.left_out else (Paragraph('Nothing.'),)),
        Section('Methods', tuple(map(Paragraph, methods_text(cohort, scores, bundles)))),
    ]  # fmt: skip
    protocol = f'groups: {" · ".join(cohort.groups)}' + (
        f' · times: {" · ".join(cohort.times)}' if len(cohort.times) > 1 else ''
    )
    return Report('Cohort', cohort_sentences(cohort, scores), protocol, tuple(sections))


_STAGES = (
    'Stages are those of the model or of who corrected it; the methods say how often the model is right on its own '
    'test. r: rank-biserial correlation, kappa: quadratically weighted. chi² is not to be relied on where the smallest '
    'expected count is below 5.'
)
_ERRORS = (
    'From the intervals of the readings, or as the study gave it. They hold the error of readers, too: the reliability '
    'is at least this. Mean shift: by how much the calibration says that the truth lies higher. Random error is '
    'already in the SD, the intervals and p.'
)
_TESTS = (
    'Differences are the first group less the second, with Welch\'s 95 % interval. "Adjusted" is p corrected for the '
    'number of measurements (of pairs of more than two groups: for the number of pairs). Detectable: the difference '
    'that groups of this size show with 80 % at p < 0.05. g without error, at most: if all doubt about a reading were '
    'random error of it.'
)
_CHANGES = (
    'Second time less first. d_av is over the SD of the values, d_z over that of the changes. Changed beyond error: '
    'patients whose change is larger than the errors of two readings make with 95 %.'
)


def _note(text: str) -> Paragraph:
    return Paragraph(text, note=True)


def _tiles(cohort: Cohort) -> Tiles:
    patients = len({one.patient for one in cohort.records})
    corrected = sum(one.corrected for one in cohort.records)
    return Tiles((
        Tile('Radiographs', str(len(cohort.records)), f'of {counted(cohort.found, "result")}'),
        Tile('Patients', str(patients) if cohort.knows_patients else ABSENT,
             '' if cohort.knows_patients else 'nobody said whose'),
        Tile('Groups', str(len(cohort.groups)), counted(len(cohort.times), 'time')),
        Tile('Corrected by a person', str(corrected), f'of {len(cohort.records)}'),
    ))  # fmt: skip


def _described(cohort: Cohort, scores: CohortScores, plots: tuple[Plot, ...]) -> Iterator[Block]:
    yield _note(
        'Mean and median of one value of each patient. The last column widens the interval of the mean by '
        f'{scores.settings.bound:g}, the largest error that is assumed to be common to all readings.'
    )
    if length_doubt(cohort):
        yield _note(f'{DOUBTED} may not be comparable: {length_doubt(cohort)}.')
    for time, plot in zip(cohort.times, plots, strict=False):
        yield description_table(cohort, scores, time)
        caption = (
            f'{f"{time}: " if time else ""}a mark is a patient, the box holds the middle half, its line is the median; '
            'beside it the mean with its 95 % interval.'
        )
        yield _figure(plot, f'Distributions of {len(scores.settings.keys)} measurements by group.', caption)


def _figure(plot: Plot, alt: str, caption: str) -> Figures:
    return Figures((Figure(f'{plot.name}.png', plot.png, plot.size, alt, caption),), 900)


def _compared(cohort: Cohort, scores: CohortScores) -> Iterator[Section]:
    if len(cohort.groups) < 2:
        return
    blocks: list[Block] = [_note(_TESTS)]
    for time in cohort.times:
        blocks += _tables(cohort, scores, VALUE, (time,))
    yield Section('Groups compared', (*blocks, assumption_table(cohort, scores)))


def _tables(cohort: Cohort, scores: CohortScores, family: str, where: tuple) -> list[Block]:
    many = [many_table(cohort, scores, family, where)] if len(cohort.groups) > 2 else []
    return [*many, comparison_table(cohort, scores, family, where)]


def _changed(cohort: Cohort, scores: CohortScores) -> Iterator[Section]:
    blocks: list[Block] = []
    for pair in time_pairs(cohort.times):
        blocks.append(change_table(cohort, scores, pair))
        if len(cohort.groups) > 1:
            blocks += _tables(cohort, scores, CHANGE_OF_GROUPS, pair)
    if blocks:
        rest = () if len(cohort.groups) > 1 else (assumption_table(cohort, scores),)
        yield Section('Changes', (_note(_CHANGES), *blocks, *rest))


def _staged(scores: CohortScores) -> Iterator[Section]:
    if scores.stages or scores.stage_changes:
        yield Section('CVM stages', (_note(_STAGES), stage_table(scores)))


def _growth(cohort: Cohort, scores: CohortScores, drawn: Mapping[str, Plot]) -> Iterator[Section]:
    if not scores.growth:
        return
    plots = [one for name, one in drawn.items() if name.startswith('growth_')]
    shown = [one for one in scores.growth if any(len(each.ages) for each in one.curves)]
    figures = [
        _figure(plot, f'{name} by age and sex.', f'{name} by age: {_ages(one.curves)}.')
        for plot, one, name in zip(plots, shown, [named(cohort, one.key) for one in shown], strict=True)
    ]  # fmt: skip
    note = 'Means with their 95 % interval; dotted: between these lines lie 95 % of patients as they were measured.'
    yield Section('Growth', (_note(note), growth_table(cohort, scores), *figures))


def _ages(curves: tuple[GrowthCurve, ...]) -> str:
    return ', '.join(f'{one.sex} {span(float(one.ages[0]), float(one.ages[-1]), 1)} years'
                     for one in curves if len(one.ages))  # fmt: skip
