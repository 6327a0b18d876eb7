"""A reader's profile from what he corrected, beside the readings that are stored: nothing is read again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from aariz_mm.adaptation.hashes import are_alike, look_of
from aariz_mm.adaptation.learning import (
    SiteReadings,
    describe_far,
    find_gross,
    learn_offsets,
    make_profile,
    spread_of_model,
)
from aariz_mm.adaptation.profile import Profile, load_profile, parse_profile, profile_as_json
from aariz_mm.files import file_sha256, write_json
from aariz_mm.number_text import counted
from aariz_mm.radiographs.images import read_radiograph
from aariz_mm.uncertainty.calibration import Calibration

from .names import file_safe
from .records import CaseRow, Revision
from .store import ReviewStore

__all__ = ['LearntProfile', 'Model', 'learn_profile', 'profile_path', 'site_readings']

_FEWEST = 3
"""Radiographs from which on a profile says what it gains."""
_LEVEL = '90'


@dataclass(frozen=True)
class Model:
    """The model whose readings are stored.

    sha: by which the store knows its readings. models: SHA-256 of its checkpoints, as a bundle says them. symbols: its
    K landmarks. calibration: of its errors, None without.
    """

    sha: str
    models: tuple[str, ...]
    symbols: tuple[str, ...]
    calibration: Calibration | None = None


@dataclass(frozen=True)
class LearntProfile:
    """A profile and its file; left_out, radiographs that nothing was learnt from, with the reason; gross, landmarks far
    from where the others have them: name, symbol, mm."""

    profile: Profile
    path: Path
    left_out: tuple[tuple[str, str], ...]
    gross: tuple[tuple[str, str, float], ...]

    @property
    def count(self) -> int:
        """Radiographs that it was learnt from."""
        return len(self.profile.images)

    @property
    def usable(self) -> bool:
        """Whether it moves landmarks and is learnt from enough radiographs to say what it gains."""
        return self.count >= _FEWEST and bool(self.profile.offsets_mm.any())

    @property
    def reason(self) -> str:
        """Why it is not to be used yet, '' where it is."""
        if self.count < _FEWEST:
            return f'learnt from {counted(self.count, "radiograph")}; correct at least {_FEWEST}'
        return '' if self.usable else 'your landmarks lie where the model has them, so no landmark is moved'


def profile_path(home: Path, reader: str) -> Path:
    """The file of a reader's profile, which ``aariz-mm read --profile`` takes."""
    return home / f'profile_{file_safe(reader)}.json'


def learn_profile(store: ReviewStore, reader: str, model: Model) -> LearntProfile:
    """Learn a reader's conventions from his corrections, and write his profile in the place of an earlier one.

    Of a draft only the landmarks count that he moved, placed or confirmed; of a finished case the others count as well,
    for he left them.
    Errors:
        ValueError: no correction of his beside a reading of this model.
    """
    readings, left_out = site_readings(store, reader, model)
    if readings is None:
        told = f'; {left_out[0][0]}: {left_out[0][1]}' if left_out else ''
        raise ValueError(
            f'{reader!r} has corrected no radiograph that the model has read{told}; correct at least {_FEWEST}, then '
            'learn again'
        )
    learnt = learn_offsets(readings, spread_of_model(model.calibration, len(model.symbols)))
    profile = make_profile(readings, learnt, model.models, reader, date.today().isoformat())
    content = profile_as_json(profile)
    parse_profile(content, 'this profile')  # before an earlier one is replaced
    path = write_json(profile_path(store.home, reader), content)
    return LearntProfile(load_profile(path), path, tuple(left_out), tuple(find_gross(readings, learnt)))


def site_readings(store: ReviewStore, reader: str, model: Model) -> tuple[SiteReadings | None, list[tuple[str, str]]]:
    """What the model and the reader found on the radiographs that both have; None for none.

    Returns:
        The readings, and the names of the radiographs left out with the reason.
    """
    rows, left_out = [], []
    for n, revision in store.of_reader(reader).items():
        case, content = store.case(n), store.reading(n, model.sha)
        row = _row(store, case, revision, content, model.symbols) if content else 'not read by the model yet'
        reason = row if isinstance(row, str) else _refuse(row, rows)
        if reason:
            left_out.append((case.case_id, reason))
        else:
            rows.append(row)
    return (_stack(rows) if rows else None), left_out


def _stack(rows: Sequence[SiteReadings]) -> SiteReadings:
    arrays = ('points_px', 'truth_px', 'radii_px', 'mm_per_px', 'touched')
    texts = ('names', 'images', 'looks')
    return SiteReadings(
        rows[0].symbols,
        *(np.concatenate([getattr(row, name) for row in rows]) for name in arrays),
        *(tuple(text for row in rows for text in getattr(row, name)) for name in texts),
    )


def _refuse(row: SiteReadings, earlier: Sequence[SiteReadings]) -> str:
    """Why nothing is learnt from a radiograph, '' where something is."""
    copy = next((one for one in earlier if are_alike(one.looks[0], row.looks[0])), None)
    return describe_far(row) if copy is None else f'the same radiograph as {copy.names[0]}'


def _row(
    store: ReviewStore, case: CaseRow, revision: Revision, content: Mapping[str, Any], symbols: Sequence[str]
) -> SiteReadings | str:
    """One radiograph as readings of a single one, or why nothing is learnt from it."""
    found = {one['symbol']: one for one in content['landmarks']}
    if not set(symbols) <= set(found):
        return 'read by another model'
    points, truth = np.full((len(symbols), 2), np.nan), np.full((len(symbols), 2), np.nan)
    radii, touched = np.full(len(symbols), np.nan), np.zeros(len(symbols), bool)
    finished = revision.state.status == 'finished'
    for index, symbol in enumerate(symbols):
        one, mark = found[symbol], revision.state.landmarks.get(symbol)
        points[index] = one['value']['x'], one['value']['y']
        radii[index] = one.get('radius_px', {}).get(_LEVEL, np.nan)
        if mark is not None and mark.visible and (finished or mark.is_his):
            truth[index], touched[index] = (mark.x, mark.y), mark.is_his
    if not touched.any():
        return 'no landmark was moved or confirmed'
    try:
        look = store.look(case.n) or _keep_look(store, case)
        image = case.sha256 or content.get('image_sha256') or file_sha256(case.path)
    except (OSError, ValueError) as error:
        return str(error)
    scale = revision.state.pixel_size_mm or case.pixel_size_mm or np.nan
    arrays = (points, truth, radii, np.float64(scale), touched)
    return SiteReadings(tuple(symbols), *(np.array([one]) for one in arrays), (case.case_id,), (image,), (look,))


def _keep_look(store: ReviewStore, case: CaseRow) -> str:
    look = look_of(read_radiograph(case.path))
    store.set_look(case.n, look)
    return look
