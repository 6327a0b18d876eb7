"""What bundles say of themselves, as a table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from aariz_mm.number_text import fixed, per_cent
from aariz_mm.tables import Table

from .bundle import Bundle, BundleInfo

__all__ = ['bundle_table']

_HEADER = ('name', 'reads', 'trained on', 'licence', 'scores', 'file')


def bundle_table(paths: Sequence[Path]) -> Table:
    """A row for each bundle: its name, what it reads, what it was trained on, its licence and its scores.

    A file that is no bundle has its fault in the second column.
    """
    return Table('', _HEADER, tuple(map(_row, paths)), (), tuple(range(len(_HEADER))))


def _row(path: Path) -> tuple[str, ...]:
    try:
        info = Bundle(path, 1).info
    except ValueError as error:
        return path.stem, str(error).removeprefix(f'{path}: '), '', '', '', str(path)
    reads = f'{len(info.symbols)} landmarks' if info.kind == 'landmarks' else 'CVM stage of C2-C4 crops'
    return path.stem, reads, _training(info), info.licence or 'not stated', _scores(info), str(path)


def _training(info: BundleInfo) -> str:
    found = info.trained_on or {}
    images = f'{found["images"]} images' if 'images' in found else ''
    return ', '.join(filter(None, [info.config, images])) or 'not stated'


def _scores(info: BundleInfo) -> str:
    found = info.scores or {}
    words = [f'{name} {fixed(found[f"{name}_mm"])} mm' for name in ('MRE',) if f'{name}_mm' in found]
    words += [f'SDR {limit} mm {fixed(found[key], 1)} %' for limit in (2, 4) if (key := f'SDR_{limit}.0mm') in found]
    words += [f'CVM {per_cent(found["CVM_accuracy"])}'] if 'CVM_accuracy' in found else []
    return ', '.join(words) or 'not stated'
