"""The commands by name, and how one is run: each module has a ``build_parser`` and a ``run``."""

from __future__ import annotations

import io
import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence
from contextlib import redirect_stderr
from importlib import import_module
from types import ModuleType

import aariz_mm
from aariz_mm.cli.console import show_every_text
from aariz_mm.cli.failures import MISTAKE, NOT_EXAMINED, explain, show_failure
from aariz_mm.processes.ranks import is_first_process, let_others_speak

__all__ = ['COMMANDS', 'build_parser', 'main', 'run_tool']

COMMANDS = {
    'train': 'train what a config describes',
    'test': 'score a checkpoint, or several as one ensemble',
    'predict': 'find the landmarks of radiographs without annotation',
    'read': 'read radiographs: landmarks, measurements, CVM stage, tables and a page; without torch',
    'review': 'correct in the browser what the model found, measure and export it',
    'listen': 'take radiographs by DICOM, read them and send the results back',
    'trace': 'draw the tracing of a result or an annotation as SVG, PNG or PDF',
    'superimpose': 'lay radiographs of one patient on each other and tell what changed',
    'report': 'write the report of a patient: one page or all, HTML, PDF, DOCX, XLSX, English or Korean',
    'dicom': 'write results as DICOM: structured report, presentation state, picture',
    'find-ruler': 'find the ruler that a head holder images, and the pixel size by it',
    'visualize': 'draw truth and prediction on the radiographs of a split',
    'models': 'list the models of the zoo, or bundles, by name',
    'print-config': 'print a config as the Runner gets it',
    'build-cache': 'decode the radiographs of a config ahead of training',
    'browse-dataset': 'draw augmented samples of a training pipeline with their landmarks',
    'analyze-logs': 'draw losses, scores and rates of training runs, and print them',
    'compare': 'compare tested models on the same images',
    'reader-study': 'compare readers, repeats and models as orthodontic studies report it',
    'cohort': 'describe and compare groups of read radiographs, as the tables of a paper',
    'cross-validate': 'train once for each fold and score all held-out predictions',
    'benchmark': 'measure ours and a reference side by side: samples, steps, networks, reading, imports',
    'complexity': 'print parameters, multiply-adds and seconds per image of models',
    'export': 'write a trained model as one .onnx file, which reads without torch',
    'adapt': 'learn how a site reads from a few corrected radiographs',
    'next': 'say which radiographs to correct next',
    'calibrate': 'learn from held-out radiographs how far off landmarks may be',
    'calibrate-stages': 'fit a temperature, so that the probabilities of stages mean what they say',
    'stress-test': 'read radiographs as clinics send them: how much worse than plain',
    'doctor': 'check a whole dataset in the Aariz layout',
    'download-aariz': 'download, check and unpack the Aariz dataset',
    'import-annotations': 'bring annotations of other tools into the Aariz layout, and back',
    'make-phantom': 'write a dataset of synthetic cephalograms',
    'draw-cervical-regions': 'draw phantoms with their cervical region',
}
"""Name of each command (with hyphens; its module has underscores) and what it does."""


def main(arguments: Sequence[str] | None = None) -> int:
    """The console script ``aariz-mm``.

    Returns:
        The exit status: 0 done, 2 a mistake in what the user gave, 70 a bug of ours, 130 interrupted, 141 the reader of
        the output has gone. The doctor has 1 and 2 for what it finds, and 64 for a mistake.
    """
    show_every_text()
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    if arguments and arguments[0] in COMMANDS:
        return _run_command(arguments[0], arguments[1:], f'aariz-mm {arguments[0]}')
    with explain() as outcome:
        _parse(_overview(), arguments)
        _overview().print_help()
    return outcome.status


def run_tool(name: str) -> None:
    """Run the command of a file of ``tools/`` and exit with its status."""
    show_every_text()
    sys.exit(_run_command(name, sys.argv[1:], f'{name.replace("-", "_")}.py'))


def _run_command(name: str, arguments: Sequence[str], program: str) -> int:
    """Parse the arguments of a command, run it, and explain what the user got wrong."""
    mistake = NOT_EXAMINED if name == 'doctor' else MISTAKE
    args = Namespace(debug=False)
    try:
        with explain(mistake=mistake) as outcome:
            parser = build_parser(name, program)
            args = _parse(parser, arguments, mistake)
        if not outcome.status:
            with explain(args.debug, mistake) as outcome:
                outcome.status = _load_command(name).run(args, parser) or 0
    except Exception as error:
        return show_failure(error, mistake)
    return outcome.status


def _parse(parser: ArgumentParser, arguments: Sequence[str], mistake: int = MISTAKE) -> Namespace:
    """The arguments; argparse ends the program where they are faulty, and after help."""
    said = io.StringIO()
    try:
        if is_first_process():
            return parser.parse_args(arguments)
        with redirect_stderr(said):
            return parser.parse_args(arguments)
    except SystemExit as stop:
        if said.getvalue():
            let_others_speak()
            print(said.getvalue(), end='', file=sys.stderr)
        with explain() as outcome:
            outcome.status = mistake if stop.code == MISTAKE else stop.code
        raise SystemExit(outcome.status) from None


def _load_command(name: str) -> ModuleType:
    """The module of a command: ``add_arguments(parser)`` and ``run(args, parser)``."""
    return import_module(f'aariz_mm.cli.{name.replace("-", "_")}')


def build_parser(name: str, program: str | None = None) -> ArgumentParser:
    """The parser of a command."""
    module = _load_command(name)
    description, mark, examples = module.__doc__.partition('\nExample')
    parser = ArgumentParser(
        prog=program,
        description=description,
        epilog=f'{mark.strip()}{examples}',
        formatter_class=RawDescriptionHelpFormatter,
    )
    module.add_arguments(parser)
    parser.add_argument('--debug', action='store_true', help='show the whole trace of an error')
    return parser


def _overview() -> ArgumentParser:
    rows = '\n'.join(f'  {name:<22} {what}' for name, what in COMMANDS.items())
    parser = ArgumentParser(
        prog='aariz-mm',
        usage='aariz-mm COMMAND [-h] …',
        description=f'{aariz_mm.__doc__.splitlines()[0]}\n\ncommands:\n{rows}',
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument('--version', action='version', version=f'aariz-mm {aariz_mm.__version__}')
    parser.add_argument('command', nargs='?', choices=COMMANDS, metavar='COMMAND', help='one of the above')
    return parser
