"""Writes results as DICOM: a structured report, a presentation state and a picture that refer to the radiograph.

Kinds: sr, landmarks and measurements with their doubt, for archives and programs (TID 1500); gsps, landmarks and
tracing that a viewer lays over the radiograph; sc, a picture of both. The radiograph is found where it was or beside
the result, or named by --source; another one than was read is refused.

Without --keep-identity nothing of a patient is written: a copy of the radiograph, NAME_image.dcm, stands under a
pseudonym, and the objects refer to it. With it, those of a DICOM file bear its patient and go into its study. Whose a
picture is, such as a PNG, is told by a table, --patients: file,patient_id,patient_name,birth_date,sex,
accession_number,study_uid,study_date; the first two are needed.
Exit status: 0 all were written, 1 some were not, 2 a mistake in what was given.

Examples:
  aariz-mm dicom aariz_results/ceph.json --out-dir for_pacs --keep-identity
  aariz-mm dicom aariz_results/*.json --out-dir objects --kinds sr
  aariz-mm dicom aariz_results/*.json --out-dir for_pacs --patients patients.csv
  aariz-mm dicom annotation.json --source ceph.png --pixel-size 0.1 --out-dir objects
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from aariz_mm.cli.options import read_magnification, read_pixel_size, split_names

if TYPE_CHECKING:
    from aariz_mm.dicom.patients import Patient
    from aariz_mm.reading.tracings import TracedFile

__all__ = ['add_arguments', 'run']

_KINDS = ('sr', 'gsps', 'sc')


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument('results', nargs='+', metavar='RESULT', help='JSON files of aariz-mm read, or annotations')
    parser.add_argument('--out-dir', required=True, metavar='FOLDER', help='where the files go')
    parser.add_argument('--kinds', type=_read_kinds, default=_KINDS, metavar='A,B', help=f'of {", ".join(_KINDS)}; all')
    parser.add_argument('--source', metavar='IMAGE', help='the radiograph, where it is not found by the result')
    parser.add_argument(
        '--keep-identity', action='store_true',
        help='refer to the DICOM file itself, with its patient and in its study; names of files stay in any case',
    )  # fmt: skip
    parser.add_argument('--patients', metavar='CSV', help='whose radiographs are that are pictures: a table with the '
                        'columns file, patient_id and more, for an archive to file them')  # fmt: skip
    parser.add_argument('--pixel-size', type=read_pixel_size, metavar='MM', help='mm per pixel, of an annotation')
    parser.add_argument(
        '--magnification', type=read_magnification, metavar='FACTOR', help='in these mm, of an annotation'
    )


def run(args: Namespace, parser: ArgumentParser) -> int:
    """Check all, then write one after the other; returns the exit status."""
    from aariz_mm.extras import require
    from aariz_mm.reading.traced_radiographs import name_tracings
    from aariz_mm.reading.tracings import load_traced

    require('highdicom')
    if len(args.results) > 1 and args.source:
        raise ValueError(f'{len(args.results)} results: --source is for one; name one result')
    results = [load_traced(path) for path in args.results]
    names = name_tracings(results)
    radiographs = _check_all(args, results, names)
    jobs = list(zip(results, radiographs, names, _find_patients(args, radiographs), strict=True))
    failed = [not _try_one(*job, args, is_alone=len(jobs) == 1) for job in jobs]
    return 1 if any(failed) else 0


def _find_patients(args: Namespace, radiographs: Sequence[Path]) -> list[Patient | None]:
    """Whose each radiograph is by the table; None without one, and of DICOM files, which say so themselves."""
    if not args.patients:
        return [None] * len(radiographs)
    from aariz_mm.dicom.patients import choose_patients, read_patients
    from aariz_mm.radiographs.images import is_dicom

    patients = read_patients(args.patients)
    pictures = [path for path in radiographs if not is_dicom(path)]
    if len(pictures) < len(radiographs) and not args.keep_identity:
        named = next(path for path in radiographs if path not in pictures)
        raise ValueError(f'{named}: a DICOM file says itself whose it is; add --keep-identity, or leave --patients out')
    chosen = iter(choose_patients(patients, pictures, args.patients))
    return [next(chosen) if path in pictures else None for path in radiographs]


def _try_one(
    result: TracedFile, radiograph: Path, name: str, patient: Patient | None, args: Namespace, is_alone: bool
) -> bool:
    """Write the objects of a result; whether that was done. Of one alone, what is wrong with it is a mistake."""
    try:
        for path in _write_one(result, radiograph, name, patient, args):
            print(path)
    except ValueError as error:
        if is_alone:
            raise
        print(f'{result.path}: failed: {error}', file=sys.stderr)
        return False
    return True


def _check_all(args: Namespace, results: Sequence[TracedFile], names: Sequence[str]) -> list[Path]:
    """The radiograph of each result; nothing is written before all were found, and nothing is lost."""
    from aariz_mm.dicom.result_files import choose_source
    from aariz_mm.dicom.writing import check_object_path, object_paths
    from aariz_mm.files import check_folder

    out_dir = Path(args.out_dir)
    check_folder(args.out_dir)
    radiographs = [choose_source(result, args.source) for result in results]
    taken = {path.resolve() for path in (*radiographs, *(one.path for one in results))}
    for name in names:
        for path in object_paths(out_dir, name, args.kinds, with_image=True).values():
            if path.resolve() in taken:
                raise ValueError(f'{path}: would be lost, for it is what is read; give another --out-dir')
            check_object_path(path)
    return radiographs


def _write_one(result: TracedFile, radiograph: Path, name: str, patient: Patient | None, args: Namespace) -> list[Path]:
    """Make all objects of a result, then write them; returns their paths."""
    from aariz_mm.dicom.result_files import measured_result, open_source
    from aariz_mm.dicom.writing import object_paths, result_objects, write_object
    from aariz_mm.reading.traced_places import check_nearness, read_places

    check_nearness(read_places(result.content, result.path)[0], result.path)
    content = measured_result(result, args.pixel_size, args.magnification)
    created = datetime.fromtimestamp(result.path.stat().st_mtime)
    source = open_source(radiograph, content, args.keep_identity, created, patient)
    made = result_objects(content, source, args.kinds, created)
    for note in _notes(result, radiograph, args.keep_identity and patient is None, source.is_made):
        print(f'note: {result.path}: {note}', file=sys.stderr)
    paths = object_paths(args.out_dir, name, args.kinds, source.is_made)
    return [write_object(made[kind], path) for kind, path in paths.items()]


def _notes(result: TracedFile, radiograph: Path, keep_identity: bool, is_made: bool) -> list[str]:
    """What the user has to know: what was not checked, and under whose name the objects stand."""
    notes = []
    if not result.content.get('image_sha256'):
        notes.append(f'tells no hash of its radiograph, so look whether {radiograph} is the one')
    if is_made and keep_identity:
        notes.append(
            f'{radiograph} is no DICOM file and names nobody, so the objects stand under a pseudonym; '
            'tell with --patients whose it is'
        )
    return notes


def _read_kinds(text: str) -> tuple[str, ...]:
    kinds = set(split_names(text))
    if not kinds or kinds - set(_KINDS):
        raise ArgumentTypeError(f'{text!r}: expected some of {", ".join(_KINDS)}')
    return tuple(kind for kind in _KINDS if kind in kinds)
