"""What each sub-command of ``tools/benchmark.py`` measures, as a report. Heavy packages are imported when needed."""

from __future__ import annotations

import shlex
from argparse import Namespace
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from aariz_mm.benchmark.machine import describe_machine, describe_versions
from aariz_mm.benchmark.model_measures import measure_end_to_end, measure_inference
from aariz_mm.benchmark.phantom_data import phantom_folder
from aariz_mm.benchmark.results import Report

__all__ = ['measure']

_PACKAGES = {
    'pipeline': ('torch', 'opencv-python', 'mmpose'),
    'train-step': ('torch', 'onedl-mmengine', 'mmpose'),
    'import': ('torch', 'mmpose', 'onnxruntime'),
    'inference': ('torch', 'onnxruntime', 'openvino'),
    'end-to-end': ('torch', 'opencv-python', 'pillow'),
}


def measure(args: Namespace, typed: Sequence[str]) -> Report:
    """The report of a measurement.

    Args:
        args: of the command, ``measure`` among them.
        typed: what was typed after the name of the program, for whoever wants to measure it again.
    """
    with ExitStack() as stack:
        return _MEASURES[args.measure](args, _facts(args, typed), stack)


def _facts(args: Namespace, typed: Sequence[str]) -> dict[str, str]:
    typed = list(typed)[1 if typed[:1] == ['benchmark'] else 0 :]
    facts = {
        'command': f'`tools/benchmark.py {shlex.join(typed)}`',
        'machine': f'{describe_machine()}; {args.threads} thread(s)',
        'versions': describe_versions(('aariz-mm', *_PACKAGES[args.measure])),
        'seed': str(args.seed),
    }
    clock = getattr(args, 'clock', None)
    return facts if clock is None else {**facts, 'clock': {'cpu': 'CPU time', 'wall': 'wall time'}[clock]}


def _measure_pipeline(args: Namespace, facts: dict[str, str], stack: ExitStack) -> Report:
    from aariz_mm.benchmark.sample_costs import measure_samples
    from aariz_mm.benchmark.set_up import describe_data, load_config, parse_options, set_threads, take_data
    from aariz_mm.benchmark.sides import with_input_size

    set_threads(args.threads)
    config, folder = load_config(args.config, parse_options(args.cfg_options)), _folder(args, stack)
    take_data(config, args.data, folder)
    if args.input_size is not None:
        dataset = config.train_dataloader.dataset
        dataset.pipeline = with_input_size(dataset.pipeline, args.input_size)
    costs = measure_samples(config, folder / 'cache', args.rounds, args.format, args.clock)
    notes = (
        f'Reference: {costs.reference}. A sample is `dataset[index]`; warm: its radiograph is in the cache; cold: '
        'it never was, and is put there. The second row adds what the batch of ours costs more than that of stock, so '
        'that nothing is merely moved.',
    )
    facts = {**facts, 'data': describe_data(args, config)}
    return Report(f'Training sample, {Path(args.config).name}', facts, costs.rows, notes)


def _measure_train_step(args: Namespace, facts: dict[str, str], stack: ExitStack) -> Report:
    from aariz_mm.benchmark.epoch_costs import measure_epochs
    from aariz_mm.benchmark.set_up import describe_data, prepare_training, set_threads, take_data

    set_threads(args.threads)
    folder = _folder(args, stack)
    config = prepare_training(args, folder)
    take_data(config, args.data, folder)
    facts = {**facts, 'data': describe_data(args, config)}
    rows = measure_epochs(config, args.rounds, args.steps, args.clock)
    notes = (
        'Milliseconds of a step. Reference: forward, loss, backward, clipping, optimiser step and zero_grad of a copy '
        'of the model on tensors that are ready on the device. Ours adds reading with a warm cache, preprocessing, '
        'hooks, logging and, where the config averages weights, averaging. An epoch is short here, so what it begins '
        'with counts more than in training. Parts are of one epoch more.',
    )
    return Report(f'Training epoch, {Path(args.config).name}', facts, rows, notes)


def _measure_import(args: Namespace, facts: dict[str, str], stack: ExitStack) -> Report:
    from aariz_mm.benchmark import import_costs

    folder = stack.enter_context(phantom_folder(1, args.size, 'png', args.seed))
    radiograph = next(folder.glob('phantoms/train/Cephalograms/*'))
    codes = import_costs.import_codes(Path(args.config).absolute(), radiograph, folder)
    rows = import_costs.measure_imports(codes, args.rounds, args.threads)
    facts = {**facts, 'data': f'one phantom of {args.size[0]} x {args.size[1]}'}
    return Report('Imports', facts, rows, ('Each is a fresh process whose modules are compiled and have been read.',))


def _folder(args: Namespace, stack: ExitStack) -> Path:
    """A temporary folder, with phantoms where they are wanted."""
    count = args.images if args.data == 'phantom' else 0
    return stack.enter_context(phantom_folder(count, args.size, args.format, args.seed))


_MEASURES = {
    'pipeline': _measure_pipeline,
    'train-step': _measure_train_step,
    'import': _measure_import,
    'inference': measure_inference,
    'end-to-end': measure_end_to_end,
}
