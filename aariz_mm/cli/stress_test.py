"""Reads annotated radiographs as clinics send them, and says how much worse than plain.

Each radiograph is read as it is and changed in many ways: rotated, scaled, of other greys, as a poor JPEG, cropped, as
a screenshot, photographed off a screen, mirrored, turned. Printed is a row for each change: the mean error in mm, how
many times the plain one it is, how many landmarks lie within 2 mm, how many radiographs were warned of or refused, and
which were read worst. JSON has the same, with each landmark and each radiograph.

Examples:
  aariz-mm stress-test data/aariz --split valid --out stress.json
  aariz-mm stress-test data/aariz --model my_own.onnx --kinds rotation photograph --max 20 --out stress.json
  aariz-mm stress-test data/aariz --config CONFIG --checkpoint CKPT --out stress.json
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

from aariz_mm.cli.options import check_config, read_count, read_threads

__all__ = ['add_arguments', 'run']

_SHIPPED = ['ceph*']


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument('data_root', help='folder of an annotated dataset in the Aariz layout')
    parser.add_argument('--model', nargs='+', metavar='BUNDLE', help='name or path of a bundle; several read as an '
                        'ensemble; default the newest ceph* that ships with the package')  # fmt: skip
    parser.add_argument('--config', help='read by a trained model instead of a bundle')
    parser.add_argument('--checkpoint', nargs='+', metavar='CHECKPOINT', help='of --config; several for an ensemble')
    parser.add_argument('--device', help='of --config: cpu, cuda …; the GPU where there is one')
    parser.add_argument('--split', default='valid', help='radiographs that the model was not trained on; valid')
    parser.add_argument('--truth', help="as in configs, as 'mean' or 'mean + reader:X'; default what the bundle was "
                        'trained on or is tested by, or mean')  # fmt: skip
    parser.add_argument('--exclude', nargs='+', default=[], metavar='ID', help='ids that are left out')
    parser.add_argument('--max', type=read_count, metavar='N', help='the first N radiographs alone')
    parser.add_argument('--kinds', nargs='+', metavar='KIND', help='kinds of change; default all; an unknown one is '
                        'answered with their list')  # fmt: skip
    parser.add_argument('--threads', type=read_threads, metavar='N', help='CPU threads of a bundle; default all')
    parser.add_argument('--out', required=True, metavar='JSON', help='where the numbers go')


def run(args: Namespace, parser: ArgumentParser) -> None:
    """Read, score, print and write."""
    from tqdm import tqdm

    from aariz_mm.files import check_replaceable, write_json
    from aariz_mm.reading.held_out import read_annotated
    from aariz_mm.stress.changes import choose_changes
    from aariz_mm.stress.scores import FORMAT, format_scores, score_changes, scores_as_json
    from aariz_mm.stress.testing import stress_test

    if (args.config is None) != (args.checkpoint is None) or (args.config and args.model):
        parser.error('give --model, or --config and --checkpoint together')
    changes = choose_changes(args.kinds)
    check_replaceable(args.out, [FORMAT], 'file of a stress test', 'give another --out')
    read, symbols, made_with = _load_model(args) if args.config else _load_bundle(args)
    radiographs = read_annotated(args.data_root, args.split, made_with['truth'], symbols, args.exclude)
    found = stress_test(read, radiographs[: args.max], changes, lambda jobs: tqdm(jobs, unit='radiograph'))
    scores = score_changes(found)
    print(format_scores(scores))
    if made_with['seen']:
        print(f'The model was trained on {args.split!r}: its errors there are too small.')
    print('written to', write_json(args.out, scores_as_json(scores, symbols, made_with)))


def _load_bundle(args: Namespace) -> tuple[Callable, tuple[str, ...], dict[str, Any]]:
    """What reads a picture, the landmarks that it finds, and what the file says of it."""
    from aariz_mm.bundles import find_bundles
    from aariz_mm.reading.reader import Reader

    paths = find_bundles(args.model or _SHIPPED)
    reader = Reader(paths, threads=args.threads)
    trained_on = reader.bundle.info.trained_on or {}
    truth = args.truth or trained_on.get('truth', 'mean')
    return reader, reader.bundle.info.symbols, _describe(args, paths, truth, trained_on.get('split') == args.split)


def _load_model(args: Namespace) -> tuple[Callable, tuple[str, ...], dict[str, Any]]:
    check_config(args.config)
    from aariz_mm.annotations.truth import truth_name
    from aariz_mm.inference.predictor import LandmarkPredictor
    from aariz_mm.launching.configs import load_config

    config = load_config(args.config)
    predictor = LandmarkPredictor(config, args.checkpoint, args.device)
    truth = args.truth or truth_name(config.test_dataloader.dataset.get('truth', 'official'))
    seen = config.train_dataloader.dataset.get('split') == args.split
    return _by_file(predictor), predictor.symbols, _describe(args, args.checkpoint, truth, seen)


def _by_file(predict: Callable) -> Callable:
    """What reads files reads a picture that lies in memory."""
    from tempfile import TemporaryDirectory

    import cv2

    def read(picture: Any):
        with TemporaryDirectory() as folder:
            path = str(Path(folder) / 'changed.png')
            cv2.imwrite(path, picture)
            return predict(path)

    return read


def _describe(args: Namespace, models: list, truth: str, seen: bool) -> dict[str, Any]:
    return dict(
        models=[Path(path).name for path in models],
        config=args.config and Path(args.config).name,
        split=args.split,
        truth=truth,
        seen=seen,
    )
