"""Writes the figures of ``docs/scores/scores.yml`` wherever they stand: pages, metafiles, docstrings of configs.

  python docs/generate_scores.py            write (``make scores``)
  python docs/generate_scores.py --check    write nothing; exit status 1 where something differs (``make lint``)

On a page, a table stands between ``<!-- scores:begin NAME -->`` and ``<!-- scores:end -->``; ``docs/scores/tables.yml``
names the tables. It is no tool for users of the package, hence not in ``tools/``; it needs PyYAML alone.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path

from scores.entries import load_scores
from scores.outputs import changed_files

ROOT = Path(__file__).resolve().parents[1]


def main(arguments: list[str] | None = None, root: Path = ROOT) -> int:
    """Write or check; returns the exit status (2: a mistake in one of the files)."""
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument('--check', action='store_true', help='write nothing; exit status 1 where something differs')
    check = parser.parse_args(arguments).check
    try:
        changes = changed_files(root, load_scores(root / 'docs' / 'scores'))
    except ValueError as error:
        print(f'error: {error}', file=sys.stderr)
        return 2
    for path, text in changes.items():
        if not check:
            path.write_text(text, encoding='utf-8', newline='\n')
        outcome = 'differs from docs/scores; run make scores' if check else 'written'
        print(f'{path.relative_to(root).as_posix()}: {outcome}')
    return 1 if check and changes else 0


if __name__ == '__main__':
    sys.exit(main())
