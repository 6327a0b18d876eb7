"""Makes the tables of a paper from radiographs that were read: groups, changes, CVM stages, growth, and their error.

FOLDER holds results of aariz-mm read, corrected ones too. A CSV says who is who: file, patient, group, time, age, sex
(file alone is needed; UTF-8 or Excel's, commas or semicolons). Written are a page, methods for a paper, CSV files, one
XLSX, all numbers as JSON, and plots as PNG and SVG. Choose measurements, bound and correction before you see the data.

Examples:
  aariz-mm cohort aariz_results --cases cases.csv
  aariz-mm cohort aariz_results --cases cases.csv --measurements SNA SNB ANB --growth Co-Gn ANS-Me --exclude doubtful
  aariz-mm cohort aariz_results --cases cases.csv --analysis steiner --adjust bh --out-dir work_dirs/cohort
"""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace

from aariz_mm.cli.options import read_number

__all__ = ['add_arguments', 'run']


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument('folder', metavar='FOLDER', help='of the results of aariz-mm read')
    parser.add_argument('--cases', metavar='CSV', help='who is who: file, patient, group, time, age, sex; default one '
                        'group')  # fmt: skip
    parser.add_argument('--measurements', nargs='+', default=[], metavar='KEY', help='such as SNA ANB Co-Gn, or all; '
                        'default 13 common ones')  # fmt: skip
    parser.add_argument('--analysis', type=lambda text: text.split(','), default=[], metavar='A,A', help='measurements '
                        'of named analyses such as steiner,downs')  # fmt: skip
    parser.add_argument('--growth', nargs='+', default=[], metavar='KEY', help='measurements that are drawn by age for '
                        'each sex')  # fmt: skip
    parser.add_argument('--repeats', choices=('mean', 'first', 'refuse'), default='mean', help='of several radiographs '
                        'of one patient, group and time (%(default)s)')  # fmt: skip
    parser.add_argument('--adjust', choices=('holm', 'bh', 'none'), default='holm', help='p for the number of '
                        'measurements (%(default)s)')  # fmt: skip
    parser.add_argument('--bias-bound', type=_read_positive, default=1.0, metavar='B', help='error that all readings '
                        'may have in common, such as a convention: degrees, mm, %% (%(default)s)')  # fmt: skip
    parser.add_argument('--error-sd', nargs='+', type=_read_error, default=[], metavar='KEY=SD', help='error of '
                        'measurements as your repeated readings show it, instead of their intervals')  # fmt: skip
    parser.add_argument('--exclude', action='append', choices=('doubtful', 'uncorrected'), default=[], help='leave out '
                        'doubtful readings that nobody corrected, or all that nobody corrected')  # fmt: skip
    parser.add_argument('--life-size', action='store_true', help='divide lengths by the magnification that results '
                        'state')  # fmt: skip
    parser.add_argument('--per-case', action='store_true', help='write a table of all radiographs, too, with the names '
                        'of patients that the CSV has')  # fmt: skip
    parser.add_argument('--out-dir', default='cohort', metavar='FOLDER', help='for the files (%(default)s)')


def run(args: Namespace, parser: ArgumentParser) -> None:
    """Load, describe, test, print and write."""
    from aariz_mm.extras import require

    require('scipy', 'statsmodels', 'matplotlib')
    from aariz_mm.cohort.bundles import known_bundles
    from aariz_mm.cohort.case_table import read_case_table
    from aariz_mm.cohort.loading import load_cohort
    from aariz_mm.cohort.notes import cohort_notes
    from aariz_mm.cohort.scores import Settings, score_cohort
    from aariz_mm.cohort.selection import choose_measurements
    from aariz_mm.cohort.summary import cohort_sentences
    from aariz_mm.cohort.writing import check_cohort_folder, write_cohort

    check_cohort_folder(args.out_dir)
    table = None if args.cases is None else read_case_table(args.cases)
    cohort = load_cohort(args.folder, table, args.exclude, args.life_size)
    growth = choose_measurements(cohort, args.growth) if args.growth else ()
    keys = choose_measurements(cohort, args.measurements, args.analysis)
    settings = Settings(keys, args.repeats, args.adjust, args.bias_bound, dict(args.error_sd), growth)
    scores = score_cohort(cohort, settings)
    print('\n'.join(cohort_sentences(cohort, scores)))
    for note in cohort_notes(cohort, scores):
        print('note:', note)
    _show_left_out(cohort.left_out)
    paths = write_cohort(args.out_dir, cohort, scores, known_bundles(cohort), args.per_case)
    print(f'written to {paths[0]} with {len(paths) - 1} files beside it')


def _show_left_out(left_out) -> None:
    """How many do not count for each reason, with the first names."""
    by_reason: dict[str, list[str]] = {}
    for one in left_out:
        by_reason.setdefault(one.reason, []).append(one.name)
    for reason, names in by_reason.items():
        more = ' …' if len(names) > 3 else ''
        print(f'left out, {reason}: {len(names)} ({", ".join(names[:3])}{more})')


def _read_positive(text: str) -> float:
    return read_number(text, lambda value: 0 <= value < float('inf'), 'a number that is not negative')


def _read_error(text: str) -> tuple[str, float]:
    from aariz_mm.cohort.selection import find_measurement

    key, mark, value = text.rpartition('=')
    if not mark:
        raise ArgumentTypeError(f'{text!r}: expected a measurement and the SD of its error, such as SNA=0.8')
    try:
        return find_measurement(key), _read_positive(value)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from error
