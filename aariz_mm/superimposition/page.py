"""The page of a superimposition: one HTML file that loads nothing, in English or Korean, for the screen and A4."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

import numpy as np

from aariz_mm.analysis.korean_names import NAMES_KO
from aariz_mm.number_text import fixed

from .change_rows import landmark_rows, measurement_rows, stage_text, verdicts_together
from .korean import speaker
from .series import Regional
from .timepoints import Timepoint

__all__ = ['PAGE_MARK', 'page_html']

PAGE_MARK = '<meta name="generator" content="aariz_mm superimpose">'
_STYLE = """
body{font:15px/1.45 system-ui,"Noto Sans KR",sans-serif;color:#1a1a1a;background:#fff;max-width:1000px;margin:2em auto;
padding:0 1em}table{border-collapse:collapse;width:100%;margin:.6em 0 1.6em;font-size:13px}
caption{text-align:left;font-weight:600}th,td{padding:.25em .5em;border-bottom:1px solid #ccc;text-align:left}
th,td{word-break:keep-all}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
thead th{border-bottom:2px solid #333}
.caution{border:2px solid #8a3b00;padding:.5em 1em}svg{width:100%;height:auto;max-height:240mm}
figure{margin:1em 0;break-inside:avoid}@page{size:A4;margin:12mm}
@media print{body{margin:0;max-width:none;font-size:10pt}table{font-size:8pt}tr{break-inside:avoid}
h2{break-after:avoid}svg{max-height:178mm}}
"""


def page_html(
    timepoints: Sequence[Timepoint],
    regional: Sequence[Regional],
    drawings: Mapping[str, str],
    files: Sequence[Mapping[str, str]],
    warnings: Sequence[str] = (),
    made_with: str = '',
    language: str = 'en',
) -> str:
    """The page.

    Args:
        drawings: SVG by key of the reference that was asked for. files: 'name' and 'sha256' of each timepoint's.
        warnings: what stands in front. made_with: programs and bundles. language: of
            :data:`~aariz_mm.superimposition.korean.LANGUAGES`.
    Errors:
        ValueError: another language.
    """
    say = speaker(language)
    title = f'{say("Superimposition")}: {" → ".join(one.label for one in timepoints)}'
    parts = [
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">{PAGE_MARK}',
        f'<meta name="viewport" content="width=device-width"><title>{escape(title)}</title>',
        f'<style>{_STYLE}</style></head><body><h1>{escape(title)}</h1>',
        f'<p class="caution"><strong>{say("Not for diagnosis.")}</strong></p>',
        *_warnings(warnings, say),
        _table(say('Radiographs'), [say(one) for one in ('name', 'age', 'CVM stage', 'scale', 'file')],
               _timepoint_rows(timepoints, files, say)),
        *(part for one in regional for part in _region(one, drawings, say)),
        *_measurements(regional, say, language),
        f'<p>{say("Made with")}: {escape(made_with)}</p></body></html>\n',
    ]  # fmt: skip
    return '\n'.join(parts)


def _warnings(warnings: Sequence[str], say) -> Iterator[str]:
    if warnings:
        items = ''.join(f'<li>{escape(_warning(one, say))}</li>' for one in warnings)
        yield f'<section class="caution"><h2>{say("Warnings")}</h2><ul>{items}</ul></section>'


def _warning(text: str, say) -> str:
    """One of a timepoint alone begins with its label."""
    label, colon, rest = text.partition(': ')
    whole = say(text)
    return f'{label}: {say(rest)}' if colon and whole == text else whole


def _timepoint_rows(timepoints: Sequence[Timepoint], files: Sequence[Mapping[str, str]], say) -> Iterator[list[str]]:
    for one, file in zip(timepoints, files, strict=True):
        age = '' if one.age_years is None else f'{one.age_years:.1f}'
        yield [one.label, age, stage_text(one), say(one.scale_note), f'{file["name"]} (SHA-256 {file["sha256"][:16]})']


def _region(one: Regional, drawings: Mapping[str, str], say) -> Iterator[str]:
    used = one.asked if one.found is None else one.found.reference
    name = _capital(say(used.name))
    yield f'<section><h2>{escape(name)} · {escape(say(one.quality))}</h2>'
    yield from (f'<p class="caution">{escape(say(note))}</p>' for note in one.notes)
    if one.found is not None:
        yield f'<figure role="img" aria-label="{escape(name)}">{drawings[one.asked.key]}</figure>'
        note = say('Intervals of {level} % in brackets; forward and up along the horizontal')
        note = note.format(level=f'{100 * one.found.level:.4g}')
        yield f'<p>{note} ({escape(say(one.found.horizontal))}). {escape(_capital(used.source))}.</p>'
        yield from (f'<p>{escape(_together(*verdict, say))}</p>' for verdict in verdicts_together(one.found))
        unmarked = _unmarked(one.found.timepoints)
        heads = ('landmark', 'from, to', 'forward, mm', 'up, mm', 'distance, mm', 'direction', 'remark')
        rows = (_landmark_cells(row, say) for row in landmark_rows([one]) if row[3] not in unmarked)
        yield _table(f'{say("Changes of landmarks")}: {name}', map(say, heads), rows, (2, 3, 4))
        if unmarked:
            yield f'<p>{say("Marked on none of the radiographs")}: {", ".join(unmarked)}</p>'
    yield '</section>'


def _together(first: str, last: str, changed: Sequence[str], say) -> str:
    pair = _pair(first, last)
    if not changed:
        return say('{pair}: all landmarks together are within measurement error').format(pair=pair) + '.'
    text = say('{pair}: beyond measurement error, all landmarks considered')
    return f'{text.format(pair=pair)}: {", ".join(changed)}.'


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _unmarked(timepoints: Sequence[Timepoint]) -> list[str]:
    symbols = timepoints[0].symbols
    return [symbol for symbol in symbols if not any(np.isfinite(one.place(symbol)).all() for one in timepoints)]


def _landmark_cells(row: list, say) -> list[str]:
    _, first, last, symbol, *numbers, _, direction, within, together, reason = row
    spans = [_span(*numbers[start : start + 3]) for start in (0, 3, 6)]
    alone = say('beyond error by itself, but not among all') * (within == 'no' and together == 'yes')
    remark = '; '.join(filter(None, [alone, _remark(within, reason, say)]))
    way = say(direction) * (within != 'yes')  # that of an error says nothing
    return [symbol, _pair(first, last), *spans, way, remark]


def _measurements(regional: Sequence[Regional], say, language: str) -> Iterator[str]:
    rows = []
    for key, name, unit, first, last, before, after, change, low, high, within, reason in measurement_rows(regional):
        values = ['' if one is None else fixed(one, 1) for one in (before, after)]
        shown = NAMES_KO[key] if language == 'ko' else name
        named = f'{shown}, {unit}' if unit else shown
        rows.append([named, _pair(first, last), *values, _span(change, low, high), _remark(within, reason, say)])
    if rows:
        heads = ('measurement', 'from, to', 'before', 'after', 'change', 'remark')
        yield _table(say('Changes of measurements'), map(say, heads), rows, (2, 3, 4))


def _pair(first: str, last: str) -> str:
    return f'{first}\N{NO-BREAK SPACE}→\N{NO-BREAK SPACE}{last}'


def _span(value: float | None, low: float | None, high: float | None) -> str:
    if value is None:
        return ''
    ends = '' if low is None or high is None else f' [{fixed(low, 1)}, {fixed(high, 1)}]'
    return fixed(value, 1) + ends


def _remark(within: str, reason: str, say) -> str:
    return '; '.join(filter(None, [say('within measurement error') * (within == 'yes'), say(reason)]))


def _table(caption: str, heads: Iterable[str], rows: Iterable[Sequence[str]], numbers: Sequence[int] = ()) -> str:
    kinds = dict.fromkeys(numbers, ' class=n')
    head = ''.join(f'<th scope="col"{kinds.get(at, "")}>{escape(one)}</th>' for at, one in enumerate(heads))
    body = []
    for row in rows:
        cells = [f'<th scope="row">{escape(row[0])}</th>']
        cells += [f'<td{kinds.get(at, "")}>{escape(one)}</td>' for at, one in enumerate(row[1:], 1)]
        body.append(f'<tr>{"".join(cells)}</tr>')
    top = f'<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>'
    return f'<table>{top}<tbody>{"".join(body)}</tbody></table>'
