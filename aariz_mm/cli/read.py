"""Reads radiographs without torch: landmarks, measurements and CVM stage of each, tables and a page of all.

The bundles that ship with the package read where --model and --cvm name no others. Results: a JSON file and an overlay
for each radiograph (those of a folder or zip lie as its radiographs do), landmarks.csv, measurements.csv,
summary.csv and summary.html. Exit status: 0 all radiographs were read (perhaps with warnings, which stand in the
results, too), 1 some could not be read, 2 a mistake in the arguments. After an interruption, the same command with
--resume reads the rest.

Examples:
  aariz-mm read ceph.png
  aariz-mm read my_radiographs/ --pixel-size 0.1 --formats csv,xlsx,overlay,html
  aariz-mm read "films/*.jpg" films.zip @list.txt --out-dir results --jobs 4
  aariz-mm read my_radiographs/ --resume
  aariz-mm read s3://bucket/films --engine ray --ray-address auto --out-dir results
  aariz-mm read ceph.png --model ceph19 my_own.onnx --cvm none
  aariz-mm read my_radiographs/ --profile profile.json
"""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from functools import partial

from aariz_mm.cli.batches import describe_profile, describe_program, read_all
from aariz_mm.cli.engines import add_engine_arguments, engine_of
from aariz_mm.cli.options import read_count, read_number, read_ruler_mm, read_threads
from aariz_mm.cli.reading_arguments import add_reading_arguments
from aariz_mm.cores import count_cores

__all__ = ['add_arguments', 'find_stages', 'run']

_NONE = 'none'
_MOST_JOBS = 64
_SEXES = dict(f='f', female='f', m='m', male='m')


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    add_reading_arguments(parser)
    parser.add_argument(
        '--model', nargs='+', default=['ceph*'], metavar='BUNDLE',
        help='name or path of the bundle that finds the landmarks; several read as an ensemble; default the newest '
        'ceph* that ships with the package',
    )  # fmt: skip
    parser.add_argument(
        '--cvm', nargs='+', default=None, metavar='BUNDLE',
        help=f'bundle of a classifier of C2-C4 crops; default the cvm* that ships with the package; {_NONE}: no stage',
    )  # fmt: skip
    parser.add_argument('--profile', metavar='JSON', help='profile of a site, by aariz-mm adapt: landmarks, radii and '
                        'intervals become those of its reader')  # fmt: skip
    parser.add_argument('--force', action='store_true', help='read what is no lateral cephalogram, too')
    parser.add_argument('--jobs', type=read_count, metavar='N', help='processes; 1, with ray as many as CPUs')
    parser.add_argument(
        '--threads', type=read_threads, metavar='N', help='CPU threads of each; default all, shared; with ray 1'
    )
    add_engine_arguments(parser)
    parser.add_argument(
        '--ruler-mm', type=read_ruler_mm, metavar='MM',
        help='mm from mark to mark of the ruler that the head holder images: it gives or checks the pixel size',
    )  # fmt: skip
    parser.add_argument(
        '--age', type=_read_age, metavar='YEARS', help='age of the patient, instead of what a file says'
    )
    parser.add_argument(
        '--sex', type=_read_sex, metavar='f|m', help='of the patient, for norms, instead of what a file says'
    )
    parser.add_argument(
        '--keep-identity', action='store_true',
        help='write names and numbers of the patient that the header of a file holds; what stands in the pixels or in '
        'the names of files and folders is in pictures, tables and page in any case',
    )  # fmt: skip


def run(args: Namespace, parser: ArgumentParser) -> int:
    """Read and write; returns the exit status."""
    from aariz_mm.bundles import find_bundles
    from aariz_mm.predictions import Subject
    from aariz_mm.reading.reader import Reader

    models, stages = find_bundles(args.model), find_stages(args.cvm)
    jobs = args.jobs or 1
    if args.engine != 'ray' and jobs > _MOST_JOBS:
        raise ValueError(f'--jobs {jobs}: expected 1 to {_MOST_JOBS} processes of this machine')
    threads = args.threads or (max(count_cores() // jobs, 1) if jobs > 1 else None)
    if args.engine == 'ray':
        threads = args.threads or 1
    options = dict(
        age=args.age,
        sex=args.sex,
        keep_identity=args.keep_identity,
        ruler_mm=args.ruler_mm,
        trust_resolution=args.trust_resolution,
        force=args.force,
        profile=describe_profile(args.profile),
    )
    load = partial(Reader, models, stages or None, threads, args.ruler_mm, args.force, args.profile)
    describe = partial(describe_program, [*models, *stages], options)
    return read_all(
        load,
        args,
        describe,
        jobs,
        threads,
        engine_of(args, load, describe, threads),
        subject=Subject(args.age, args.sex),
        keep_identity=args.keep_identity,
    )


def find_stages(named: list[str] | None) -> list:
    """Bundles of stages; none where the user wants none, or names none and none is there."""
    from aariz_mm.bundles import find_bundles, list_bundles

    if named is None:
        named = ['cvm*'] if any(path.stem.startswith('cvm') for path in list_bundles()) else [_NONE]
    return [] if named == [_NONE] else find_bundles(named)


def _read_sex(text: str) -> str:
    try:
        return _SEXES[text.strip().lower()]
    except KeyError as error:
        raise ArgumentTypeError(f'{text!r}: expected f (female) or m (male)') from error


def _read_age(text: str) -> float:
    return read_number(text, lambda age: 0 <= age < 130, 'an age in years, such as 12.5')
