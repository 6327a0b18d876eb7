"""The tables of docs/guide/measurements.md, made from the package: python docs/rendering/measurement_tables.py"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from aariz_mm.analysis import CLASSIFICATIONS, MEASUREMENTS, NAMED_ANALYSES, SECTIONS, Measurement, Norm
from aariz_mm.analysis.norms import SEXES, select_norm, years_text

PAGE = Path(__file__).parents[1] / 'guide' / 'measurements.md'


def judges(norm: Norm, norms: Sequence[Norm]) -> bool:
    """Whether a norm judges for some sex and age."""
    ages = (None, *(one.years[0] for one in norms if one.years))
    return any(select_norm(norms, sex, age) is norm for sex in (None, *SEXES) for age in ages)


def norm_text(norm: Norm, norms: Sequence[Norm]) -> str:
    """A norm with whom it is of and how its source measured; bold where it judges."""
    whose = ', '.join(filter(None, [norm.sex, years_text(norm.years) if norm.years else '']))
    text = ' '.join(filter(None, [whose, f'**{norm}**' if judges(norm, norms) else str(norm)]))
    return f'{text}, {norm.construction}' if norm.construction else text


def measurement_rows() -> list[str]:
    """A table for each section, a row for each measurement."""
    rows = []
    for title, section in SECTIONS.items():
        rows += [f'### {title}', '', '| key | name | definition | unit | sign | norms |']
        rows += ['| --- | --- | --- | --- | --- | --- |', *map(measurement_row, section), '']
    return rows[:-1]


def measurement_row(one: Measurement) -> str:
    """The row of a measurement."""
    norms = '; '.join(norm_text(norm, one.norms) for norm in one.norms) or 'no norm'
    return f'| `{one.key}` | {one.name} | {one.definition.rstrip(".")} | {one.unit} | {one.sign} | {norms} |'


def analysis_rows() -> list[str]:
    """A row for each named analysis."""
    rows = ['| name | analysis | parts | not from these landmarks |', '| --- | --- | --- | --- |']
    for one in NAMED_ANALYSES.values():
        parts = ', '.join(f'`{part.key}`' for part in one.parts)
        lost = '; '.join(f'{title} ({what})' for title, what in one.missing) or 'nothing'
        rows.append(f'| {one.key} | {one.title} | {parts} | {lost} |')
    return rows


def class_rows() -> list[str]:
    """A row for each classification."""
    rows = ['| key | name | rule | source | heard, too |', '| --- | --- | --- | --- | --- |']
    return rows + [
        f'| `{key}` | {one.name} | {one.rule} | {one.source} | {", ".join(one.witnesses)} |'
        for key, one in CLASSIFICATIONS.items()
    ]


def source_rows() -> list[str]:
    """A row for each source: sample and magnification."""
    rows = ['| source | sample | magnification of lengths |', '| --- | --- | --- |']
    sources = {}
    for one in MEASUREMENTS.values():
        for norm in one.norms:
            lengths, samples, factor = sources.get(norm.source, (False, (), norm.magnification))
            samples = dict.fromkeys(filter(None, (*samples, norm.sample)))
            sources[norm.source] = (lengths or one.unit == 'mm', tuple(samples), factor)
    for source, (lengths, samples, factor) in sorted(sources.items()):
        stated = '' if not lengths else 'not stated' if factor is None else f'{factor:g}'
        rows.append(f'| {source} | {", ".join(samples) or "not looked up"} | {stated} |')
    return rows


TABLES = dict(measurements=measurement_rows, analyses=analysis_rows, classes=class_rows, sources=source_rows)


def render(text: str) -> str:
    """The page with its tables made anew."""
    for name, rows in TABLES.items():
        begin, end = f'<!-- {name}:begin -->\n', f'<!-- {name}:end -->'
        before, rest = text.split(begin)
        text = f'{before}{begin}\n' + '\n'.join(rows()) + f'\n\n{end}' + rest.split(end, 1)[1]
    return text


if __name__ == '__main__':
    PAGE.write_text(render(PAGE.read_text(encoding='utf-8')), encoding='utf-8')
