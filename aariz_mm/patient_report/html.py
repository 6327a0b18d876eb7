"""A report as one HTML page for A4: nothing is fetched, no script runs, all texts are escaped."""

from __future__ import annotations

from html import escape

from aariz_mm.number_text import fixed
from aariz_mm.report.html import data_url

from .bars import bar_svg
from .document import Block, Facts, Grid, PatientReport, Picture, Section, Shares, Text
from .language import Say, speaker

__all__ = ['report_html']

_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE = """
@page { size: A4 portrait; margin: 11mm 12mm 13mm; }
* { box-sizing: border-box; }
body { font: 9.5pt/1.4 'Nanum Gothic', NanumGothic, 'Malgun Gothic', 'Apple SD Gothic Neo', 'Noto Sans KR', Helvetica,
  Arial, sans-serif; color: #1d2529; background: #fff; margin: 0 auto; max-width: 190mm; padding: 6mm 2mm; }
body { word-break: keep-all; }
header { display: flex; justify-content: space-between; gap: 1rem;
  border-bottom: .6mm solid #1f4e5f; padding-bottom: 2mm; }
header img { max-height: 14mm; max-width: 45mm; }
.clinic { text-align: right; color: #47565d; overflow-wrap: anywhere; }
h1 { font-size: 15pt; margin: 0; color: #1f4e5f; } h2 { font-size: 11pt; margin: 4mm 0 1.2mm; color: #1f4e5f;
  break-after: avoid; } p { margin: .6mm 0; } .note { font-size: 7.5pt; color: #47565d; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .3mm 4mm; margin: 1.5mm 0; }
dt { color: #47565d; } dd { margin: 0; overflow-wrap: anywhere; }
.warnings { border-left: 1mm solid #b3541e; background: #fdf3ec; padding: 1.5mm 3mm; margin: 2mm 0; }
.warnings ul { margin: 0; padding-left: 4mm; } .warnings strong { color: #8a3c10; }
.top { display: grid; grid-template-columns: 82mm minmax(0, 1fr); gap: 5mm; }
figure { margin: 2mm 0; } figure img { width: 100%; max-height: 104mm; object-fit: contain; }
figcaption { font-size: 7.5pt; color: #47565d; }
table { border-collapse: collapse; width: 100%; font-size: 8.2pt; } tr { break-inside: avoid; }
th, td { text-align: left; padding: .55mm 1.8mm; border-bottom: .1mm solid #d5dcdf; vertical-align: middle;
  font-weight: normal; overflow-wrap: anywhere; } thead th { color: #47565d; border-bottom: .3mm solid #8aa0a8; }
.number { text-align: right; white-space: nowrap; } .out td:last-child, .out .number { font-weight: 700; }
.bar { width: 26mm; height: 3.5mm; display: block; }
.shares { display: flex; gap: 2mm; align-items: flex-end; margin: 1mm 0; font-size: 7.5pt; }
.shares div { width: 8.5mm; text-align: center; color: #47565d; } .shares b { display: block; background: #9db4bd; }
.shares .best { color: #1d2529; font-weight: 700; } .shares .best b { background: #1f4e5f; }
footer { margin-top: 4mm; padding-top: 1.5mm; border-top: .2mm solid #8aa0a8; font-weight: 700; font-size: 8pt; }
@media print { body { padding: 0; max-width: none; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  footer { position: fixed; bottom: 0; left: 0; right: 0; background: #fff; margin: 0; } main { padding-bottom: 8mm; } }
.one { font-size: 8.2pt; line-height: 1.28; } .one h2 { margin: 1.4mm 0 .3mm; font-size: 9.5pt; }
.one table { font-size: 7pt; line-height: 1.2; } .one h1 { font-size: 13pt; }

.one th, .one td { padding: .25mm 1mm; } .one figure img { max-height: 78mm; }
.one .top { grid-template-columns: 66mm 1fr; } .one .warnings { padding: .6mm 3mm; margin: 1mm 0; }
.one dl { margin: .6mm 0; } .one .note, .one figcaption { font-size: 6.8pt; }
"""


def report_html(report: PatientReport) -> str:
    """The page."""
    say = speaker(report.language)
    side = ''.join(_section(one, say) for one in report.sections if one.place == 'side')
    main = ''.join(_section(one, say) for one in report.sections if one.place == 'main')
    picture = '' if report.picture is None else _figure(report.picture)
    top = f'<div class="top"><div>{picture}</div><div>{side}</div></div>' if picture else side
    return f"""<!DOCTYPE html>
<html lang="{report.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>{escape(f'{report.title}: {report.name}')}</title>
<style>{_STYLE}</style>
</head>
<body class="{'one' if report.one_page else 'full'}">
<header><div><h1>{escape(report.title)}</h1><p>{escape(report.caution)}</p></div>{_clinic(report)}</header>
<main>
{_facts(report.facts)}
{_warnings(report, say)}
{top}
{main}
</main>
<footer>{escape(report.caution)}</footer>
</body>
</html>
"""


def _clinic(report: PatientReport) -> str:
    logo = '' if report.logo is None else _image(report.logo)
    lines = [f'<strong>{escape(report.clinic)}</strong>'] if report.clinic else []
    text = '<br>'.join([*lines, *map(escape, report.clinic_lines)])
    return f'<div class="clinic">{logo}<div>{text}</div></div>' if logo or text else ''


def _warnings(report: PatientReport, say: Say) -> str:
    rows = ''.join(f'<li>{escape(one)}</li>' for one in report.warnings)
    return f'<div class="warnings"><strong>{escape(say("warnings"))}</strong><ul>{rows}</ul></div>' if rows else ''


def _image(picture: Picture) -> str:
    ending = 'png' if picture.data.startswith(b'\x89PNG') else 'jpg'
    width, height = picture.size
    url = data_url(f'a.{ending}', picture.data)
    return f'<img src="{url}" alt="{escape(picture.alt)}" width="{width}" height="{height}" style="height:auto">'


def _figure(picture: Picture) -> str:
    return f'<figure>{_image(picture)}<figcaption>{escape(picture.caption)}</figcaption></figure>'


def _section(section: Section, say: Say) -> str:
    return f'<section><h2>{escape(section.title)}</h2>{"".join(_block(one, say) for one in section.blocks)}</section>\n'


def _block(block: Block, say: Say) -> str:
    if isinstance(block, Text):
        return f'<p class="{escape(block.kind)}">{escape(block.text)}</p>'
    if isinstance(block, Facts):
        return _facts(block)
    if isinstance(block, Grid):
        return _grid(block, say)
    return _figure(block) if isinstance(block, Picture) else _shares(block)


def _facts(facts: Facts) -> str:
    return f'<dl>{"".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in facts.rows)}</dl>\n'


def _grid(grid: Grid, say: Say) -> str:
    kinds = [' class="number"' if at in grid.numbers else '' for at in range(len(grid.header))]
    head = ''.join(f'<th scope="col"{kind}>{escape(one)}</th>' for one, kind in zip(grid.header, kinds, strict=True))
    rows = []
    for at, row in enumerate(grid.rows):
        cells = [f'<th scope="row">{escape(row[0])}</th>']
        for column, text in list(enumerate(row))[1:]:
            bar = grid.bars[at] if column == grid.bar_column else None
            told = '' if bar is None else bar_svg(bar, escape(say('deviation_alt', value=fixed(bar.value, 1))))
            cells.append(f'<td{kinds[column]}>{told or escape(text)}</td>')
        rows.append(f'<tr{" class=out" if at in grid.bold_rows else ""}>{"".join(cells)}</tr>')
    return f'<table><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>\n'


def _shares(shares: Shares) -> str:
    bars = []
    for at, (label, share) in enumerate(zip(shares.labels, shares.shares, strict=True)):
        best = ' class="best"' if at == shares.best else ''
        height = max(11 * share, 0.2)
        bars.append(f'<div{best}>{100 * share:.0f}&nbsp;%<b style="height:{height:.2f}mm"></b>{escape(label)}</div>')
    return f'<div class="shares" role="group" aria-label="{escape(shares.title)}">{"".join(bars)}</div>'
