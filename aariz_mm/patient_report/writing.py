"""From a report to the content of its files."""

from __future__ import annotations

from aariz_mm.extras import require

from .document import PatientReport
from .seals import seal_package, seal_text

__all__ = ['REPORT_FORMATS', 'check_format', 'encode_report']

REPORT_FORMATS = ('html', 'pdf', 'docx', 'xlsx')
"""Endings of the files of a report."""
_NEEDS = dict(pdf=('reportlab', 'koreanize_matplotlib'), docx=('docx',))


def check_format(kind: str) -> None:
    """Check that a format is known and that what writes it is installed.

    Errors:
        ValueError: unknown. ImportError: not installed; the message says what brings it.
    """
    if kind not in REPORT_FORMATS:
        raise ValueError(f'format {kind!r}: expected some of {", ".join(REPORT_FORMATS)}')
    require(*_NEEDS.get(kind, ()))


def encode_report(report: PatientReport, kind: str) -> tuple[bytes, tuple[str, ...]]:
    """The content of a file, sealed, so that it is known as ours where it is to be replaced.

    Args:
        kind: of :data:`REPORT_FORMATS`.
    Returns:
        The content, and the letters that its fonts lack, which stand in it by their numbers.
    Errors:
        ValueError, ImportError: as :func:`check_format`.
    """
    check_format(kind)
    if kind == 'html':
        from .html import report_html

        return seal_text(report_html(report).encode(errors='backslashreplace')), ()
    if kind == 'pdf':
        from .pdf import report_pdf

        data, lost = report_pdf(report)
        return seal_text(data), lost
    if kind == 'docx':
        from .docx import report_docx

        return seal_package(report_docx(report)), ()
    from .xlsx import report_xlsx

    return seal_package(report_xlsx(report)), ()
