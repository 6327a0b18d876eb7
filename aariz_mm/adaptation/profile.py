"""A site's profile: what was learnt of its reader's conventions, as a small JSON file. Numpy alone.

It names no patient: radiographs stand in it by hashes of their files and of how they look, so that scoring them
is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from aariz_mm.files import as_plain, file_sha256, load_json
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.number_text import counted

from .gain import Gain
from .hashes import check_look
from .radii import FACTORS

__all__ = ['FORMAT', 'Profile', 'load_profile', 'parse_profile', 'profile_as_json']

FORMAT = 'aariz_mm profile 1'
"""First line of the file."""
_CURE = 'make it with aariz-mm adapt'
_GAIN = tuple(one.name for one in fields(Gain))
_MOST_MM = 25.0


@dataclass(frozen=True)
class Profile:
    """Conventions of one reader beside one model, of K landmarks.

    reader: as the user calls him. created: date. symbols: K landmarks. offsets_mm: (K, 2), reader less model in the
    frame of :func:`~aariz_mm.adaptation.frames.site_frames`; zero where a landmark stays. counts: (K,), radiographs
    that have it. radius_factors: (K,), by which radii grow. gain: over all landmarks, gains: of each. models: SHA-256
    of the checkpoints that were read with. images: SHA-256 of files, looks: see
    :func:`~aariz_mm.adaptation.hashes.look_of`. sha256: of the profile's own file, '' where it was not read from one.
    """

    reader: str
    created: str
    symbols: tuple[str, ...]
    offsets_mm: np.ndarray
    counts: np.ndarray
    radius_factors: np.ndarray
    gain: Gain
    gains: tuple[Gain, ...]
    models: tuple[str, ...]
    images: tuple[str, ...]
    looks: tuple[str, ...]
    sha256: str = ''

    def __str__(self) -> str:
        name = f'{self.reader}, {counted(len(self.images), "radiograph")}, {self.created}'
        return f'{name} ({self.sha256[:12]})' if self.sha256 else name


def profile_as_json(profile: Profile) -> dict[str, Any]:
    """As JSON has it: a head for a person to read, then one entry for each landmark."""
    landmarks = [
        dict(
            symbol=symbol,
            radiographs=int(profile.counts[index]),
            moved=bool(profile.offsets_mm[index].any()),
            offset_mm=_rounded(profile.offsets_mm[index]),
            radius_factor=_rounded(profile.radius_factors[index]),
            **_gain_as_json(profile.gains[index]),
        )
        for index, symbol in enumerate(profile.symbols)
    ]
    return as_plain(
        dict(
            format=FORMAT,
            reader=profile.reader,
            created=profile.created,
            radiographs=len(profile.images),
            frame='mm of an upright face that looks to the right, S-N = 70 mm; x to the front, y down',
            gain=_gain_as_json(profile.gain),
            landmarks=landmarks,
            models=list(profile.models),
            images=list(profile.images),
            looks=list(profile.looks),
        )
    )


def load_profile(path: str | Path) -> Profile:
    """A profile of ``aariz-mm adapt``.

    Errors:
        FileNotFoundError, ValueError: no such file, or no profile that can be used.
    """
    return parse_profile(load_json(Path(path), _CURE), str(path), file_sha256(path))


def parse_profile(content: Any, name: str, sha256: str = '') -> Profile:
    """A profile from JSON.

    Args:
        name: of the file, for errors. sha256: of it.
    Errors:
        ValueError: no profile, one of a later version, or one with numbers that no profile has.
    """
    try:
        if content['format'] != FORMAT:
            raise ValueError(f'{content["format"]!r}, expected {FORMAT!r}')
        entries = content['landmarks']
        profile = Profile(
            str(content['reader']),
            str(content['created']),
            tuple(one['symbol'] for one in entries),
            np.array([one['offset_mm'] for one in entries], dtype=float),
            np.array([one['radiographs'] for one in entries], dtype=int),
            np.array([one['radius_factor'] for one in entries], dtype=float),
            _parse_gain(content['gain']),
            tuple(_parse_gain(one) for one in entries),
            *(_texts(content[key], key) for key in ('models', 'images', 'looks')),
            sha256,
        )
        _check(profile)
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError) as error:
        reason = f'{error} is missing' if isinstance(error, KeyError) else error
        raise ValueError(f'{name}: no profile that can be used ({reason}); {_CURE}') from error
    return profile


def _check(profile: Profile) -> None:
    symbols, count = profile.symbols, len(profile.symbols)
    if not count or len(set(symbols)) != count or not set(symbols) <= set(SYMBOLS):
        raise ValueError(f'landmarks {list(symbols)}')
    if profile.offsets_mm.shape != (count, 2) or not (np.abs(profile.offsets_mm) <= _MOST_MM).all():
        raise ValueError(f'offset_mm: expected two numbers of at most {_MOST_MM:g} mm for each landmark')
    low, high = FACTORS
    if not ((profile.radius_factors >= low) & (profile.radius_factors <= high)).all():
        raise ValueError(f'radius_factor: expected {low:g} to {high:g}')
    if (profile.counts < 0).any() or not profile.counts.any():
        raise ValueError('radiographs: expected numbers, and not 0 of all')
    if len(profile.images) != len(profile.looks):
        raise ValueError('images, looks: expected as many hashes of each as radiographs')
    for look in profile.looks:
        check_look(look)


def _gain_as_json(gain: Gain) -> dict[str, float | None]:
    values = {key: getattr(gain, key) for key in _GAIN}
    return {key: _rounded(value) if np.isfinite(value) else None for key, value in values.items()}


def _parse_gain(content: Mapping[str, Any]) -> Gain:
    return Gain(*(float('nan') if content[key] is None else float(content[key]) for key in _GAIN))


def _texts(content: Any, key: str) -> tuple[str, ...]:
    if not isinstance(content, list) or not content or not all(isinstance(one, str) for one in content):
        raise ValueError(f'{key}: expected a list of texts')
    return tuple(content)


def _rounded(value: np.ndarray | float) -> Any:
    return np.round(np.asarray(value, float), 4).tolist()
