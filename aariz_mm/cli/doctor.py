"""Examines a whole dataset in the Aariz layout and says what is wrong with it; nothing in it is changed.

With --env it examines the installation instead: versions, stand-ins, GPU, and whether the bundled model reads.

Exit status: 0 nothing, 1 warnings (it is read, but scores may mislead), 2 errors (the dataset refuses something); 64 it
could not be examined (a mistake in what was given), 70 a bug.

Example: python tools/doctor.py data/aariz --html work_dirs/doctor.html --fix-list work_dirs/exclude.py
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

__all__ = ['add_arguments', 'run']


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument('--env', action='store_true', help='examine the installation, and no dataset')
    parser.add_argument(
        'data_root', nargs='?', metavar='DATA_ROOT', help='folder with the device table and the split folders'
    )
    parser.add_argument('--json', metavar='F', help='file for the whole report as JSON')
    parser.add_argument('--html', metavar='F', help='file for the report as one page')
    parser.add_argument(
        '--fix-list',
        metavar='F',
        help='file for the ids to exclude: images that the dataset refuses, and of images in train and in '
        'valid or test the training copy. NAME.py is a config for _base_, any other name a JSON list',
    )


def run(args: Namespace, parser: ArgumentParser) -> int:
    """Examine, print and write; returns the exit status."""
    if args.env and (args.data_root or args.json or args.html or args.fix_list):
        parser.error('--env examines the installation: give neither DATA_ROOT nor files beside it')
    if args.env:
        from aariz_mm.cli.installation import examine_installation

        return examine_installation()
    if args.data_root is None:
        parser.error('DATA_ROOT is missing: give the folder of a dataset, or --env for the installation')
    from aariz_mm.doctor import examine
    from aariz_mm.doctor.files import check_outputs, write_fix_list, write_html, write_report_json
    from aariz_mm.doctor.text import render_text

    check_outputs(args.data_root, (args.json, args.html, args.fix_list))
    report = examine(args.data_root, progress=True)
    print(render_text(report))
    for write, path in ((write_report_json, args.json), (write_html, args.html), (write_fix_list, args.fix_list)):
        if path:
            print('written:', write(report, path))
    return report.exit_code
