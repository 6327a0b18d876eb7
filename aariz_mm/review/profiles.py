"""Profiles: a reader's own conventions, learnt from what he corrected, and the one of the command line."""

from __future__ import annotations

from fastapi import HTTPException

from aariz_mm.adaptation.applying import check_model
from aariz_mm.adaptation.profile import Profile, load_profile

from .names import file_safe, name_key
from .answers import reader_of
from .workplace import Workplace

__all__ = ['find_profile', 'list_profiles']


def find_profile(place: Workplace, name: str | None) -> Profile | None:
    """A profile by the name of its reader, or an answer that says why there is none.

    Args:
        name: '' for none; None for the one of the command line.
    """
    if name == '':
        return None
    given = place.profile
    if name is None or (given is not None and name_key(given.reader) == name_key(name)):
        return given
    path = profile_path(place, reader_of(name))
    if not path.is_file():
        raise HTTPException(404, f'{name!r} has no profile yet; learn it from what was corrected first')
    profile = load_profile(path)
    try:
        check_model(profile, place.models, name)
    except ValueError as error:
        raise HTTPException(409, str(error)) from error
    return profile


def profile_path(place, reader):
    """The file of a reader's profile."""
    return place.settings.home / f'profile_{file_safe(reader)}.json'


def list_profiles(place: Workplace) -> list[tuple[str, int]]:
    """Readers with a profile, and the number of radiographs that it was learnt from."""
    found = {} if place.profile is None else {place.profile.reader: len(place.profile.images)}
    for path in sorted(place.settings.home.glob('profile_*.json')):
        try:
            profile = load_profile(path)
        except ValueError:
            continue
        found.setdefault(profile.reader, len(profile.images))
    return list(found.items())
