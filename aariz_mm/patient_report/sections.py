"""The sections of a report, each from the source alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from aariz_mm.analysis import CLASSIFICATIONS, MEASUREMENTS
from aariz_mm.analysis.named import NAMED_ANALYSES
from aariz_mm.analysis.norms import judging_norms
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.number_text import ABSENT, fixed, is_absent
from aariz_mm.reading.content import mean_expected_error_px

from .document import Block, Facts, Grid, Section, Shares, Text
from .findings import describe_finding, find_classes, stage_sentences
from .language import (
    Say,
    analysis_name,
    landmark_name,
    measurement_name,
    missing_text,
    reading_warning,
    rule_text,
)
from .source import Source
from .values import measurement_grid, norm_text

__all__ = [
    'KEY_MEASUREMENTS', 'analysis_section', 'key_section', 'landmark_section', 'maturation_section', 'methods_section',
    'provenance_section', 'rest_section', 'summary_section', 'uncertainty_section', 'warning_texts',
]  # fmt: skip

KEY_MEASUREMENTS = (
    'SNA', 'SNB', 'ANB', 'Wits', 'FMA', 'SN-GoGn', 'Jarabak', 'U1-SN', 'IMPA', 'interincisal', 'overjet', 'overbite',
    'E-line_upper', 'E-line_lower',
)  # fmt: skip
"""Those of the first table, and of a report of one page."""


def warning_texts(source: Source, say: Say, language: str) -> tuple[str, ...]:
    """What has to be known before a number is believed: first what the reading warns of."""
    content = source.content
    scale = 'warning_scale' if content.get('pixel_size_mm') is None else (
        'warning_magnification' if content.get('magnification') is None else '')  # fmt: skip
    found = [*(reading_warning(one, language) for one in content['warnings']), say(scale) if scale else '']
    found += [say('warning_outside', symbols=', '.join(source.outside)) if source.outside else '']
    found += [say('corrected_note') if source.origin == 'corrected' else '']
    found += [say('warning_subject') if None in source.who.values() else '']
    return tuple(filter(None, found))


def summary_section(source: Source, say: Say) -> Section:
    """Classes and stage in a few sentences; what the stage means stands with its probabilities."""
    rows = [(say(name), describe_finding(found, source, say)) for name, found in find_classes(source).items()]
    stage = ' '.join(stage_sentences(source, say)[:-1]) or say('cvm_none')
    return Section(say('summary'), (Facts((*rows, (say('maturation'), stage))),), 'side')


def maturation_section(source: Source, say: Say) -> Section:
    """The stage with the probability of each, and what it means."""
    shares, stage = source.content['cvm_probabilities'], source.content['cvm_stage']
    if stage is None:
        return Section(say('cvm'), (Text(say('cvm_none')),), 'side')
    blocks: list[Block] = []
    if shares:
        blocks.append(Shares(say('cvm_shares'), tuple(f'{at}' for at in range(1, 7)), shares, stage - 1))
    return Section(say('cvm'), (*blocks, Text(stage_sentences(source, say)[-1])), 'side')


def key_section(source: Source, say: Say, language: str) -> Section:
    """The measurements that are looked at first."""
    return Section(say('key_measurements'), _with_note('', KEY_MEASUREMENTS, source, say, language))


def analysis_section(name: str, source: Source, say: Say, language: str) -> Section:
    """A named analysis in its usual order, judged as everywhere; the author's own norms stand below."""
    found = NAMED_ANALYSES[name]
    names = {} if language == 'ko' else {part.key: part.title for part in found.parts}
    blocks = _with_note('', [part.key for part in found.parts], source, say, language, names)
    notes, who = [], source.who
    for part in found.parts:
        fitting = [one for one in part.norms if one.sex in (None, who['sex']) and one.holds_at(who['age'])]
        judging = judging_norms(MEASUREMENTS[part.key].norms, who['sex'], who['age'])
        own = [norm_text([one], say) for one in fitting if one not in judging]
        notes += [f'{names.get(part.key) or measurement_name(part.key, language)}: {", ".join(own)}'] if own else []
    lost = '; '.join(missing_text(title, what, language) for title, what in found.missing)
    told = [say('author_norms', norms='; '.join(notes))] if notes else []
    told += [say('not_from_landmarks', parts=lost)] if lost else []
    return Section(analysis_name(name, language), (*blocks, *(Text(one, 'note') for one in told)))


def rest_section(source: Source, say: Say, language: str, shown: Sequence[str]) -> Section | None:
    """The measurements of no table so far; None where there are none."""
    keys = [key for key in source.measured if key not in shown]
    return Section(say('all_measurements'), _with_note('', keys, source, say, language)) if keys else None


def _with_note(
    title: str, keys: Sequence[str], source: Source, say: Say, language: str, names: dict[str, str] | None = None
) -> tuple[Block, ...]:
    grid = measurement_grid(title, keys, source, say, language, names)
    return grid, Text(say('deviation_note'), 'note')


def uncertainty_section(source: Source, say: Say) -> Section:
    """What the intervals say."""
    level = source.level
    if level is None:
        return Section(say('uncertainty'), (Text(say('uncertainty_none')),))
    texts = [say('uncertainty_intervals', level=f'{100 * level:g} %')]
    error = mean_expected_error_px(source.content)
    if error is not None:
        texts.append(say('uncertainty_error', error=_length(error, source)))
    return Section(say('uncertainty'), (Text(' '.join(texts)),))


def landmark_section(source: Source, say: Say, language: str) -> Section:
    """Every landmark: place, expected error, and who put it there."""
    header = tuple(map(say, ('symbol', 'landmark', 'place', 'expected_error', 'state')))
    rows = []
    for symbol, point, entry in zip(SYMBOLS, source.points_px, source.content['landmarks'], strict=True):
        is_there = bool(np.isfinite(point).all())
        place = f'{fixed(point[0], 1)}, {fixed(point[1], 1)}' if is_there else ABSENT
        error = entry.get('expected_error_px')
        told = _length(error, source) if is_there and not is_absent(error) else ABSENT
        rows.append((symbol, landmark_name(symbol, language), place, told, say(_state(symbol, is_there, source))))
    return Section(say('landmarks'), (Grid('', header, tuple(rows), (0.1, 0.36, 0.18, 0.16, 0.2), (2, 3)),))


def _state(symbol: str, is_there: bool, source: Source) -> str:
    if symbol in source.moved:
        return 'state_moved'
    if not is_there:
        return 'state_missing'
    if symbol in source.outside:
        return 'state_outside'
    return 'state_person' if source.origin == 'person' else 'state_found'


def _length(length_px: float, source: Source) -> str:
    scale = source.content.get('pixel_size_mm')
    return f'{fixed(length_px, 1)} px' if scale is None else f'{fixed(length_px * scale, 1)} mm'


def provenance_section(source: Source, say: Say, program: str) -> Section:
    """What the report was made from, and with what."""
    made, content = source.content['made_with'], source.content
    bundles = [one for one in made.get('bundles') or () if isinstance(one, dict)]
    options = made.get('options') if isinstance(made.get('options'), dict) else {}
    rows = (
        (say('file'), str(content.get('file') or source.name).replace('\\', '/').rpartition('/')[2]),
        (say('sha256'), str(content.get('image_sha256') or ABSENT)),
        (say('bundles'), '; '.join(f'{one.get("name")} ({str(one.get("sha256"))[:16]})' for one in bundles) or ABSENT),
        (say('program'), str(made.get('program') or ABSENT)),
        (say('options'), ', '.join(f'{key} = {value}' for key, value in options.items()) or say('nothing')),
        (say('made_by'), program),
    )
    return Section(say('provenance'), (Facts(tuple((name, text[:400]) for name, text in rows)),))


def methods_section(source: Source, say: Say, language: str) -> Section:
    """How measurements are judged, and the sources of what judges them."""
    rules = '; '.join(rule_text(one.name, one.rule, one.source, language) for one in CLASSIFICATIONS.values())
    sources = {norm.source for key in source.measured for norm in MEASUREMENTS[key].norms}
    texts = [say('method_measure'), say('method_lengths'), say('method_rules', rules=rules), say('method_cvm'),
             say('method_sources', sources='; '.join(sorted(sources)))]  # fmt: skip
    return Section(say('methods'), tuple(Text(one, 'note') for one in texts))
