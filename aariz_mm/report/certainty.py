"""The part of a report that says whether a model knows which of its landmarks are off."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ..evaluation.cases import LandmarkCases
from ..evaluation.certainty import AUROC_LIMITS_MM, REFERENCE_MM, auroc_key, expected_against_observed
from ..number_text import ABSENT, fixed, span
from ..tables import Table
from .certainty_plots import draw_expected_against_observed, draw_risk_coverage
from .document import Figure, Figures, Paragraph, Section

__all__ = ['certainty_section']

_TITLE = 'Expected errors'
_SIZE = (420, 340)


def certainty_section(cases: LandmarkCases, scores: Mapping) -> Section | None:
    """How well expected errors tell landmarks that are off from the others, and whether their size is right.

    None where no expected error in mm is known.
    """
    expected, errors = cases.expected_error_mm, cases.errors_mm()
    if expected is None or not (np.isfinite(expected) & np.isfinite(errors)).any():
        return None
    figures = Figures((_risk_figure(expected, errors, scores), _size_figure(expected, errors)), 360)
    return Section(_TITLE, (_table(scores, errors[np.isfinite(expected)]), figures, _note()))


def _table(scores: Mapping, errors_mm: np.ndarray) -> Table:
    rows = [
        (f'AUROC for an error above {limit:g} mm', fixed(scores.get(auroc_key(limit))),
         span(scores.get(f'{auroc_key(limit)}_low'), scores.get(f'{auroc_key(limit)}_high')), '0.50', '1')
        for limit in AUROC_LIMITS_MM
    ]  # fmt: skip
    mean = fixed(float(np.nanmean(errors_mm)))
    rows += [
        ('area under the risk-coverage curve, mm', fixed(scores.get('AURC_mm')), ABSENT, mean,
         fixed(scores.get('AURC_best_mm'))),
        ('mean expected error, mm', fixed(scores.get('expected_error_mm')), ABSENT, ABSENT, mean),
    ]  # fmt: skip
    header = ('', 'model', '95 % interval', 'scores that tell nothing', 'best possible')
    return Table('Expected errors beside those that came true', header, tuple(rows))


def _risk_figure(expected: np.ndarray, errors: np.ndarray, scores: Mapping) -> Figure:
    area = fixed(scores.get('AURC_mm'))
    return Figure(
        'risk_coverage.png', draw_risk_coverage(expected, errors, _SIZE), _SIZE,
        f'Risk-coverage curve: its area is {area} mm.',
        'Mean error of the surest share of the landmarks. The lower the curve begins, the more is won by looking at '
        'the unsure ones oneself.',
    )  # fmt: skip


def _size_figure(expected: np.ndarray, errors: np.ndarray) -> Figure:
    of_groups, observed, _ = expected_against_observed(expected, errors)
    return Figure(
        'expected_errors.png', draw_expected_against_observed(expected, errors, _SIZE), _SIZE,
        f'Observed over expected error of ten groups: from {fixed(observed[0])} mm where {fixed(of_groups[0])} mm were '
        f'expected to {fixed(observed[-1])} mm where {fixed(of_groups[-1])} mm were.',
        'Ten groups of equally many landmarks, from sure to unsure. Above the diagonal errors are larger than '
        'expected.',
    )  # fmt: skip


def _note() -> Paragraph:
    return Paragraph(
        f'The score of a landmark is 1 / (1 + e / {REFERENCE_MM:g} mm), e its expected error: 0.5 stands for '
        f'{REFERENCE_MM:g} mm, it is no probability. AUROC: how often, of a landmark beyond the limit and one within '
        'it, the first has the larger expected error.',
        note=True,
    )
