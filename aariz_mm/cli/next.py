"""Says which radiographs of a folder to correct next, so that a model trained on them gains most.

Each radiograph is read. Chosen are those that may be read badly and stand for others like them, by the face and by the
look of the radiograph, none of which was corrected yet: several of one kind are not chosen, nor a single odd one that
nothing is like. What was corrected in the page of aariz-mm review counts as known. Nothing is written but --out.

Examples:
  aariz-mm next my_radiographs/
  aariz-mm next my_radiographs/ --n 40 --out next.csv
  aariz-mm next data/aariz --split train --corrected data/aariz --reader "Dr. Kim"
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from aariz_mm.cli.options import read_count, read_threads

__all__ = ['add_arguments', 'run']

_HEADER = 'rank,radiograph,expected_error_mm'


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument('folder', metavar='FOLDER', help='radiographs, or a dataset in the Aariz layout')
    parser.add_argument('--n', type=read_count, default=20, metavar='N', help='how many to choose; default 20')
    parser.add_argument('--model', nargs='+', default=['ceph*'], metavar='BUNDLE', help='name or path of the bundle '
                        'that reads; several: an ensemble; default as aariz-mm read')  # fmt: skip
    parser.add_argument('--corrected', metavar='FOLDER', help='dataset with what was corrected; default FOLDER_review '
                        'beside the radiographs, where aariz-mm review puts it, if it is there')  # fmt: skip
    parser.add_argument('--reader', metavar='NAME', help='count what this reader corrected alone; default everybody')
    parser.add_argument('--split', default='train', help='of a dataset; default train')
    parser.add_argument('--out', metavar='CSV', help='write the list, too')
    parser.add_argument('--force', action='store_true', help='choose among those, too, that the model takes for no '
                        'lateral cephalogram, as a first model may of good ones')  # fmt: skip
    parser.add_argument('--threads', type=read_threads, metavar='N', help='CPU threads; default all')


def run(args: Namespace, parser: ArgumentParser) -> None:
    """Read, choose, print and write."""
    from tqdm import tqdm

    from aariz_mm.bundles import find_bundles
    from aariz_mm.choosing.folders import find_radiographs, part_by_correction
    from aariz_mm.choosing.reading import read_candidates
    from aariz_mm.choosing.spreading import choose_next
    from aariz_mm.files import check_replaceable
    from aariz_mm.reading.reader import Reader

    if args.out:
        check_replaceable(args.out, [_HEADER], 'list', 'give another --out')
    files = find_radiographs(args.folder, args.split)
    open_files, done_files = part_by_correction(files, _corrected(args))
    if not open_files:
        print(f'all {len(done_files)} radiographs were corrected; there is nothing to choose')
        return
    reader = Reader(find_bundles(args.model), threads=args.threads, force=args.force)
    found = read_candidates(reader, tqdm([*open_files, *done_files], unit='radiograph'))
    _tell(found.left_out)
    done = {file.result for file in done_files}
    candidates = [one for one in found.radiographs if one.name not in done]
    corrected = [one for one in found.radiographs if one.name in done]
    if not candidates:
        raise ValueError(f'{args.folder}: none of its radiographs can be chosen; the reasons are above')
    chosen = [candidates[index] for index in choose_next(candidates, args.n, corrected)]
    _print(chosen, len(candidates), len(corrected))
    if args.out:
        _write(args.out, chosen)


def _corrected(args: Namespace) -> set[str]:
    """SHA-256 of what was corrected; none where nothing is said of it and nothing is there."""
    from aariz_mm.annotations.layout import MACHINE_CSV
    from aariz_mm.choosing.folders import corrected_hashes, review_folder

    folder = args.corrected or review_folder(args.folder)
    if args.corrected is None and not (folder / MACHINE_CSV).is_file():
        if args.reader:
            raise ValueError(f'--reader {args.reader}: nothing was corrected in {folder}; name the folder: --corrected')
        return set()
    return corrected_hashes(folder, args.reader)


def _tell(left_out: list) -> None:
    import sys

    for name, reason in left_out:
        print(f'{name}: left out, {reason}', file=sys.stderr)


def _print(chosen: list, candidates: int, corrected: int) -> None:
    from aariz_mm.tables import Table, render_text

    rows = [(str(rank), one.name, f'{one.expected_error_mm:.2f}') for rank, one in enumerate(chosen, 1)]
    caption = f'to correct next: {len(chosen)} of {candidates} radiographs, {corrected} were corrected before'
    print(render_text(Table(caption, ('rank', 'radiograph', 'expected error, mm'), tuple(rows), text_columns=(1,))))


def _write(path: str, chosen: list) -> None:
    import csv
    import io

    from aariz_mm.files import write_file

    text = io.StringIO(newline='')
    writer = csv.writer(text, lineterminator='\n')
    writer.writerow(_HEADER.split(','))
    writer.writerows((rank, one.name, f'{one.expected_error_mm:.3f}') for rank, one in enumerate(chosen, 1))
    print('list written to', write_file(path, text.getvalue()))
