"""The page of a study: tables, plots and methods as one report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from aariz_mm.evaluation.measurement_agreement import PairedMeasurement
from aariz_mm.number_text import ABSENT, MINUS, counted, fixed, span
from aariz_mm.report.document import Block, Figure, Figures, Paragraph, Report, Section, Tile, Tiles

from .assembly import Study
from .comparisons import ALL, AXES, INTRA, MODEL, frame_matrices, mean_of_readers
from .methods import methods_text
from .plots import draw_bland_altman_grid, draw_scattergrams, scattergram_reach
from .scores import ComparisonScores, StudyScores
from .summary import study_sentences
from .tables import (
    class_table,
    landmark_table,
    left_out_table,
    mean_table,
    measurement_table,
    pair_table,
    reader_table,
    replacing_table,
)

__all__ = ['CAUTION', 'build_page']

CAUTION = (
    'Not for diagnosis: these figures say how readings of a set of radiographs agree, and nothing about a patient.'
)
_LEAST_PAIRS = 3
"""Fewer make no Bland-Altman plot."""


def build_page(study: Study, scores: StudyScores, written: str) -> Report:
    """The report of a study.

    Args:
        written: date and time of writing.
    """
    sections = [
        Section('Readings', (_tiles(study, scores), pair_table(study, scores), _note(_PAIR_NOTE))),
        *_model_sections(study, scores),
        Section('Scattergrams', _scattergrams(study, scores)),
        Section(
            'Landmarks', (_note(_MARK_NOTE), *(landmark_table(study, one, scores.frame) for one in scores.comparisons))
        ),
        *_measurement_sections(scores),
        _left_out(study),
        Section('Methods', tuple(map(Paragraph, methods_text(study, scores)))),
    ]
    names = ' · '.join(one.label for one in study.points_px)
    protocol = f'readings: {names} · radiographs: {len(study.image_ids)} · unit: {study.unit} · written: {written}'
    return Report('Reader study', study_sentences(study, scores), protocol, tuple(sections))


_PAIR_NOTE = (
    'Differences are the first reading less the second. The distance of a model from the mean of the readers may be '
    'compared with that of a reader from their mean, the last row; not with that of two readers.'
)
_MARK_NOTE = (
    '* marks a systematic error by Houston (paired t test, p < 0.1). Of many tests some are marked by chance: '
    'landmarks.csv has p corrected for their number, too.'
)


def _note(text: str) -> Paragraph:
    return Paragraph(text, note=True)


def _tiles(study: Study, scores: StudyScores) -> Tiles:
    tiles = [Tile('Radiographs', str(len(study.image_ids)), counted(len(study.symbols), 'landmark'))]
    distances = [(f'{one.comparison.first} and {one.comparison.second}', one.landmarks[ALL])
                 for one in scores.comparisons]  # fmt: skip
    if scores.reader_to_mean is not None:
        distances.append(('a reader and mean of readers', scores.reader_to_mean))
    for title, every in distances:
        ends = span(every.low, every.high)
        tiles.append(Tile(title, f'{fixed(every.radial)} {study.unit}', '' if ends == ABSENT else f'95 %: {ends}'))
    return Tiles(tuple(tiles))


def _model_sections(study: Study, scores: StudyScores) -> Iterable[Section]:
    for model in scores.models:
        blocks = (
            _note(
                'Index: mean disagreement of the model with a reader less that of two readers; below 0 the model '
                'agrees better with a reader than the readers do with each other. Shown: its whole interval is below '
                'the margin.'
            ),
            _note(
                'A constant difference between readers, their habit, counts as disagreement, and a model that learnt '
                'from their mean lies between them: then an index below 0 says that it takes the middle, not that it '
                'reads better. The last column takes the constant difference off every reading, the bias of the model '
                'too.'
            ),
            replacing_table(study, scores, model),
            _note('TOST: the means are equivalent where the 90 % interval lies within the margins (p < 0.05).'),
            mean_table(model),
        )
        yield Section(f'{model.name} in the place of a reader', blocks)


def _scattergrams(study: Study, scores: StudyScores) -> tuple[Block, ...]:
    matrices, figures = frame_matrices(study, scores.frame), []

    def turned(points_px: np.ndarray) -> np.ndarray:
        return np.einsum('bij,bkj->bki', matrices, study.to_unit(points_px))

    mean, points = mean_of_readers(study), study.points_px
    for one in scores.comparisons:
        pair = one.comparison
        if pair.kind == INTRA or (pair.kind == MODEL and mean is None):
            figures.append(_scattergram(study, {pair.title: turned(pair.first_px - pair.second_px)}, scores.frame,
                                        f'{pair.title}: errors of each landmark'))  # fmt: skip
    if mean is not None:
        series = {one.label: turned(points[one] - mean) for one in (*study.readers, *study.models)}
        title = 'Each reading less the mean of the readers' + (
            ' (of two readers one is the mirror image of the other)' if len(study.readers) == 2 else ''
        )
        figures.append(_scattergram(study, series, scores.frame, title))
    return (
        _note('A cross is the mean error, an ellipse holds the next error with 95 %. All panels have one scale.'),
        *(Figures((figure,), 900) for figure in figures),
    )


def _scattergram(study: Study, series: dict[str, np.ndarray], frame: str, title: str) -> Figure:
    data, size = draw_scattergrams(study.symbols, series, study.unit, AXES[frame])
    reach = scattergram_reach(series)
    values = [np.abs(one).max(axis=-1) for one in series.values()]
    beyond = sum(int((np.nan_to_num(one) > reach).sum()) for one in values)
    cut = f' {counted(beyond, "point lies", "points lie")} beyond the panels.' if beyond else ''
    name = f'scattergrams_{_plain(next(iter(series)) if len(series) == 1 else "mean")}.png'
    return Figure(name, data, size, f'{title}, a panel for each of {len(study.symbols)} landmarks.', f'{title}.{cut}')


def _measurement_sections(scores: StudyScores) -> list[Section]:
    measured = [one for one in scores.comparisons if one.measurements]
    if not measured:
        return [Section('Measurements', (Paragraph('These landmarks allow no measurement.'),))]
    readers = (reader_table(scores),) if len(scores.readers.icc) else ()
    classes = (class_table(scores),) if any(one.classes for one in measured) else ()
    plots = [figure for one in measured if one.comparison.kind != MODEL or not scores.models for figure in _altman(one)]
    lines = 'Solid line bias, dashed lines limits of agreement, grey band the clinical tolerance of 2 degrees, mm or %.'
    return [
        Section('Measurements', (_note(_MARK_NOTE), *map(measurement_table, measured), *readers, *classes)),
        Section('Bland-Altman plots', (_note(lines), *(Figures((figure,), 900) for figure in plots))),
    ]


def _altman(one: ComparisonScores) -> list[Figure]:
    pairs: Sequence[PairedMeasurement] = [
        score.pair for score in one.measurements.values() if score.pair.summary.n >= _LEAST_PAIRS
    ]
    if not pairs:
        return []
    title = f'{one.comparison.first} {MINUS} {one.comparison.second}'
    data, size = draw_bland_altman_grid(pairs, title)
    name = f'bland_altman_{_plain(one.comparison.title)}.png'
    caption = f'{title} ({one.comparison.kind}).'
    return [Figure(name, data, size, f'Bland-Altman plots of {len(pairs)} measurements: {title}.', caption)]


def _left_out(study: Study) -> Section:
    doubts = [Paragraph(note) for note in study.notes]
    if not study.left_out:
        return Section(
            'Left out', (*doubts, Paragraph('Nothing: every reading has every landmark of every radiograph.'))
        )
    return Section('Left out', (*doubts, left_out_table(study)))


def _plain(name: str) -> str:
    return ''.join(letter if letter.isalnum() else '_' for letter in name)
