"""How much worse changed radiographs are read than plain ones. Numpy alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from aariz_mm.arrays import nan_mean
from aariz_mm.evaluation.functional import success_detection_rates
from aariz_mm.files import as_plain
from aariz_mm.number_text import fixed, per_cent
from aariz_mm.tables import Table, render_text

from .changes import Change
from .testing import ChangedReading

__all__ = ['FORMAT', 'ChangeScores', 'format_scores', 'score_changes', 'scores_as_json']

FORMAT = 'aariz_mm stress test 1'
"""First line of the file."""
_SDR_MM = 2.0
_WORST = 3


@dataclass(frozen=True)
class ChangeScores:
    """Scores of the radiographs with one change; NaN where nothing counts.

    mre_mm: mean of all landmarks inside the picture. ratio: of it to that of the same landmarks in the plain
    radiographs. sdr_2mm: share within 2 mm. warned, refused: shares of radiographs. unwarned_mre_mm: of the radiographs
    without a warning, what a user would not suspect.
    """

    change: Change
    landmarks: int
    mre_mm: float
    ratio: float
    sdr_2mm: float
    warned: float
    refused: float
    unwarned_mre_mm: float
    readings: tuple[ChangedReading, ...]

    @property
    def worst(self) -> list[tuple[str, float]]:
        """Radiographs with the largest mean errors, the worst first: id and mm."""
        means = [(one.image_id, float(nan_mean(one.errors_mm))) for one in self.readings]
        return sorted((row for row in means if not np.isnan(row[1])), key=lambda row: -row[1])[:_WORST]


def score_changes(readings: Sequence[ChangedReading]) -> list[ChangeScores]:
    """Scores of each change, in the order in which they come.

    Args:
        readings: as :func:`~aariz_mm.stress.testing.stress_test` gives them, those of 'plain' among them.
    """
    by_name: dict[str, list[ChangedReading]] = {}
    for one in readings:
        by_name.setdefault(one.change.name, []).append(one)
    plain = {one.image_id: one.errors_mm for one in by_name['plain']}
    return [_score(rows, plain) for rows in by_name.values()]


def _score(readings: Sequence[ChangedReading], plain: dict[str, np.ndarray]) -> ChangeScores:
    errors = np.stack([one.errors_mm for one in readings])
    same = np.stack([plain[one.image_id] for one in readings])
    both = np.isfinite(errors) & np.isfinite(same)
    unwarned = np.array([not one.warnings for one in readings])
    mean, plain_mean = (float(nan_mean(np.where(both, values, np.nan))) for values in (errors, same))
    return ChangeScores(
        readings[0].change,
        int(np.isfinite(errors).sum()),
        float(nan_mean(errors)),
        mean / plain_mean if plain_mean else float('nan'),
        success_detection_rates(errors, [_SDR_MM])[_SDR_MM] / 100,
        float(np.mean([bool(one.warnings) and not one.refusal for one in readings])),
        float(np.mean([bool(one.refusal) for one in readings])),
        float(nan_mean(errors[unwarned])),
        tuple(readings),
    )


def format_scores(scores: Sequence[ChangeScores]) -> str:
    """A row for each change, as text for a terminal."""
    rows = [
        (
            one.change.kind,
            one.change.strength,
            str(one.landmarks),
            fixed(one.mre_mm),
            fixed(one.ratio),
            per_cent(one.sdr_2mm),
            per_cent(one.warned),
            per_cent(one.refused),
            fixed(one.unwarned_mre_mm),
            ', '.join(f'{image_id} {fixed(mean, 1)}' for image_id, mean in one.worst),
        )
        for one in scores
    ]
    header = (
        'change', 'strength', 'landmarks', 'MRE mm', 'x plain', 'SDR 2 mm', 'warned', 'refused', 'MRE unwarned',
        'worst radiographs (mm)',
    )  # fmt: skip
    caption = f'{len(scores[0].readings)} radiographs, errors in original pixels times their size'
    return render_text(Table(caption, header, tuple(rows), text_columns=(0, 1, 9)))


def scores_as_json(scores: Sequence[ChangeScores], symbols: Sequence[str], made_with: dict[str, Any]) -> dict[str, Any]:
    """The same as numbers, with each landmark and each radiograph; shares are fractions.

    Args:
        symbols: of the K landmarks. made_with: models, dataset and truth, for the head of the file.
    """
    return as_plain(
        dict(
            format=FORMAT,
            made_with=made_with,
            radiographs=len(scores[0].readings),
            changes=[_as_json(one, symbols) for one in scores],
        )
    )


def _as_json(scores: ChangeScores, symbols: Sequence[str]) -> dict[str, Any]:
    names = ('landmarks', 'mre_mm', 'ratio', 'sdr_2mm', 'warned', 'refused', 'unwarned_mre_mm')
    means = nan_mean(np.stack([one.errors_mm for one in scores.readings]), axis=0)
    return dict(
        kind=scores.change.kind,
        strength=scores.change.strength,
        **{name: getattr(scores, name) for name in names},
        worst=[image_id for image_id, _ in scores.worst],
        landmark_mre_mm=dict(zip(symbols, means, strict=True)),
        readings={
            one.image_id: dict(mre_mm=nan_mean(one.errors_mm), warnings=list(one.warnings), refusal=one.refusal)
            for one in scores.readings
        },
    )
