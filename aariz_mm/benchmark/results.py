"""What a benchmark found: rows with their goals, as a Markdown table and as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from aariz_mm.benchmark.spreads import Spread, ratios, spread

__all__ = ['Goal', 'Report', 'Row', 'as_content', 'compare', 'format_report', 'single']

_HEADER = '| what | ours | reference | ours / reference | goal | |\n| --- | --- | --- | --- | --- | --- |'
_FINE, _COARSE = 0.1, 10


@dataclass(frozen=True)
class Goal:
    """``ours`` or ``ratio`` (ours by the reference) is to lie within two numbers; ``text`` says it for a reader."""

    of: str
    at_most: float
    text: str
    at_least: float = 0.0


@dataclass(frozen=True)
class Row:
    """One thing that was measured, in ``unit``; ``reference`` and ``ratio`` are None where nothing stands beside it."""

    what: str
    ours: Spread | None
    reference: Spread | None = None
    ratio: Spread | None = None
    unit: str = 'ms'
    goals: tuple[Goal, ...] = ()

    @property
    def holds(self) -> bool | None:
        """Whether the medians keep all goals; None where there is none."""
        found = [getattr(self, goal.of) for goal in self.goals]
        if not self.goals:
            return None
        return all(goal.at_least <= one.median <= goal.at_most for one, goal in zip(found, self.goals, strict=True))


@dataclass(frozen=True)
class Report:
    """Rows of one benchmark; ``facts`` say how, where and on what it was measured, ``notes`` what the rows mean."""

    title: str
    facts: Mapping[str, str]
    rows: Sequence[Row]
    notes: Sequence[str] = field(default_factory=tuple)


def compare(
    what: str, ours: Sequence[float], reference: Sequence[float], unit: str = 'ms', goals: Sequence[Goal] = ()
) -> Row:
    """A row of pairs, values in ``unit``."""
    ratio = spread(ratios(ours, reference))
    return Row(what, spread(ours), spread(reference), ratio, unit, tuple(goals))


def single(what: str, values: Sequence[float], unit: str = 'ms', ours: bool = True, goals: Sequence[Goal] = ()) -> Row:
    """A row of something that has no counterpart, or is the reference alone."""
    found = spread(values)
    return Row(what, found if ours else None, None if ours else found, None, unit, tuple(goals))


def format_report(report: Report) -> str:
    """Title, facts, table and notes as Markdown."""
    facts = [f'- {key}: {value}' for key, value in report.facts.items()]
    rows = [_format_row(row) for row in report.rows]
    notes = [
        *report.notes,
        'Median (quartiles); the ratio is the median over pairs measured in turn. A missed goal does not change the '
        'exit status.',
    ]
    return '\n'.join([f'## {report.title}', '', *facts, '', _HEADER, *rows, '', *notes])


def _format_row(row: Row) -> str:
    ours, reference = (_format(one, row.unit) for one in (row.ours, row.reference))
    goals = '; '.join(goal.text for goal in row.goals)
    verdict = {None: '', True: 'holds', False: 'missed'}[row.holds]
    return f'| {row.what} | {ours} | {reference} | {_format_ratio(row.ratio)} | {goals} | {verdict} |'


def _format(found: Spread | None, unit: str) -> str:
    if found is None:
        return ''
    numbers = [_number(value) for value in (found.median, found.low, found.high)]
    within = f' ({numbers[1]}-{numbers[2]})' if found.count > 1 else ''
    return f'{numbers[0]} {unit}{within}'


def _format_ratio(ratio: Spread | None) -> str:
    if ratio is None:
        return ''
    within = f' ({ratio.low:.3f}-{ratio.high:.3f})' if ratio.count > 1 else ''
    less = f', {1 / ratio.median:.1f} x less' if 0 < ratio.median < 1 / 2 else ''
    return f'{ratio.median:.3f}{within}{less}'


def _number(value: float) -> str:
    """Three digits that count, without an exponent.

    Example: 0.01234 -> '0.0123', 1.234 -> '1.23', 1234.5 -> '1234'
    """
    size = abs(value)
    digits = 4 if size < _FINE else 3 if size < 1 else 2 if size < _COARSE else 1 if size < _COARSE**2 else 0
    return f'{value:.{digits}f}'


def as_content(report: Report) -> dict[str, Any]:
    """The report as plain values, for JSON."""
    rows = [dict(asdict(row), holds=row.holds) for row in report.rows]
    return dict(title=report.title, facts=dict(report.facts), rows=rows, notes=list(report.notes))
