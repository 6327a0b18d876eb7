"""Measures ours and a reference side by side, in turn: training samples, training steps, networks, reading, imports.

A Markdown table shows medians with quartiles and which goals hold; --out writes it as JSON. The exit status is 0
whether they hold or not. Radiographs are drawn (phantoms) unless --data names a dataset.

Examples:
  python tools/benchmark.py pipeline
  python tools/benchmark.py pipeline --format jpg --out work_dirs/pipeline.json
  python tools/benchmark.py train-step --amp
  python tools/benchmark.py import
  python tools/benchmark.py scale --images 100000 --cores 32 --gpus 2 --gpu-tflops 989 --price 6
"""

from __future__ import annotations

import os
import sys
from argparse import SUPPRESS, ArgumentParser, Namespace, RawDescriptionHelpFormatter

from aariz_mm.cli.options import add_config_options, check_config, read_count, read_index, read_threads

__all__ = ['MEASURES', 'add_arguments', 'run']

MEASURES = {
    'pipeline': 'a training sample: our pipeline against the stock one of MMPose',
    'train-step': "a training epoch: MMEngine's Runner against a bare PyTorch loop on ready tensors",
    'inference': 'the network of one radiograph: PyTorch, ONNX Runtime and others, and the bound of this machine',
    'end-to-end': 'one radiograph from its file to landmarks, JSON and overlay, beside its network',
    'scale': 'what many radiographs cost on which machine, by figures of the others; nothing is measured',
    'import': 'time and memory of importing: ours against torch alone, and what reading imports',
}
_CONFIG = 'configs/aariz_lite0_512.py'


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command: one sub-command for each thing to measure."""
    commands = parser.add_subparsers(dest='measure', required=True, metavar='MEASURE')
    for name, what in MEASURES.items():
        sub = commands.add_parser(name, help=what, description=what, formatter_class=RawDescriptionHelpFormatter)
        if name != 'scale':
            _add_shared(sub)
        _ADDERS[name](sub)
        sub.add_argument('--debug', action='store_true', default=SUPPRESS, help='show the whole trace of an error')


def _add_shared(parser: ArgumentParser) -> None:
    parser.add_argument('--config', default=_CONFIG, help='config file (%(default)s)')
    parser.add_argument('--threads', type=read_threads, default=1, metavar='N', help='CPU threads (%(default)s)')
    parser.add_argument('--seed', type=read_index, default=0, help='of data and random numbers (%(default)s)')
    parser.add_argument('--out', metavar='JSON', help='write the table as JSON, too')
    parser.add_argument('--size', type=read_count, nargs=2, default=(2000, 2400), metavar=('W', 'H'),
                        help='of the phantoms, pixels (2000 2400)')  # fmt: skip


def _add_phantoms(parser: ArgumentParser, images: int) -> None:
    parser.add_argument('--images', type=read_count, default=images, metavar='N', help='phantoms (%(default)s)')
    parser.add_argument('--format', choices=('png', 'jpg'), default='png', help='of the phantoms (%(default)s)')


def _add_clock(parser: ArgumentParser, clock: str) -> None:
    what = 'seconds of a CPU, which other work hardly changes, or of the wall (%(default)s)'
    parser.add_argument('--clock', choices=('cpu', 'wall'), default=clock, help=what)


def _add_data(parser: ArgumentParser, clock: str) -> None:
    add_config_options(parser)
    _add_phantoms(parser, images=8)
    _add_clock(parser, clock)
    what = "a dataset in the layout of Aariz in place of phantoms, or 'config' for that of the config"
    parser.add_argument('--data', default='phantom', metavar='FOLDER', help=what)


def _add_pipeline(parser: ArgumentParser) -> None:
    _add_data(parser, 'cpu')
    parser.add_argument('--rounds', type=read_count, default=60, metavar='N', help='samples measured (%(default)s)')
    parser.add_argument('--input-size', type=read_count, nargs=2, metavar=('W', 'H'),
                        help="of the network's input, pixels; that of the config")  # fmt: skip


def _add_train_step(parser: ArgumentParser) -> None:
    _add_data(parser, 'wall')
    parser.add_argument('--rounds', type=read_count, default=5, metavar='N', help='pairs of epochs (%(default)s)')
    parser.add_argument('--steps', type=read_count, default=6, metavar='N', help='steps of an epoch (%(default)s)')
    parser.add_argument('--batch-size', type=read_count, default=8, metavar='N', help='images (%(default)s)')
    parser.add_argument('--amp', action='store_true', help='bfloat16')
    parser.add_argument(
        '--device', choices=('cpu', 'cuda'), help='what must be there; the GPU trains where there is one'
    )


def _add_import(parser: ArgumentParser) -> None:
    parser.add_argument('--rounds', type=read_count, default=5, metavar='N', help='fresh processes (%(default)s)')


def _add_model(parser: ArgumentParser) -> None:
    parser.set_defaults(config='configs/isbi2015/heads/isbi2015_lite0_softmax_320.py')
    add_config_options(parser)
    parser.add_argument('--checkpoint', help='checkpoint file; without one, untrained weights, which take as long')
    parser.add_argument('--rounds', type=read_count, default=20, metavar='N', help='radiographs (%(default)s)')


def _add_inference(parser: ArgumentParser) -> None:
    _add_model(parser)
    _add_clock(parser, 'wall')
    parser.add_argument('--compile', action='store_true', help='measure torch.compile, too, which takes minutes')


def _add_end_to_end(parser: ArgumentParser) -> None:
    _add_model(parser)
    _add_phantoms(parser, images=4)


def _add_scale(parser: ArgumentParser) -> None:
    from aariz_mm.benchmark.scale_arguments import add_scale_arguments

    add_scale_arguments(parser)


_ADDERS = {
    'scale': _add_scale,
    'pipeline': _add_pipeline,
    'train-step': _add_train_step,
    'import': _add_import,
    'inference': _add_inference,
    'end-to-end': _add_end_to_end,
}


def run(args: Namespace, parser: ArgumentParser) -> None:
    """Measure, print and write."""
    if args.measure == 'scale':
        from aariz_mm.benchmark.scale_arguments import describe_arguments

        print(describe_arguments(args))
        return
    check_config(args.config)
    os.environ['OMP_NUM_THREADS'] = str(args.threads)  # before anything is loaded that takes its threads from it
    from aariz_mm.benchmark.measures import measure
    from aariz_mm.benchmark.results import as_content, format_report
    from aariz_mm.files import write_json

    report = measure(args, sys.argv[1:])
    print(format_report(report))
    if args.out is not None:
        write_json(args.out, as_content(report))
