"""The page of many readings, ``summary.html``: a card for each radiograph; texts are escaped, nothing is fetched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import quote

from aariz_mm.landmarks import CVM_STAGES
from aariz_mm.number_text import counted, fixed, is_absent, span
from aariz_mm.report.html import close_page, data_url, open_page, text_html

__all__ = ['KEY_MEASUREMENTS', 'MARK', 'page_beginning', 'page_end', 'radiograph_card']

MARK = 'aariz_mm readings'
"""What the page is recognised by."""
KEY_MEASUREMENTS = ('SNA', 'SNB', 'ANB', 'Wits', 'FMA', 'SN-GoGn', 'Jarabak', 'U1-SN', 'IMPA')
"""Those that the page shows; ``measurements.csv`` has all."""
_KEY_CLASSES = ('skeletal_class', 'growth_pattern', 'upper_incisor', 'lower_incisor')
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
.card th, .card thead th { position: static; } .card thead th { background: none; }
.card ul { margin: .3rem 0 0; padding-left: 1.1rem; font-size: .9rem; } .card p { margin: 0 0 .3rem; max-width: none; }
.out { font-weight: 600; }
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
    name: str, content: Mapping[str, Any] | None, error: str, overlay: str = '', thumbnail: bytes = b''
) -> str:
    """The card of a radiograph.

    Args:
        content: as :func:`~aariz_mm.reading.content.prediction_content` makes it; None where it was not read.
        error: why not. overlay: path of the overlay from the page. thumbnail: JPEG.
    """
    if content is None:
        return _card('failed', name, '', f'<p>{text_html(f"failed: {error}")}</p>')
    warnings = ''.join(f'<li>{text_html(text)}</li>' for text in content['warnings'])
    blocks = [_facts(content), f'<ul>{warnings}</ul>' if warnings else '', _table(content['measurements'])]
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
    facts += [f'{_CLASS_WORDS[key]}{labels[key]}' for key in _KEY_CLASSES if labels.get(key)]
    scale, source = content.get('pixel_size_mm'), content.get('pixel_size_source')
    facts.append(
        'pixel size unknown' if scale is None else f'{scale:g} mm per pixel' + (f' ({source})' if source else '')
    )
    facts += [content['turn']] if content.get('turn') else []
    return f'<p>{text_html(" · ".join(facts))}</p>'


_CLASS_WORDS = dict(skeletal_class='skeletal ', growth_pattern='', upper_incisor='upper incisor ',
                    lower_incisor='lower incisor ')  # fmt: skip


def _table(measurements: Sequence[Mapping[str, Any]]) -> str:
    known = {one['key']: one for one in measurements}
    shown = [known[key] for key in KEY_MEASUREMENTS if key in known and not is_absent(known[key]['value'])]
    if not shown:
        return ''
    head = ''.join(
        f'<th scope="col"{kind}>{title}</th>'
        for title, kind in (('measurement', _WORDS), ('value', ''), ('', _WORDS), ('meaning', _WORDS))
    )
    body = ''.join(map(_row, shown))
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


_WORDS = ' class="words"'
_UNITS = dict(deg='°')


def _row(one: Mapping[str, Any]) -> str:
    unit = _UNITS.get(one['unit'], one['unit'])
    interval = '' if is_absent(one.get('low')) else f' ({span(one["low"], one["high"], 1)})'
    meaning = one['meaning']
    out = ' out' if meaning.startswith(('above', 'below')) else ''
    cells = ((fixed(one['value'], 1), ''), (f'{unit}{interval}', _WORDS), (meaning, f' class="words long{out}"'))
    row = ''.join(f'<td{kind}>{text_html(text)}</td>' for text, kind in cells)
    return f'<tr><th scope="row"{_WORDS}>{escape(one["name"])}</th>{row}</tr>'
