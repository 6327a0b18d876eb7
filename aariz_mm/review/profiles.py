"""Profiles: readers' own conventions, learnt from what they corrected, and the one of the command line."""

from __future__ import annotations

import contextlib
from pathlib import Path

from aariz_mm.adaptation.applying import check_model
from aariz_mm.adaptation.profile import Profile, load_profile

from .learning import LearntProfile, learn_profile, profile_path
from .names import name_key
from .workplace import Workplace

__all__ = ['NoProfileError', 'applied_profile', 'find_learnt', 'learn', 'list_profiles']


class NoProfileError(LookupError):
    """A reader without a profile."""


def applied_profile(place: Workplace, name: str | None) -> Profile | None:
    """The profile that moves what the model found.

    Args:
        name: of its reader; '' for none; None for the one of the command line.
    Errors:
        NoProfileError: he has none. ValueError: it was learnt beside another model, or its file is broken.
    """
    if name == '':
        return None
    given = place.profile
    if name is None:
        return given
    path = _path(place, name)
    if not path.is_file() and given is not None and name_key(given.reader) == name_key(name):
        return given
    return find_learnt(place, name).profile


def find_learnt(place: Workplace, reader: str) -> LearntProfile:
    """A reader's profile as he learnt it last.

    Errors:
        NoProfileError: he has none. ValueError: it was learnt beside another model, or its file is broken.
    """
    path = _path(place, reader)
    if not path.is_file():
        raise NoProfileError(f'{reader!r} has no profile; correct at least 3 radiographs, then learn one')
    profile = load_profile(path)
    check_model(profile, place.model.models, f'the profile of {profile.reader}')
    return LearntProfile(profile, path, (), ())


def learn(place: Workplace, reader: str) -> LearntProfile:
    """Learn a reader's profile from what he corrected so far.

    Errors:
        ValueError: no model reads, or he corrected nothing that it has read.
    """
    return learn_profile(place.store, _spelt(place, reader), place.model)


def list_profiles(place: Workplace) -> list[tuple[str, int]]:
    """Readers with a profile that can be applied, and the number of radiographs that it was learnt from."""
    found = {} if place.profile is None else {place.profile.reader: len(place.profile.images)}
    for reader in place.store.readers() if place.bundles else ():
        with contextlib.suppress(NoProfileError, ValueError):  # told when it is asked for
            found[reader] = find_learnt(place, reader).count
    return list(found.items())


def _path(place: Workplace, reader: str) -> Path:
    return profile_path(place.settings.home, _spelt(place, reader))


def _spelt(place: Workplace, reader: str) -> str:
    """The name as it was first saved under."""
    return next((one for one in place.store.readers() if name_key(one) == name_key(reader)), reader)
