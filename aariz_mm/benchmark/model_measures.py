"""What ``tools/benchmark.py`` measures of a model that reads; heavy packages are imported when needed."""

from __future__ import annotations

from argparse import Namespace
from contextlib import ExitStack
from pathlib import Path

from aariz_mm.benchmark.phantom_data import phantom_folder
from aariz_mm.benchmark.results import Report

__all__ = ['measure_end_to_end', 'measure_inference']


def measure_inference(args: Namespace, facts: dict[str, str], stack: ExitStack) -> Report:
    """The network of one radiograph by several runtimes."""
    from aariz_mm.benchmark.network_costs import measure_network

    folder = stack.enter_context(phantom_folder(0))
    config, checkpoint = _model(args, folder)
    rows, notes = measure_network(config, checkpoint, folder, args.rounds, args.threads, args.clock, args.compile)
    facts = {**facts, 'data': f'one picture of noise; {_told(args)}'}
    notes = (
        'From grey pixels of the size of the network to landmarks, by the graph that is exported. Bound: the longer of '
        'arithmetic and bytes; a runtime that keeps several layers in the cache needs fewer bytes.',
        *notes,
    )
    return Report(f'Network of one radiograph, {Path(args.config).name}', facts, rows, notes)


def measure_end_to_end(args: Namespace, facts: dict[str, str], stack: ExitStack) -> Report:
    """One radiograph from its file to its overlay."""
    from aariz_mm.benchmark.reading_costs import measure_reading
    from aariz_mm.benchmark.untrained import KnowingPredictor, phantom_truth

    folder = stack.enter_context(phantom_folder(args.images, args.size, args.format, args.seed))
    config, checkpoint = _model(args, folder)
    files = sorted(folder.glob('phantoms/train/Cephalograms/*'))
    known = None
    if args.checkpoint is None:
        known = [phantom_truth(args.seed, index, tuple(args.size)) for index in range(args.images)]
    predictor = KnowingPredictor(config, checkpoint, 'cpu')
    rows = measure_reading(predictor, files, folder / 'read', args.rounds, known)
    facts = {
        **facts,
        'data': f'{args.images} phantoms of {args.size[0]} x {args.size[1]}, {args.format}; {_told(args)}',
    }
    notes = (
        'As tools/predict.py reads, files that the system has read before. Beside each stands the network; the ratio '
        'is the share of it.',
    )
    return Report(f'One radiograph from file to overlay, {Path(args.config).name}', facts, rows, notes)


def _model(args: Namespace, folder: Path) -> tuple:
    """The config, and the checkpoint that is named or an untrained one."""
    from aariz_mm.benchmark.set_up import load_config, parse_options, set_threads
    from aariz_mm.benchmark.untrained import write_untrained

    set_threads(args.threads)
    config = load_config(args.config, parse_options(args.cfg_options))
    if args.checkpoint is not None:
        return config, args.checkpoint
    return config, write_untrained(config, folder / 'untrained.pth', args.seed)


def _told(args: Namespace) -> str:
    return 'untrained weights' if args.checkpoint is None else 'a checkpoint that was named'
