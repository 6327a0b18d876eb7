"""The page of many readings, ``summary.html``: a card for each radiograph; texts are escaped, nothing is fetched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import quote

from aariz_mm.landmarks import CVM_STAGES
from aariz_mm.number_text import counted, fixed, is_absent, span
from aariz_mm.report.html import close_page, data_url, open_page, table_html, text_html
from aariz_mm.tables import Table

__all__ = ['KEY_MEASUREMENTS', 'MARK', 'page_beginning', 'page_end', 'radiograph_card']

MARK = 'aariz_mm readings'
"""What the page is recognised by."""
KEY_MEASUREMENTS = (
    'SNA', 'SNB', 'ANB', 'Wits', 'FMA', 'SN-GoGn', 'Jarabak', 'U1-SN', 'IMPA', 'Co-Gn', 'ANS-Me', 'N-Me',
)  # fmt: skip
"""Those that the page shows; ``measurements.csv`` has all."""
_CLASS_TEXTS = dict(
    skeletal_class='skeletal {} (by ANB)',
    growth_pattern='growth: {} (by two of FMA, SN-GoGn, Jarabak)',
    upper_incisor='upper incisor {} (by U1-SN)',
    lower_incisor='lower incisor {} (by IMPA)',
)
"""The measurement stands beside the class, as others may speak for another class; where they contradict, it is said."""
_CAUTION = (
    'Not for diagnosis: research software reads these radiographs; no treatment may rest on it. The page shows '
    'radiographs: mind whom you send it to.'
)
_STYLE = """
.card { display: grid; grid-template-columns: 11rem minmax(0, 1fr); gap: 1.1rem;
  margin-top: 1rem; background: var(--panel); border: 1px solid var(--rule); border-radius: .4rem; padding: 1rem;
  break-inside: avoid; }
.card.failed { border-left: .25rem solid #b3261e; } .card.doubtful { border-left: .25rem solid #b3541e; }
.card h2 { font-size: 1.05rem; margin: 0 0 .3rem; } .card img { width: 100%; height: auto; border-radius: .25rem; }
.card .none { color: var(--quiet); font-size: .85rem; }
.card table { margin: .3rem 0 .6rem; } .card th, .card td { padding: .15rem .6rem; }
.card th, .card thead th { position: static; } .card thead th { background: none; white-space: nowrap; }
.card ul { margin: .3rem 0 0; padding-left: 1.1rem; font-size: .9rem; } .card p { margin: 0 0 .3rem; max-width: none; }
.card .out { font-weight: 600; }
.card details { margin: .4rem 0; } .card summary { cursor: pointer; font-weight: 600; } .card caption { display: none; }
.card details th, .card details td { white-space: normal; vertical-align: top; }
.stages { display: flex; gap: .25rem; align-items: flex-end; margin: 0 0 .5rem; font-size: .8rem; }
.stages div { width: 3.4rem; text-align: center; color: var(--quiet); }
.stages b { display: block; background: currentColor; border-radius: .15rem .15rem 0 0; min-height: 1px; }
.stages .best { color: inherit; font-weight: 600; }
@media (max-width: 36rem) { .card { grid-template-columns: 1fr; } .card img { max-width: 11rem; } }
"""


def page_beginning(read: int, doubtful: int, failed: int, left_out: int, protocol: str) -> str:
    """The page up to its first card.

    Args:
        left_out: radiographs that the tables have and the page has not. protocol: what they were read with.
    """
    total = read + failed
    doubts = f', {doubtful} of them doubtful' if doubtful else ''
    summary = [f'{read} of {counted(total, "radiograph")} read{doubts}' + (f'; {failed} failed.' if failed else '.')]
    if left_out:
        summary.append(f'The page ends after {total - left_out}; summary.csv has the other {left_out}.')
    title = 'Radiographs read by aariz_mm'
    return open_page(title, summary, protocol, MARK, _CAUTION, style=_STYLE)


def page_end() -> str:
    """What stands after the last card."""
    return close_page(_CAUTION)


def radiograph_card(
    name: str, content: Mapping[str, Any] | None, error: str, overlay: str = '', thumbnail: bytes = b'',
    analyses: Sequence[Table] = (),
) -> str:  # fmt: skip
    """The card of a radiograph.

    Args:
        content: as :func:`~aariz_mm.reading.content.prediction_content` makes it; None where it was not read.
        error: why not. overlay: path of the overlay from the page. thumbnail: JPEG.
        analyses: tables of named analyses, each below a line that opens it.
    """
    if content is None:
        return _card('failed', name, '', f'<p>{text_html(f"failed: {error}")}</p>')
    warnings = ''.join(f'<li>{text_html(text)}</li>' for text in content['warnings'])
    blocks = [
        _facts(content),
        _stages(content),
        f'<ul>{warnings}</ul>' if warnings else '',
        _table(content['measurements']),
        *map(_analysis, analyses),
    ]
    state = 'doubtful' if warnings else 'read'
    return _card(state, name, _picture(name, overlay, thumbnail), '\n'.join(filter(None, blocks)))


def _card(state: str, name: str, picture: str, body: str) -> str:
    heading = escape(name).replace('/', '/<wbr>').replace('_', '_<wbr>')
    return (
        f'<article class="card {state}"><div>{picture or "<p class=none>no picture</p>"}</div>\n'
        f'<div><h2>{heading}</h2>\n{body}</div></article>\n'
    )


def _picture(name: str, overlay: str, thumbnail: bytes) -> str:
    link = escape(quote(overlay))
    if thumbnail:
        alt = escape(f'Radiograph {name} with its landmarks')
        image = f'<img src="{data_url("a.jpg", thumbnail)}" alt="{alt}">'
        return f'<a href="{link}">{image}</a>' if overlay else image
    return f'<a href="{link}">overlay</a>' if overlay else ''


def _facts(content: Mapping[str, Any]) -> str:
    """Stage, classes and pixel size in a line or two."""
    facts = []
    if content.get('cvm_stage'):
        stage = content['cvm_stage']['value']
        share = content['cvm_probabilities'][CVM_STAGES[stage - 1]]
        facts.append(f'CVM stage {stage} ({100 * share:.0f} %)')
    labels = {one['key']: one['label'] for one in content['classes']}
    facts += [text.format(labels[key]) for key, text in _CLASS_TEXTS.items() if labels.get(key)]
    facts += _disagreements(content['classes'])
    facts += [_scale_text(content)]
    facts += [content['turn']] if content.get('turn') else []
    return f'<p>{text_html(" · ".join(facts))}</p>'


def _scale_text(content: Mapping[str, Any]) -> str:
    scale, source = content.get('pixel_size_mm'), content.get('pixel_size_source')
    factor = content.get('magnification')
    if scale is None:
        return 'pixel size unknown'
    known = 'magnification unknown' if factor is None else f'magnification {factor:g}'
    return f'{scale:g} mm per pixel ({"; ".join(filter(None, [source, known]))})'


def _disagreements(classes: Sequence[Mapping[str, Any]]) -> list[str]:
    """What rules say that contradict each other, each once."""
    reasons = (one['reason'].partition('; ')[0] for one in classes if one['key'] in _CLASS_TEXTS)
    return list(dict.fromkeys(reason for reason in reasons if reason.startswith('rules disagree')))


def _stages(content: Mapping[str, Any]) -> str:
    """A bar and a share for each of the six stages; the one that was read stands out."""
    if not content.get('cvm_stage'):
        return ''
    bars = []
    for stage, name in enumerate(CVM_STAGES, 1):
        share = content['cvm_probabilities'][name]
        best = ' class="best"' if stage == content['cvm_stage']['value'] else ''
        bars.append(f'<div{best}>{100 * share:.0f}&nbsp;%<b style="height: {2 * share:.2f}rem"></b>{stage}</div>')
    return f'<div class="stages" role="group" aria-label="Probability of each CVM stage">{"".join(bars)}</div>'


def _table(measurements: Sequence[Mapping[str, Any]]) -> str:
    known = {one['key']: one for one in measurements}
    shown = [known[key] for key in KEY_MEASUREMENTS if key in known and not is_absent(known[key]['value'])]
    if not shown:
        return ''
    level = next((one['level'] for one in shown if one.get('level') is not None), None)
    titles = [('measurement', _WORDS), ('value', ''), ('', _WORDS), ('meaning', _WORDS)]
    if level is not None:
        titles.insert(3, (f'{100 * level:g} % interval', _WORDS))
    head = ''.join(f'<th scope="col"{kind}>{text_html(title)}</th>' for title, kind in titles)
    body = ''.join(_row(one, level is not None) for one in shown)
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _analysis(table: Table) -> str:
    return f'<details><summary>{text_html(table.caption)}</summary>{table_html(table)}</details>'


_WORDS = ' class="words"'
_UNITS = dict(deg='°')


def _row(one: Mapping[str, Any], with_interval: bool) -> str:
    unit = _UNITS.get(one['unit'], one['unit'])
    meaning = one['meaning']
    out = ' out' if meaning.startswith(('above', 'below')) else ''
    cells = [(fixed(one['value'], 1), ''), (unit, _WORDS), (meaning, f' class="words long{out}"')]
    if with_interval:
        cells.insert(2, (span(one.get('low'), one.get('high'), 1), _WORDS))
    row = ''.join(f'<td{kind}>{text_html(text)}</td>' for text, kind in cells)
    return f'<tr><th scope="row"{_WORDS}>{escape(one["name"])}</th>{row}</tr>'
