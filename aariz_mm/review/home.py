"""The folder that a review writes to, and nothing else."""

from __future__ import annotations

from pathlib import Path

from aariz_mm.files import is_hidden

from .schema import DATABASE

__all__ = ['check_home']


def check_home(home: Path, folder: Path | None = None) -> Path:
    """Check that a folder may be written to: new, empty, or that of an earlier review.

    Args:
        folder: of the radiographs, which nothing is written to.
    Errors:
        ValueError: it is the folder of the radiographs, below or above it, a file, or has something else in it.
    """
    if folder is not None and home.resolve().is_relative_to(folder.resolve()):
        raise ValueError(f'{home} is in {folder}, which nothing is written to; give an --out-dir outside of it')
    if folder is not None and folder.resolve().is_relative_to(home.resolve()):
        raise ValueError(f'{folder} is in {home}, where all is written; give an --out-dir that it is not in')
    if home.exists() and not home.is_dir():
        raise ValueError(f'{home} is a file; give a folder as --out-dir')
    if home.is_dir() and not (home / DATABASE).is_file():
        others = sorted(one.name for one in home.iterdir() if not is_hidden(one.name))
        if others:
            raise ValueError(
                f'{home} has {others[:3]} in it and no {DATABASE}, so no review made it; give a new folder as --out-dir'
            )
    return home
