"""Which checkpoint belongs to which member of an ensemble."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...engine.stored_config import StoredConfig, model_differences

__all__ = ['Member', 'assign_checkpoints', 'named_members', 'numbered_members']


@dataclass(frozen=True)
class Member:
    """One member: its name, its model, and the base name of the config that trains it, None where any may.

    ``input_size`` is (w, h) to which the pipeline's input is resized for it; None leaves that as it comes.
    """

    name: str
    model: Mapping
    config: str | None = None
    input_size: tuple[int, int] | None = None

    def __str__(self) -> str:
        return self.name if self.config is None else f'{self.name} ({self.config})'


def named_members(entries: Mapping[str, Mapping]) -> list[Member]:
    """Members of a config.

    Args:
        entries: name -> ``model``, ``config`` and, where need be, ``input_size``, as ``trained_by`` in
            ``aariz_mm.recipes`` gives them.
    Errors:
        ValueError: an entry without model or config, or with anything else.
    """
    known = {'model', 'config', 'input_size'}
    for name, entry in entries.items():
        if not isinstance(entry, Mapping) or not {'model', 'config'} <= set(entry) <= known:
            raise ValueError(
                f'member {name!r}: expected model and config (and input_size, where need be), got '
                f'{sorted(entry) if isinstance(entry, Mapping) else entry!r}; write {name}=trained_by(PATH_OF_CONFIG)'
            )
    return [Member(name, **entry) for name, entry in entries.items()]


def numbered_members(
    model: Mapping, config: str | None, count: int, input_sizes: Sequence[Sequence[int] | None] | None
) -> list[Member]:
    """``count`` members of one model, named by their number.

    Errors:
        ValueError: not one size for each.
    """
    sizes = [None] * count if input_sizes is None else list(input_sizes)
    if len(sizes) != count:
        raise ValueError(f'{len(sizes)} input_sizes for {count} checkpoints; give one for each, in the same order')
    return [Member(str(number), model, config, size) for number, size in enumerate(sizes, 1)]


def assign_checkpoints(
    members: Sequence[Member], checkpoints: Sequence[tuple[str | None, str]], stored: Sequence[StoredConfig]
) -> list[str]:
    """The path of each member's checkpoint, in the order of the members.

    A checkpoint goes to the member that it is given for by name, else to the first free one of the config that it was
    trained by; members of one config are equal. Those that do not say what trained them take what is left, in the order
    given, after a warning where that is of several configs.

    Args:
        members: N.
        checkpoints: N pairs of the name of a member, or None, and a path.
        stored: what each of the N checkpoints says of its config.
    Errors:
        ValueError: another number of checkpoints, a name that no member has or that is given twice, a checkpoint of a
        config that has no member left, one that does not say its config while others do, or one of another model.
    """
    if len(checkpoints) != len(members):
        raise ValueError(
            f'{len(checkpoints)} checkpoints for {len(members)} members, expected one for each of: {_listed(members)}'
        )
    free, taken = {member.name: member for member in members}, {}
    named = [index for index, (name, _) in enumerate(checkpoints) if name is not None]
    known = [index for index in range(len(stored)) if index not in named and stored[index].name is not None]
    silent = [index for index in range(len(stored)) if index not in named and index not in known]
    for index in [*named, *known, *silent]:
        name, path = checkpoints[index]
        if index in silent[:1]:
            _check_order(free, path, are_alone=not named and not known)
        member = _named(free, members, name, path) if index in named else _free(free, members, stored[index].name, path)
        taken[member.name] = path
        del free[member.name]
        _check_model(member, path, stored[index])
    return [taken[member.name] for member in members]


def _listed(members: Sequence[Member]) -> str:
    return ', '.join(map(str, members))


def _named(free: Mapping[str, Member], members: Sequence[Member], name: str, path: str) -> Member:
    if name in free:
        return free[name]
    if any(member.name == name for member in members):
        raise ValueError(f'{name}={path}: {name} has a checkpoint already; give one for each member')
    raise ValueError(f'{name}={path}: no such member, expected one of: {_listed(members)}')


def _free(free: Mapping[str, Member], members: Sequence[Member], config: str | None, path: str) -> Member:
    """The first free member that a checkpoint of ``config`` may be, of any config where it is None."""
    for member in free.values():
        if config is None or member.config is None or member.config == config:
            return member
    count = sum(member.config == config for member in members)
    if len({member.config for member in members}) == 1:
        cure = 'train one by that config, or accept any with --cfg-options model.member_config=None'
    else:
        other = next(iter(free.values()))
        cure = f'give one of {other.config} for {other.name}, or name the member it is to be: {other.name}={path}'
    has = f'only {count} of that config' if count else 'none of that config'
    raise ValueError(f'{path} was trained by {config}; the ensemble has {has}: {_listed(members)}; {cure}')


def _check_order(free: Mapping[str, Member], path: str, are_alone: bool) -> None:
    """Check whether checkpoints that do not say their config may take the free members in the order given."""
    if len({member.config for member in free.values()}) == 1:
        return
    if not are_alone:
        raise ValueError(
            f'{path} does not say which config it was trained by, and may be any of: {_listed(list(free.values()))}; '
            f'name its member: {next(iter(free))}={path}'
        )
    warnings.warn(
        'the checkpoints do not say which config they were trained by, so they are taken in the order of the members: '
        f'{_listed(list(free.values()))}; give them as NAME=PATH where that is not theirs',
        stacklevel=4,
    )


def _check_model(member: Member, path: str, stored: StoredConfig) -> None:
    differences = [] if stored.model is None else model_differences(stored.model, member.model)
    if differences:
        raise ValueError(
            f'{path} is of another model than the member {member}: {"; ".join(differences[:3])}; give a checkpoint of '
            'the config that trains this member, unchanged'
        )
