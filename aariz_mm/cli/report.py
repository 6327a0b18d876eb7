"""Writes the report of a patient's radiograph from a result of aariz-mm read: HTML, PDF, DOCX and XLSX.

The radiograph of a result is found where it was or beside the result; --image names it. Measurements are taken anew
from the landmarks in the file, so that a corrected result is reported as it stands. Names and numbers of the patient
are shown with --keep-identity alone. Only an earlier report, unchanged since, is replaced. Not for diagnosis.

Examples:
  aariz-mm report aariz_results/ceph.json --out-dir reports
  aariz-mm report aariz_results/ceph.json --out-dir reports --pages full --language ko --formats pdf,docx
  aariz-mm report aariz_results/ceph.json --out-dir reports --analyses steiner --settings clinic.toml
  aariz-mm report aariz_results/a.json aariz_results/b.json --out-dir reports
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from aariz_mm.cli.options import read_magnification, read_pixel_size, split_names

if TYPE_CHECKING:
    from aariz_mm.patient_report.settings import ClinicSettings
    from aariz_mm.reading.tracings import TracedFile

__all__ = ['add_arguments', 'run']


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument('sources', nargs='+', metavar='RESULT', help='JSON files of aariz-mm read, or annotations')
    parser.add_argument('--out-dir', required=True, type=Path, metavar='DIR', help='folder of the reports')
    parser.add_argument('--formats', type=_split, default=('html', 'pdf'), metavar='F,F', help='of html, pdf, docx and '
                        'xlsx; html,pdf')  # fmt: skip
    parser.add_argument('--pages', choices=('one', 'full'), default='one', help='one page of A4, or all there is; one')
    parser.add_argument('--language', choices=('en', 'ko'), default='en', help='en')
    parser.add_argument(
        '--analyses',
        type=_split,
        default=(),
        metavar='A,A',
        help='named analyses such as steiner,downs; one page holds one; default: key measurements, in full all',
    )
    parser.add_argument('--settings', metavar='FILE', help='TOML or JSON with name, lines and logo of the clinic')
    parser.add_argument('--image', metavar='IMAGE', help='the radiograph, where it is not found by the result')
    parser.add_argument('--no-radiograph', action='store_true', help='draw the tracing alone')
    parser.add_argument('--date', type=_read_date, metavar='DAY', help='of the reading, as 2026-01-31; default: '
                        'when the file was written')  # fmt: skip
    parser.add_argument('--pixel-size', type=read_pixel_size, metavar='MM', help='mm per pixel, instead of what the '
                        'file says')  # fmt: skip
    parser.add_argument('--magnification', type=read_magnification, metavar='F', help='how many times larger than life '
                        'its mm are, such as 1.1')  # fmt: skip
    parser.add_argument('--keep-identity', action='store_true', help='show names and numbers of the patient')


def run(args: Namespace, parser: ArgumentParser) -> None:
    """Check everything, then write."""
    if len(args.sources) > 1 and args.image:
        raise ValueError(f'{len(args.sources)} results: --image is for one; leave it out, or report them one by one')
    from aariz_mm.analysis.named_tables import find_analyses
    from aariz_mm.files import check_folder
    from aariz_mm.patient_report.seals import check_report_path
    from aariz_mm.patient_report.settings import ClinicSettings, load_settings
    from aariz_mm.patient_report.writing import check_format
    from aariz_mm.reading.traced_radiographs import choose_radiograph, name_tracings
    from aariz_mm.reading.tracings import load_traced

    for kind in args.formats:
        check_format(kind)
    check_folder(args.out_dir)
    if args.analyses:
        find_analyses(args.analyses)
    clinic = load_settings(args.settings) if args.settings else ClinicSettings()
    sources = [load_traced(one) for one in args.sources]
    radiographs = [choose_radiograph(one, args.image, not args.no_radiograph) for one in sources]
    stems = [args.out_dir / f'{name}_report' for name in name_tracings(sources)]
    for stem in stems:
        for kind in args.formats:
            check_report_path(stem.with_name(f'{stem.name}.{kind}'))
    for traced, radiograph, stem in zip(sources, radiographs, stems, strict=True):
        _report_one(traced, radiograph, stem, args, clinic)


def _report_one(
    traced: TracedFile, radiograph: Path | None, stem: Path, args: Namespace, clinic: ClinicSettings
) -> None:
    from aariz_mm.files import write_file
    from aariz_mm.patient_report.assembly import build_report
    from aariz_mm.patient_report.source import find_source
    from aariz_mm.patient_report.tracing_picture import draw_tracing_picture
    from aariz_mm.patient_report.writing import encode_report
    from aariz_mm.radiographs.radiograph import open_radiograph
    from aariz_mm.reading.traced_radiographs import describe_doubts, fit_radiograph

    grey = None
    if radiograph is not None and not args.no_radiograph:
        grey = open_radiograph(radiograph).grey
        fit_radiograph(traced, radiograph, grey.shape[1::-1])
    source = find_source(traced, args.pixel_size, args.magnification)
    picture = draw_tracing_picture(traced, grey, args.language, args.pixel_size)
    day = args.date or datetime.fromtimestamp(traced.path.stat().st_mtime).date().isoformat()
    report = build_report(
        source, args.language, args.pages == 'one', args.analyses, clinic, picture, day, args.keep_identity
    )
    for note in describe_doubts(traced, radiograph, not args.no_radiograph):
        print(f'note: {note}', file=sys.stderr)
    for kind in args.formats:
        data, lost = encode_report(report, kind)
        path = write_file(stem.with_name(f'{stem.name}.{kind}'), data)
        if lost:
            letters = ', '.join(f'U+{ord(one):04X}' for one in lost)
            print(f'note: {path}: its fonts lack {letters}, which stand in it by these numbers', file=sys.stderr)
        print(path)


def _split(text: str) -> tuple[str, ...]:
    names = split_names(text)
    if not names:
        raise ArgumentTypeError(f'{text!r}: expected names with commas between them')
    return names


def _read_date(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise ArgumentTypeError(f'{text!r}: expected a day such as 2026-01-31') from error
