"""Lists the models of the zoo: a name, and what it is. Without a pattern all of them."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from aariz_mm.zoo import config_path, list_models, summarize_model

__all__ = ['add_arguments', 'run']


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument('pattern', nargs='?', help="part of a name, or a whole one with * and ?, as 'aariz_*_512'")
    parser.add_argument('--paths', action='store_true', help='print the path of each config, for train, test …')


def run(args: Namespace, parser: ArgumentParser) -> None:
    """Print a line for each model."""
    names = list_models(args.pattern)
    if not names:
        raise ValueError(f'no model is called like {args.pattern!r}; without a pattern all are listed')
    width = max(map(len, names))
    for name in names:
        print(config_path(name) if args.paths else f'{name:<{width}}  {summarize_model(name)}')
