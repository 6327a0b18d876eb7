"""What the results of each radiograph are called: as short as may be, and never alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import PurePath

from .file_names import name_key

__all__ = ['name_results']


def name_results(places: Sequence[tuple[PurePath, PurePath]]) -> list[str]:
    """For each radiograph the shortest name of its results that no other one has, whatever the case of the letters.

    First the path below the folder that was named, without ending; for those that share it, the path below what all
    have in common; for those that still do, as a.png and a.jpg, the same with the ending. A name that was shortened is
    made longer again where another one has come to be the same, as that of a.png.jpg beside a.png and a.jpg. What
    differs in the case of letters alone, or not at all, is numbered.

    Args:
        places: of each the path below the folder that was named, and that below what all have in common.
    Example: a.png, P1/b.png, P1/b.jpg -> 'a', 'P1/b.png', 'P1/b.jpg'
    """
    choices = [(_stem(below), _stem(whole), whole.as_posix()) for below, whole in places]
    steps = [0] * len(choices)
    while True:
        names = [choice[step] for choice, step in zip(choices, steps, strict=True)]
        counts = Counter(map(name_key, names))
        shared = [index for index, name in enumerate(names) if counts[name_key(name)] > 1 and steps[index] < 2]
        if not shared:
            return _number(names)
        for index in shared:
            steps[index] += 1


def _number(names: Sequence[str]) -> list[str]:
    """The names, where one that stood before gets the first number that is free."""
    known, used, numbered = set(map(name_key, names)), set(), []
    for plain in names:
        name, count = plain, 1
        while name_key(name) in used or (count > 1 and name_key(name) in known):
            count += 1
            name = f'{plain}_{count}'
        used.add(name_key(name))
        numbered.append(name)
    return numbered


def _stem(path: PurePath) -> str:
    return path.with_name(path.name[: -len(path.suffix)] if path.suffix else path.name).as_posix()
