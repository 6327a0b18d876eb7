"""Folders of radiographs that are read as one dataset."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ['Source', 'folders_to_join', 'join_records', 'joined_settings']

_OWN = ('data_root', 'prefix', 'exclude', 'swapped')
"""What a folder to join has of its own; everything else it may change is among the settings of the first."""


@dataclass(frozen=True)
class Source:
    """What was read from one folder: its records, and how many images were excluded and dropped."""

    root: str
    records: list[dict[str, Any]]
    excluded: int
    dropped: int


def folders_to_join(join: Any) -> Sequence[Mapping[str, Any]]:
    """``join`` as it is.

    Errors:
        ValueError: no list of dicts, such as the folder alone.
    """
    if (
        isinstance(join, str | Mapping)
        or not isinstance(join, Sequence)
        or not all(isinstance(s, Mapping) for s in join)
    ):
        raise ValueError(
            f'join={join!r}: expected a list with a dict for each folder, such as '
            "join=[dict(data_root='/data/mine', truth='reader:Dr. Kim', prefix='own_')]"
        )
    return join


def joined_settings(settings: Mapping[str, Any], shared: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The prefix of the ids of a folder to join, and all settings of its dataset.

    Args:
        settings: what the user gives: ``data_root``, perhaps ``prefix``, and what differs from the first folder.
        shared: settings of the first folder that hold for the others, too.
    Errors:
        ValueError: no ``data_root``, a setting that holds for all folders, or an unknown one.
    """
    free = sorted({*_OWN, *shared} - {'landmarks'})
    unknown = sorted(set(settings) - set(free))
    if unknown or not settings.get('data_root'):
        raise ValueError(
            f'join: {dict(settings)!r}: expected data_root=FOLDER and perhaps others of {free}'
            f'{f", got {unknown}" if unknown else ""}; all else holds for all folders together'
        )
    own = {**shared, **settings}
    return str(own.pop('prefix', '')), own


def join_records(sources: Sequence[Source]) -> Source:
    """The records of all folders, one after the other.

    Errors:
        ValueError: two radiographs have one id.
    """
    seen: dict[str, str] = {}
    for source in sources:
        for img_id in (record['img_id'] for record in source.records):
            if img_id in seen:
                raise ValueError(
                    f'id {img_id!r} is in {seen[img_id]} and in {source.root}; expected another for each radiograph: '
                    "give the joined folder prefix='...', or leave a copy out by exclude=[...]"
                )
            seen[img_id] = source.root
    records = [record for source in sources for record in source.records]
    return Source(
        ', '.join(source.root for source in sources),
        records,
        sum(source.excluded for source in sources),
        sum(source.dropped for source in sources),
    )
