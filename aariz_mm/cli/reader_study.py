"""Compares readers, repeats of a reader and models on the same radiographs, as orthodontic studies report it.

A reading is NAME=FOLDER, a second one by the same reader NAME@2=FOLDER, a model model=FOLDER or --model. A folder holds
landmark files of the Aariz layout, results of aariz-mm read, or labelme files; a COCO .json or a CVAT .xml will do. Or
give a dataset in the Aariz layout: its reader folders are the readers. Radiographs are matched by the names of their
files. Written are a page with scattergrams and Bland-Altman plots, methods for a paper, and CSV files: Dahlberg's
error, systematic error, repeatability, ICC, kappa, interchangeability and equivalence, each with its interval.

Examples:
  aariz-mm reader-study kim=marked/kim kim@2=marked/kim_again lee=marked/lee --pixel-size 0.1
  aariz-mm reader-study kim=kim lee=lee model=aariz_results --out-dir work_dirs/study
  aariz-mm reader-study data/aariz --split test --readers "Junior Orthodontists" "Senior Orthodontists"
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from aariz_mm.cli.options import read_number

__all__ = ['add_arguments', 'run']


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument('readings', nargs='+', metavar='READING', help='NAME=FOLDER, NAME@2=FOLDER, model=FOLDER, or a '
                        'dataset in the Aariz layout')  # fmt: skip
    parser.add_argument('--model', nargs='+', default=[], metavar='[NAME=]FOLDER', help='readings of models')
    parser.add_argument('--readers', nargs='+', metavar='NAME', help='of the dataset; default all')
    parser.add_argument('--split', help='of the dataset; default the only one')
    parser.add_argument('--pixel-size', metavar='MM|CSV', help='mm per pixel, or a table of files and mm; default the '
                        'table of the dataset, else what results say; without any, pixels')  # fmt: skip
    parser.add_argument('--frame', choices=('image', 'sn'), default='image', help='of x and y: of the picture, or '
                        'along S-N, which suits tilted and mirrored heads (%(default)s)')  # fmt: skip
    parser.add_argument('--bias-margin', type=_read_margin, default=1.0, metavar='M', help='of means, in mm, degrees '
                        'and %%: smaller differences count as none (%(default)s)')  # fmt: skip
    parser.add_argument('--rise-margin', type=_read_margin, default=0.5, metavar='M', help='by how much a model in '
                        'the place of a reader may raise the mean disagreement, same units (%(default)s)')  # fmt: skip
    parser.add_argument('--out-dir', default='reader_study', metavar='FOLDER', help='for the files (%(default)s)')


def run(args: Namespace, parser: ArgumentParser) -> None:
    """Read, compare, print and write."""
    from aariz_mm.extras import require

    require('scipy', 'statsmodels', 'matplotlib')
    from aariz_mm.study.assembly import read_study
    from aariz_mm.study.replacing import Margins
    from aariz_mm.study.scores import score_study
    from aariz_mm.study.sources import parse_sources
    from aariz_mm.study.summary import study_sentences
    from aariz_mm.study.tables import pair_table
    from aariz_mm.study.writing import check_study_folder, write_study
    from aariz_mm.tables import render_text

    check_study_folder(args.out_dir)
    sources, root = parse_sources(args.readings, args.model, args.readers, args.split)
    study = read_study(sources, args.pixel_size, root)
    scores = score_study(study, Margins(args.bias_margin, args.rise_margin), args.frame)
    print(render_text(pair_table(study, scores)), end='\n\n')
    print('\n'.join(study_sentences(study, scores)))
    for note in study.notes:
        print('doubtful:', note)
    paths = write_study(args.out_dir, study, scores)
    left_out = 'left_out.csv' if study.left_out else 'nothing was left out'
    print(f'written to {paths[0]} with {len(paths) - 1} files beside it ({left_out})')


def _read_margin(text: str) -> float:
    return read_number(text, lambda value: 0 < value < float('inf'), 'a positive number')
