"""The report of a test as files beside its scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from aariz_mm.evaluation.case_files import cases_path
from aariz_mm.evaluation.cases import Cases
from aariz_mm.evaluation.measurement_agreement import MeasurementAgreement
from aariz_mm.files import has_mark, write_file
from aariz_mm.radiographs.images import read_radiograph

from . import CAUTION, build_report, render_html, render_markdown

__all__ = ['ReportPaths', 'report_paths', 'write_report']

_MARK = 'aariz_mm report of'
_LIST = 'made_by_aariz_mm.txt'
"""In the folder of pictures: the marker, then the pictures that the report wrote, a line each."""


@dataclass(frozen=True)
class ReportPaths:
    """The Markdown and the HTML file of a report, and the folder of its pictures."""

    markdown: Path
    html: Path
    files: Path


def report_paths(out_json: str | Path) -> ReportPaths:
    """Where the report of ``out_json`` goes: ``report.md``, ``report.html`` and ``report_files`` in its folder.

    Where one of them is there and is not the report of this very JSON, all three are named after it
    (``metrics_report.md`` …). Call it before a test.
    Errors:
        ValueError: those names are taken by something else as well.
    """
    out_json = Path(out_json)
    marker = _marker(out_json)
    for stem in ('report', f'{out_json.stem}_report'):
        paths = ReportPaths(*(out_json.with_name(f'{stem}{ending}') for ending in ('.md', '.html', '_files')))
        foreign = [path for path in (paths.markdown, paths.html, paths.files) if not _is_free(path, marker)]
        if not foreign:
            return paths
    raise ValueError(
        f'{foreign[0]} is not the report of {out_json.name} and would be lost; move it away or give another --out'
    )


def write_report(
    out_json: str | Path,
    scores: Mapping,
    description: Mapping,
    cases: Cases,
    agreement: MeasurementAgreement | None = None,
) -> list[Path]:
    """Write the report of a test beside its JSON; an earlier report of the same JSON is replaced.

    Args:
        out_json: file of the scores; it gives the folder and, where need be, the name (see :func:`report_paths`).
        scores: what the metrics gave.
        description: what the test was made with, as in the JSON.
        cases: truth and prediction of every image, and the settings of the metrics.
        agreement: of the measurements, where a metric made it.
    Returns:
        Markdown, HTML, then the pictures of the Markdown.
    Errors:
        ValueError: as :func:`report_paths`.
    """
    out_json = Path(out_json)
    paths, marker = report_paths(out_json), _marker(out_json)
    written = datetime.now().astimezone().strftime('%Y-%m-%d %H:%M %Z').strip()
    report = build_report(scores, description, cases, read_radiograph, cases_path(out_json).name, written, agreement)
    pictures = _write_pictures(paths.files, marker, {figure.name: figure.data for figure in report.figures()})
    write_file(paths.markdown, render_markdown(report, marker, CAUTION, paths.files.name))
    write_file(paths.html, render_html(report, marker, CAUTION))
    return [paths.markdown, paths.html, *pictures]


def _marker(out_json: Path) -> str:
    """What a report of this JSON is known by; safe in a comment of HTML and in an attribute."""
    return f'{_MARK} {quote(out_json.name).replace("--", "%2D%2D")}'


def _is_free(path: Path, marker: str) -> bool:
    """Whether nothing is there, or an earlier report with the same marker."""
    if not path.exists():
        return True
    known = path / _LIST if path.is_dir() else path
    if not known.is_file():
        return False
    marks = [f'{before}{marker}{after}' for before, after in (('<!-- ', ' -->'), ('"', '"'), ('', '\n'))]
    return has_mark(known, marks, chars=2000)


def _write_pictures(folder: Path, marker: str, pictures: Mapping[str, bytes]) -> list[Path]:
    """Write pictures and their list; those of an earlier report that are not among them go."""
    folder.mkdir(parents=True, exist_ok=True)
    listing = folder / _LIST
    earlier = listing.read_text(encoding='utf-8').splitlines()[1:] if listing.exists() else []
    write_file(listing, '\n'.join([marker, *pictures, '']))
    for name, data in pictures.items():
        write_file(folder / name, data)
    for name in set(earlier) - set(pictures):
        if Path(name).name == name:
            (folder / name).unlink(missing_ok=True)
    return [folder / name for name in pictures]
