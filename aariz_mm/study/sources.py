"""Who read the radiographs, and where his landmarks are: as the command is told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from aariz_mm.annotations.layout import SPLITS, find_root, find_split, list_split, missing_split

__all__ = ['MODEL', 'Source', 'dataset_sources', 'find_only_split', 'parse_source', 'parse_sources']

MODEL = 'model'
"""The name that says of a source that no person read it."""
_FORM = 'NAME=FOLDER, or NAME@2=FOLDER for a second reading by the same reader'
_NAMED = re.compile(r'([^=/\\@]+)(?:@(\d+))?=(.+)')


@dataclass(frozen=True)
class Source:
    """One reading: ``occasion`` 1 is a reader's first, 2 his second of the same radiographs."""

    name: str
    path: Path
    occasion: int = 1
    is_model: bool = False

    @property
    def label(self) -> str:
        """How it is called. Example: the second reading by Kim -> 'Kim (reading 2)'"""
        return self.name if self.occasion == 1 else f'{self.name} (reading {self.occasion})'


def parse_source(text: str, is_model: bool = False) -> Source:
    """A source from 'NAME=FOLDER' or 'NAME@2=FOLDER'; the name 'model' means no person, and so does ``is_model``.

    A model may go without a name: it is called after the folder.
    Errors:
        ValueError: another form, or a reading before the first.
    Example: 'Kim@2=second/kim' -> the second reading by Kim
    """
    match = _NAMED.fullmatch(text)
    if match is None and is_model and text.strip():
        return Source(Path(text).name or MODEL, Path(text), is_model=True)
    name = match[1].strip() if match else ''
    if not name or int(match[2] or 1) < 1:
        raise ValueError(f'{text!r}: expected {_FORM}')
    return Source(name, Path(match[3]), int(match[2] or 1), is_model or name == MODEL)


def parse_sources(texts: Sequence[str], models: Sequence[str], readers: Sequence[str] | None, split: str | None):
    """All sources of a command, in its order: readers first, then models.

    Args:
        texts: named folders, and at most one dataset in the Aariz layout, whose reader folders are readers.
        models: as :func:`parse_source` takes them.
        readers: those of the dataset that are wanted, without case; None takes all. split: of the dataset.
    Returns:
        Sources and the root of the dataset, None without one.
    Errors:
        ValueError: a wrong form, two sources of one reading, a gap between readings, two datasets.
        FileNotFoundError: no such dataset or split.
    """
    roots = [Path(text) for text in texts if not _NAMED.fullmatch(text) or Path(text).is_dir()]
    named = [parse_source(text) for text in texts if _NAMED.fullmatch(text) and not Path(text).is_dir()]
    if len(roots) > 1:
        raise ValueError(f'{list(map(str, roots))}: one dataset alone can be read; give the others as {_FORM}')
    if readers is not None and not roots:
        raise ValueError(f'--readers names folders of a dataset, and no dataset was given; give readers as {_FORM}')
    found = dataset_sources(roots[0], split, readers) if roots else []
    found += [*named, *(parse_source(text, is_model=True) for text in models)]
    _check(found)
    return sorted(found, key=lambda one: one.is_model), roots[0] if roots else None


def dataset_sources(root: Path, split: str | None, readers: Sequence[str] | None) -> list[Source]:
    """A source for each reader folder of a dataset in the Aariz layout.

    Errors:
        FileNotFoundError: no dataset, split or reader's folder. ValueError: an unknown reader.
    """
    files = list_split(find_only_split(root, split))
    folder = files.folder / 'Annotations' / 'Cephalometric Landmarks'
    by_name = {name.casefold(): name for name in files.readers}
    unknown = [name for name in readers or () if name.casefold() not in by_name]
    if unknown or not by_name:
        raise ValueError(f'{folder}: no reader {unknown or ""}; there are {sorted(files.readers)}')
    chosen = list(by_name.values()) if readers is None else [by_name[name.casefold()] for name in readers]
    return [Source(name, next(iter(files.readers[name].values()))[0].parent) for name in chosen if files.readers[name]]


def find_only_split(root: Path, split: str | None) -> Path:
    """The folder of a split; without a name that of the only one.

    Errors:
        FileNotFoundError: no dataset or no such split. ValueError: several splits and no name.
    """
    root = find_root(root)
    there = [name for name in SPLITS if find_split(root, name) is not None]
    if split is None and len(there) > 1:
        raise ValueError(f'{root} has the splits {there}; choose one by --split')
    name = split or (there[0] if there else SPLITS[0])
    folder = find_split(root, name)
    if folder is None:
        raise missing_split(root, name)
    return folder


def _check(sources: Sequence[Source]) -> None:
    seen = [(one.name, one.occasion) for one in sources]
    twice = sorted({f'{name}@{occasion}' for name, occasion in seen if seen.count((name, occasion)) > 1})
    if twice:
        raise ValueError(f'{", ".join(twice)} is given twice; repeats are NAME@2=FOLDER, NAME@3=FOLDER …')
    without = sorted({one.name for one in sources if (one.name, 1) not in seen})
    if without:
        raise ValueError(f'{", ".join(without)}: a repeat without a first reading; give it as {without[0]}=FOLDER')
    both = {one.name for one in sources if one.is_model} & {one.name for one in sources if not one.is_model}
    if both:
        raise ValueError(f'{sorted(both)} is both a reader and a model; give them different names')
