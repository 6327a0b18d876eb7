"""Lists the models of the zoo: a name, and what it is. Without a pattern all of them.

With --bundles, the bundles that aariz-mm read finds by name: what they read, were trained on, licence, scores.

Examples:
  aariz-mm models "aariz_*_512"
  aariz-mm models --bundles
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from fnmatch import fnmatchcase

__all__ = ['add_arguments', 'run']


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument('pattern', nargs='?', help="part of a name, or a whole one with * and ?, as 'aariz_*_512'")
    parser.add_argument(
        '--bundles', action='store_true', help='list bundles: those of the package and of AARIZ_BUNDLES'
    )
    parser.add_argument('--paths', action='store_true', help='print the path of each config, for train, test …')


def run(args: Namespace, parser: ArgumentParser) -> None:
    """Print a line for each model or bundle."""
    if args.bundles:
        return _print_bundles(args.pattern)
    from aariz_mm.zoo import config_path, list_models, summarize_model

    names = list_models(args.pattern)
    if not names:
        raise ValueError(f'no model is called like {args.pattern!r}; without a pattern all are listed')
    width = max(map(len, names))
    for name in names:
        print(config_path(name) if args.paths else f'{name:<{width}}  {summarize_model(name)}')


def _print_bundles(pattern: str | None) -> None:
    from aariz_mm.bundles import BUNDLES_VARIABLE, list_bundles
    from aariz_mm.reading.bundle_table import bundle_table
    from aariz_mm.tables import render_text

    wanted = pattern if pattern and set('*?') & set(pattern) else f'*{pattern or ""}*'
    found = [path for path in list_bundles() if fnmatchcase(path.stem, wanted)]
    if not found:
        raise ValueError(
            f'no bundle is called like {pattern or "*"!r}; name a folder of .onnx files in {BUNDLES_VARIABLE}, or '
            'write one by tools/export.py'
        )
    print(render_text(bundle_table(found)))
