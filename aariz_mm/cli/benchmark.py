"""Measures ours and a reference side by side, in turn: training samples, training steps, networks, reading, imports.

A Markdown table shows medians with quartiles and which goals hold; --out writes it as JSON. The exit status is 0 whether
they hold or not. Radiographs are drawn (phantoms) unless --data names a dataset. One thread, one process at a time.

Examples:
  python tools/benchmark.py pipeline
  python tools/benchmark.py pipeline --format jpg --out work_dirs/pipeline.json
  python tools/benchmark.py train-step --amp
  python tools/benchmark.py import
"""

from __future__ import annotations

import os
import shlex
import sys
from argparse import SUPPRESS, ArgumentParser, Namespace, RawDescriptionHelpFormatter
from contextlib import ExitStack
from pathlib import Path

from aariz_mm.cli.options import add_config_options, check_config, read_count, read_index

__all__ = ['MEASURES', 'add_arguments', 'run']

MEASURES = {
    'pipeline': 'a training sample: our pipeline against the stock one of MMPose',
    'train-step': "a training epoch: MMEngine's Runner against a bare PyTorch loop on ready tensors",
    'import': 'time and memory of importing: ours against torch alone, and what reading imports',
}
_CONFIG = 'configs/aariz_lite0_512.py'


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command: one sub-command for each thing to measure."""
    commands = parser.add_subparsers(dest='measure', required=True, metavar='MEASURE')
    for name, what in MEASURES.items():
        sub = commands.add_parser(name, help=what, description=what, formatter_class=RawDescriptionHelpFormatter)
        _add_shared(sub, name)
        _ADDERS[name](sub)


def _add_shared(parser: ArgumentParser, name: str) -> None:
    parser.add_argument('--config', default=_CONFIG, help='config file (%(default)s)')
    parser.add_argument('--threads', type=read_count, default=1, metavar='N', help='CPU threads (%(default)s)')
    parser.add_argument('--seed', type=read_index, default=0, help='of data and random numbers (%(default)s)')
    parser.add_argument('--out', metavar='JSON', help='write the table as JSON, too')
    parser.add_argument('--size', type=read_count, nargs=2, default=(2000, 2400), metavar=('W', 'H'),
                        help='of the phantoms, pixels (2000 2400)')  # fmt: skip
    parser.add_argument('--debug', action='store_true', default=SUPPRESS, help='show the whole trace of an error')


def _add_data(parser: ArgumentParser, images: int) -> None:
    add_config_options(parser)
    parser.add_argument('--images', type=read_count, default=images, metavar='N', help='phantoms (%(default)s)')
    parser.add_argument('--format', choices=('png', 'jpg'), default='png', help='of the phantoms (%(default)s)')
    parser.add_argument('--data', default='phantom', metavar='FOLDER',
                        help="a dataset in the layout of Aariz, or 'config' for the one that the config names, in place "
                        'of phantoms')  # fmt: skip
    parser.add_argument('--clock', choices=('cpu', 'wall'), default='cpu',
                        help='seconds of a CPU, which other work hardly changes, or on the wall (%(default)s)')  # fmt: skip


def _add_pipeline(parser: ArgumentParser) -> None:
    _add_data(parser, images=8)
    parser.add_argument('--rounds', type=read_count, default=60, metavar='N', help='samples measured (%(default)s)')


def _add_train_step(parser: ArgumentParser) -> None:
    _add_data(parser, images=8)
    parser.set_defaults(clock='wall')
    parser.add_argument('--rounds', type=read_count, default=5, metavar='N', help='pairs of epochs (%(default)s)')
    parser.add_argument('--steps', type=read_count, default=4, metavar='N', help='steps of an epoch (%(default)s)')
    parser.add_argument('--batch-size', type=read_count, default=8, metavar='N', help='images (%(default)s)')
    parser.add_argument('--amp', action='store_true', help='bfloat16')
    parser.add_argument('--device', default='cpu', choices=('cpu', 'cuda'), help='(%(default)s)')


def _add_import(parser: ArgumentParser) -> None:
    parser.add_argument('--rounds', type=read_count, default=5, metavar='N', help='fresh processes (%(default)s)')


_ADDERS = {'pipeline': _add_pipeline, 'train-step': _add_train_step, 'import': _add_import}


def run(args: Namespace, parser: ArgumentParser) -> None:
    """Measure, print and write."""
    check_config(args.config)
    os.environ['OMP_NUM_THREADS'] = str(args.threads)  # before anything is loaded that takes its threads from it
    from aariz_mm.benchmark.results import as_content, format_report
    from aariz_mm.files import write_json

    with ExitStack() as stack:
        report = _MEASURE[args.measure](args, stack)
    print(format_report(report))
    if args.out is not None:
        write_json(args.out, as_content(report))


def _facts(args: Namespace, data: str, packages: tuple[str, ...]) -> dict[str, str]:
    from aariz_mm.benchmark.machine import describe_machine, describe_versions

    clock = {'cpu': 'CPU time', 'wall': 'wall time'}.get(getattr(args, 'clock', ''), '')
    facts = {
        'command': f'`tools/benchmark.py {shlex.join(_typed())}`',
        'machine': f'{describe_machine()}; {args.threads} thread(s)',
        'versions': describe_versions(('aariz-mm', *packages)),
        'data': data,
        'seed': str(args.seed),
    }
    return {**facts, 'clock': clock} if clock else facts


def _typed() -> list[str]:
    """What was typed after the name of the command."""
    given = sys.argv[1:]
    return given[1:] if given[:1] == ['benchmark'] else given


def _measure_pipeline(args: Namespace, stack: ExitStack):
    from aariz_mm.benchmark.results import Report
    from aariz_mm.benchmark.sample_costs import measure_samples
    from aariz_mm.benchmark.set_up import describe_data, prepare, take_data

    config, folder = prepare(args.config, args.cfg_options, args.threads), stack.enter_context(_folder(args))
    take_data(config, args.data, folder)
    costs = measure_samples(config, folder / 'cache', args.rounds, args.format, args.clock)
    facts = _facts(args, describe_data(args, config), ('torch', 'opencv-python', 'mmpose'))
    notes = (
        f'Reference: {costs.reference}. A sample is `dataset[index]`; warm: its radiograph is in the image cache; cold: '
        'it never was, and is put there. The third row adds what the batch of ours costs more than that of stock, so that nothing is merely moved.',
    )
    return Report(f'Training sample, {Path(args.config).name}', facts, costs.rows, notes)


def _measure_train_step(args: Namespace, stack: ExitStack):
    from aariz_mm.benchmark.epoch_costs import measure_epochs
    from aariz_mm.benchmark.results import Report
    from aariz_mm.benchmark.set_up import describe_data, prepare, take_data

    config, folder = prepare(args.config, args.cfg_options, args.threads), stack.enter_context(_folder(args))
    take_data(config, args.data, folder)
    costs = measure_epochs(config, folder, args.rounds, args.steps, args.batch_size, args.amp, args.device, args.clock)
    facts = _facts(args, describe_data(args, config), ('torch', 'onedl-mmengine', 'mmpose'))
    return Report(f'Training epoch, {Path(args.config).name}', facts, costs.rows, costs.notes)


def _measure_import(args: Namespace, stack: ExitStack):
    from aariz_mm.benchmark.import_costs import import_codes, measure_imports
    from aariz_mm.benchmark.phantom_data import phantom_folder
    from aariz_mm.benchmark.results import Report

    folder = stack.enter_context(phantom_folder(1, args.size, 'png', args.seed))
    radiograph = next(folder.glob('phantoms/train/Cephalograms/*'))
    rows = measure_imports(import_codes(Path(args.config).absolute(), radiograph, folder), args.rounds, args.threads)
    facts = _facts(args, f'one phantom of {args.size[0]} x {args.size[1]}', ('torch', 'mmpose', 'onnxruntime'))
    notes = ('Each is a fresh process with compiled modules; the files have been read before.',)
    return Report('Imports', facts, rows, notes)


def _folder(args: Namespace):
    from aariz_mm.benchmark.phantom_data import phantom_folder

    return phantom_folder(args.images if args.data == 'phantom' else 0, args.size, args.format, args.seed)


_MEASURE = {'pipeline': _measure_pipeline, 'train-step': _measure_train_step, 'import': _measure_import}
