"""What the commands share that read radiographs one after the other."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from aariz_mm.cli.tallies import Tally
from aariz_mm.number_text import counted

__all__ = ['describe_profile', 'describe_program', 'read_all']

if TYPE_CHECKING:
    from pathlib import Path

    from aariz_mm.radiographs.listing import Listing, RadiographFile
    from aariz_mm.radiographs.shards import Shard
    from aariz_mm.reading.outputs import Outputs
    from aariz_mm.reading.single import Outcome, ReadingOptions
    from aariz_mm.reading.timing import StepTimes
    from aariz_mm.reading.workers import Task

    Engine = Callable[[Iterable[Task], ReadingOptions], Iterator[Outcome]]


def read_all(
    load: Callable[[], Any],
    args: Namespace,
    describe: Callable[[], Mapping[str, Any]],
    jobs: int = 1,
    threads: int | None = None,
    engine: Engine | None = None,
    **options: Any,
) -> int:
    """Read the radiographs of :func:`.reading_arguments.add_reading_arguments` and write the results.

    Args:
        load: gives what predicts one; it is called once the radiographs and the folder are checked, in each process.
        describe: gives what results are made with, see :func:`describe_program`; likewise. jobs: processes. threads: of
            each. engine: what reads instead of processes of this machine.
        options: more of :class:`~aariz_mm.reading.single.ReadingOptions`.
    Returns:
        The exit status: 0 where all were read, else 1.
    """
    from aariz_mm.radiographs.listing import list_radiographs
    from aariz_mm.reading.outputs import Outputs, check_outputs
    from aariz_mm.reading.results import check_out_dir
    from aariz_mm.reading.timing import StepTimes

    _check_local(args.out_dir)
    listing = _take_shard(list_radiographs(_inputs(args), args.out_dir, args.recursive), args.shard)
    if not listing.radiographs:
        print(f'no radiograph is in part {args.shard.number} of {args.shard.count}; nothing is to be read')
        return 0
    mark = f'.{args.shard}' if args.shard else ''
    check_out_dir(listing.radiographs, args.out_dir, args.resume, args.tracing)
    check_outputs(args.out_dir, args.formats, mark, args.analysis)
    sizes = _pixel_sizes(args, listing)
    made_with = _with_magnification(describe(), args.magnification)
    reading = _reading_options(args, made_with, options)
    said = _warn_of_pixel_size(args.pixel_size)
    outcomes = _read(load, listing, reading, sizes, jobs, threads, engine)
    with closing(outcomes):
        first = next(outcomes)  # what cannot be loaded is told before anything is written
        outputs = Outputs(args.out_dir, args.formats, _protocol(made_with), mark=mark, analyses=args.analysis)
        tally, times = Tally(said, len(listing.radiographs), args.out_dir), StepTimes(skipped=jobs)
        shown = _show_progress(first, outcomes, len(listing.radiographs))
        if len(listing.radiographs) == 1:
            shown = _print_analyses(shown, args.analysis)
        if not _collect(shown, outputs, tally, times):
            return 1
    if args.timings and (table := times.describe()):
        print(table, file=sys.stderr)
    return tally.summarize(listing)


def _reading_options(args: Namespace, made_with: Mapping[str, Any], options: Mapping[str, Any]) -> Any:
    from pathlib import Path

    from aariz_mm.reading.single import ReadingOptions

    return ReadingOptions(
        Path(args.out_dir),
        args.overlay if 'overlay' in args.formats else 'none',
        args.overlay_side,
        'html' in args.formats,
        args.resume,
        opening=dict(trust_resolution=args.trust_resolution),
        made_with=made_with,
        magnification=args.magnification,
        tracing=args.tracing,
        **options,
    )


def _collect(shown: Iterator[Outcome], outputs: Outputs, tally: Tally, times: StepTimes) -> bool:
    """Take every outcome into the tables; False where the folder of results takes no more."""
    stopped = False
    try:
        for outcome in shown:
            outputs.add(outcome)
            tally.add(outcome)
            times.add(outcome.steps, outcome.seconds)
    except KeyboardInterrupt:
        print(f'\n{tally.describe_stop()}', file=sys.stderr)
        raise
    except OSError as error:  # a disk that is full, a folder that went away
        stopped = True
        reason = error.strerror or error
        print(f'error: {tally.out_dir}: {reason}; mend that. {tally.describe_stop()}', file=sys.stderr)
    finally:
        try:
            outputs.finish()
        except OSError:
            if not stopped:  # else the reason was told
                raise
    return not stopped


def describe_program(files: Sequence[Path], options: Mapping[str, Any]) -> dict[str, Any]:
    """What results are made with; those of other files or options are read again by ``--resume``.

    Args:
        files: bundles or checkpoints. options: by name; those that are None, False or '' are left out.
    """
    import aariz_mm
    from aariz_mm.files import file_sha256

    return dict(
        program=f'aariz_mm {aariz_mm.__version__}',
        bundles=[dict(name=path.stem, sha256=file_sha256(path)) for path in files],
        options={key: value for key, value in options.items() if value},
    )


def _with_magnification(made_with: Mapping[str, Any], magnification: float | None) -> dict[str, Any]:
    given = {} if magnification is None else dict(magnification=magnification)
    return {**made_with, 'options': {**(made_with.get('options') or {}), **given}}


def describe_profile(path: str | None) -> str:
    """A profile of a site in a few words, for results; '' for none.

    Errors:
        FileNotFoundError, ValueError: no such file, or no profile.
    """
    if path is None:
        return ''
    from aariz_mm.adaptation.profile import load_profile

    return str(load_profile(path))


def _inputs(args: Namespace) -> list:
    from aariz_mm.radiographs.inputs import expand_inputs

    if not args.images and not args.list:
        raise ValueError('no radiograph is named; give files, folders, a zip, a "pattern" or a list (@FILE)')
    return expand_inputs(args.images, args.list)


def _check_local(out_dir: str) -> None:
    from aariz_mm.radiographs.remote import is_url

    if is_url(out_dir):
        raise ValueError(f'{out_dir}: results are written to a folder of this machine; give its path as --out-dir')


def _take_shard(listing: Listing, shard: Shard | None) -> Listing:
    """The part of a list that one job reads; names of results are those of the whole list."""
    return listing if shard is None else replace(listing, radiographs=shard.take(listing.radiographs))


def _pixel_sizes(args: Namespace, listing: Listing) -> float | Callable[[RadiographFile], float | None] | None:
    """Mm per pixel of all radiographs, or what gives that of each by a table."""
    if args.pixel_sizes is None:
        return args.pixel_size
    from aariz_mm.radiographs.pixel_size_table import find_pixel_size, read_pixel_size_table

    sizes = read_pixel_size_table(args.pixel_sizes)
    missing = [file.path for file in listing.radiographs if find_pixel_size(sizes, file.path) is None]
    if len(missing) == len(listing.radiographs):
        raise ValueError(f'{args.pixel_sizes}: names none of the radiographs, such as {missing[0]}')
    if missing:
        print(
            f'warning: {args.pixel_sizes} lacks {counted(len(missing), "radiograph")}, such as {missing[0]}',
            file=sys.stderr,
        )

    def of(file: RadiographFile) -> float | None:
        found = find_pixel_size(sizes, file.path)
        return args.pixel_size if found is None else found

    return of


def _read(
    load: Callable[[], Any],
    listing: Listing,
    options: ReadingOptions,
    pixel_size_mm: float | Callable[[RadiographFile], float | None] | None,
    jobs: int,
    threads: int | None,
    engine: Engine | None,
) -> Iterator[Outcome]:
    from aariz_mm.reading.batch import predict_files

    jobs = min(jobs, len(listing.radiographs))
    if jobs == 1 and engine is None:
        return predict_files(load(), listing.radiographs, options, pixel_size_mm)
    from aariz_mm.reading.workers import read_in_processes

    of_each = pixel_size_mm if callable(pixel_size_mm) else lambda file: pixel_size_mm
    tasks = ((file, of_each(file)) for file in listing.radiographs)
    if engine is not None:
        return engine(tasks, options)
    return read_in_processes(load, tasks, options, jobs, threads or 1)


def _show_progress(first: Outcome, outcomes: Iterator[Outcome], total: int) -> Iterator[Outcome]:
    """Outcomes as they come, with a bar and the time that is left on standard error."""
    from tqdm import tqdm

    with tqdm(total=total, unit='image', file=sys.stderr, initial=0) as bar:
        for outcome in _chained(first, outcomes):
            yield outcome
            bar.update()


def _print_analyses(outcomes: Iterator[Outcome], names: Sequence[str]) -> Iterator[Outcome]:
    """Outcomes as they come, with their named analyses on standard output."""
    from aariz_mm.reading.analyses import analyses_of
    from aariz_mm.tables import render_text

    for outcome in outcomes:
        yield outcome
        for table in () if outcome.content is None else analyses_of(outcome.content, names):
            print(f'{render_text(table)}\n')


def _chained(first: Outcome, outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
    yield first
    yield from outcomes


def _protocol(made_with: Mapping[str, Any]) -> str:
    names = [f'{one["name"]} ({one["sha256"][:12]})' for one in made_with.get('bundles', ())]
    options = [f'{key} {value}' for key, value in (made_with.get('options') or {}).items()]
    return ' · '.join([made_with.get('program', ''), *names, *options]).strip(' ·')


def _warn_of_pixel_size(pixel_size_mm: Any) -> str:
    """Say that a pixel size is unusual, once and not for each radiograph; what was said, '' for nothing."""
    from aariz_mm.radiographs.resolution import unusual_pixel_size

    note = unusual_pixel_size(pixel_size_mm) if isinstance(pixel_size_mm, float) else ''
    if note:
        print(f'warning: {note}', file=sys.stderr)
    return note
