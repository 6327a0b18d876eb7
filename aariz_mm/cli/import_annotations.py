"""Brings annotations of other tools into the layout of Aariz, or, with --export, from it into the format of a tool.

What does not fit is left out and said. The images are copied; nothing that is there is changed.
Exit status: 0 all fitted, 1 something was left out, 2 a mistake, nothing was written.

Example: python tools/import_annotations.py labelme marked/ --images marked/ --out data/mine --pixel-size 0.1
Example: python tools/import_annotations.py coco data/mine --export --split train --out for_coco
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

__all__ = ['add_arguments', 'run']

_FORMATS = ('labelme', 'coco', 'cvat', 'csv', 'label-studio', 'isbi2015', 'cldetection')
_IMPORT_ONLY = ('images', 'reader', 'pixel_size', 'device', 'map')


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument('format', choices=_FORMATS, metavar='FORMAT', help=', '.join(_FORMATS))
    parser.add_argument('source', help='file or folder of annotations; with --export: the folder in the Aariz layout')
    parser.add_argument('--export', action='store_true', help='write the format instead of reading it')
    parser.add_argument('--out', required=True, metavar='FOLDER', help='new folder, or one of an earlier import')
    parser.add_argument('--split', choices=('train', 'valid', 'test'), default='train', help='split (%(default)s)')
    parser.add_argument('--only', metavar='READER', help='of several readers, take this one')
    parser.add_argument('--images', metavar='FOLDER', help='folder of the images, with those below it')
    parser.add_argument('--reader', metavar='NAME', help='name of the reader folder; default: that of the source')
    parser.add_argument('--pixel-size', metavar='MM|CSV', help='mm per pixel, or a table with the columns id and mm')
    parser.add_argument('--device', metavar='NAME', help='device of the images; default: unknown')
    parser.add_argument('--map', metavar='FILE', help='.json or .csv from your names to landmarks')
    parser.add_argument('--report', metavar='F', help='file for the whole report as JSON')


def run(args: Namespace, parser: ArgumentParser) -> int:
    """Import or export, print and write; returns the exit status."""
    given = [f'--{name.replace("_", "-")}' for name in _IMPORT_ONLY if getattr(args, name) is not None]
    if args.export and given:
        parser.error(f'{", ".join(given)}: not with --export')
    if not args.export and args.images is None:
        parser.error('--images: give the folder of the images')
    return _export(args) if args.export else _import(args)


def _import(args: Namespace) -> int:
    from aariz_mm.interchange.importing import ImportOptions, import_annotations
    from aariz_mm.interchange.reporting import import_report
    from aariz_mm.interchange.writing import check_folder, plan_dataset, write_files

    source, out = Path(args.source), check_folder(Path(args.out))
    _check_report(args, (source, Path(args.images), out))
    options = ImportOptions(
        Path(args.images), args.reader, args.only, args.pixel_size, args.device or 'unknown', args.map
    )
    imported = import_annotations(args.format, source, options, out)
    report = import_report(args.format, source, imported) | dict(split=args.split)
    if not imported.cases:
        _show(report, args)
        raise ValueError(f'{source}: nothing was imported and nothing written; the reasons are above')
    description = {key: report[key] for key in ('format', 'source', 'split', 'images', 'readers', 'pixel_sizes_mm')}
    write_files(plan_dataset(out, args.split, imported.cases, description))
    _show(report, args)
    print(f'written: {report["images"]} images in {out}; check them with tools/doctor.py {out}')
    print(f'to train on them, set truth to one of {[f"reader:{reader}" for reader in report["readers"]]}')
    return report['exit_code']


def _export(args: Namespace) -> int:
    from aariz_mm.interchange.exporting import export_annotations
    from aariz_mm.interchange.reporting import export_report
    from aariz_mm.interchange.writing import Plan, write_files

    source, out = Path(args.source), Path(args.out)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise ValueError(f'{out} exists and is not an empty folder; give a new folder')
    if out.resolve().is_relative_to(source.resolve()):
        raise ValueError(f'{out} is inside the dataset, which is not changed; give a folder outside')
    _check_report(args, (source, out))
    exported = export_annotations(args.format, source, args.split, args.only)
    write_files(Plan({out / name: content for name, content in exported.files.items()}, {}))
    report = export_report(args.format, source, exported) | dict(split=args.split)
    _show(report, args)
    print(f'written: {len(exported.files)} files in {out}')
    return report['exit_code']


def _check_report(args: Namespace, folders: tuple[Path, ...]) -> None:
    from aariz_mm.interchange.reporting import check_report_path

    if args.report:
        check_report_path(args.report, folders)


def _show(report: dict, args: Namespace) -> None:
    from aariz_mm.files import write_json
    from aariz_mm.interchange.reporting import render_report

    print(render_report(report))
    if args.report:
        print('report:', write_json(args.report, report))
