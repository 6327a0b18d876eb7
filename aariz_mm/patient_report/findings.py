"""The findings of a report: classes by the one rule, undecided where an interval reaches another class."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product

from aariz_mm.analysis import CLASSIFICATIONS, MeasuredValue, classify
from aariz_mm.analysis.classification import DISAGREE
from aariz_mm.number_text import fixed

from .language import Say
from .source import Source
from .values import interval_text, missing_text, value_text

__all__ = ['FINDINGS', 'Finding', 'describe_finding', 'find_classes', 'stage_sentences']

FINDINGS = dict(
    sagittal='skeletal_class', vertical='growth_pattern', upper_incisor='upper_incisor', lower_incisor='lower_incisor'
)
"""What is found, and the classification that says it."""
_NEAR = 0.15
"""A stage is nearly as likely where its probability is less than this below that of the best."""


@dataclass(frozen=True)
class Finding:
    """A class of :data:`~aariz_mm.analysis.CLASSIFICATIONS`.

    ``label`` is '' where there is none. ``others`` are the further classes that the rule gives for values within the
    intervals; with them the finding is undecided. ``votes`` are those of measurements of the same, where rules
    disagree.
    """

    key: str
    label: str
    others: tuple[str, ...]
    votes: tuple[tuple[str, str], ...]

    @property
    def is_decided(self) -> bool:
        """Whether there is a class, and no other one within the intervals."""
        return bool(self.label) and not self.others


def find_classes(source: Source) -> dict[str, Finding]:
    """The findings by the keys of :data:`FINDINGS`."""
    measured, who = source.measured, source.who
    verdicts = classify(measured, **who)
    found = {}
    for name, key in FINDINGS.items():
        verdict = verdicts[key]
        possible = {classify(one, **who)[key].label for one in _within_intervals(key, source)}
        others = [one for one in CLASSIFICATIONS[key].classes if one in possible - {verdict.label}]
        disagree = verdict.reason.startswith(DISAGREE)
        votes = tuple((by, vote) for by, vote in verdict.votes.items() if vote) if disagree else ()
        found[name] = Finding(key, verdict.label, tuple(others), votes)
    return found


def _within_intervals(key: str, source: Source) -> list[dict[str, MeasuredValue]]:
    """The measurements that decide, at every combination of their values and the ends of their intervals."""
    measured, ends, keys = source.measured, source.intervals, CLASSIFICATIONS[key].keys
    choices = [(measured[one].value, *ends.get(one, ())) for one in keys]
    return [
        {one: _at(measured[one], value) for one, value in zip(keys, values, strict=True)}
        for values in product(*choices)
    ]


def _at(measured: MeasuredValue, value: float) -> MeasuredValue:
    return MeasuredValue(measured.measurement, value, measured.reason, measured.magnification)


def describe_finding(found: Finding, source: Source, say: Say) -> str:
    """A finding in one or two sentences."""
    keys = CLASSIFICATIONS[found.key].keys
    by = ', '.join(_by(key, source, say) for key in keys if not math.isnan(source.measured[key].value))
    if not found.label:
        lacking = [missing_text(source.measured[key].reason, say) for key in keys if source.measured[key].reason]
        reason = '; '.join(dict.fromkeys(lacking)) or say('measures_disagree' if found.votes else 'by_sex')
        first = say('undetermined', reason=reason)
    elif found.others:
        others = ', '.join(say(one) for one in found.others)
        first = say('undecided', label=say(found.label), by=by, others=others)
    else:
        first = say('finding', label=say(found.label), by=by)
    votes = [say('vote', key=key, label=say(vote)) for key, vote in found.votes if vote != found.label]
    return ' '.join([first[0].upper() + first[1:], *([say('rules_disagree', votes=', '.join(votes))] if votes else [])])


def _by(key: str, source: Source, say: Say) -> str:
    """Example: 'ANB 0.1° (−1.9 to 2.0)'"""
    ends = interval_text(source.intervals.get(key), say)
    return f'{key} {value_text(key, source.measured[key].value)}' + (f' ({ends})' if ends else '')


def stage_sentences(source: Source, say: Say) -> tuple[str, ...]:
    """The CVM stage, what is nearly as likely, and what the stage means; empty where none was read."""
    stage, shares = source.content['cvm_stage'], source.content['cvm_probabilities']
    if stage is None:
        return ()
    meaning = say(f'stage_{stage}')
    if not shares:
        return say('stage_finding', stage=stage, share=say('cvm_by_person')).replace('.).', ').'), meaning
    ranked = sorted(range(len(shares)), key=lambda at: -shares[at])
    others = [at for at in ranked if at != stage - 1]
    near = [say('stage_near', other=others[0] + 1, share=_percent(shares[others[0]]))]
    first = say('stage_finding', stage=stage, share=_percent(shares[stage - 1]))
    return (first, *(near if shares[others[0]] > shares[stage - 1] - _NEAR else ()), meaning)


def _percent(share: float) -> str:
    return f'{fixed(100 * share, 0)} %'
