"""From what the store and the model have to what the page gets. Pure functions."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from aariz_mm.adaptation.applying import factors_of, move_points
from aariz_mm.adaptation.profile import Profile
from aariz_mm.landmarks import CVM_STAGES

from .case_replies import AnnotationView, CaseLine, FoundLandmark, ReadingView, StageView
from .names import name_key
from .records import CaseRow, ReadingSummary, Revision, RevisionInfo

__all__ = ['annotation_view', 'blind_order', 'by_doubt', 'case_line', 'moved_reading', 'reading_view']


def case_line(
    row: CaseRow,
    infos: Sequence[RevisionInfo],
    reader: str | None,
    doubt: ReadingSummary | None,
    comments: int,
    is_blind: bool,
) -> CaseLine:
    """A case in the list.

    Args:
        infos: the last revision of each reader. reader: who asks. doubt: of the reading; None where there is none.
    """
    own = next((one for one in infos if reader is not None and name_key(one.reader) == name_key(reader)), None)
    state = 'read' if doubt is not None or is_blind else 'waiting' if row.failure is None else 'failed'
    return CaseLine(
        n=row.n,
        id=row.case_id,
        state=state,
        failure=None if is_blind else row.failure,
        doubt_mm=None if doubt is None else _rounded(doubt.doubt_mm),
        doubt_px=None if doubt is None else _rounded(doubt.doubt_px),
        status=None if own is None else own.status,
        version=0 if own is None else own.version,
        readers=[] if is_blind else [one.reader for one in infos],
        width=row.width,
        height=row.height,
        pixel_size_mm=row.pixel_size_mm,
        comments=comments,
    )


def by_doubt(lines: Sequence[CaseLine]) -> list[CaseLine]:
    """The most doubtful first, then what waits, then what failed.

    Doubts are compared in mm where every one has a pixel size, else by the height of the picture.
    """
    read = [line for line in lines if line.state == 'read']
    name = 'doubt_mm' if all(line.doubt_mm is not None for line in read) else 'doubt_px'
    states = ('read', 'waiting', 'failed')
    return sorted(lines, key=lambda line: (states.index(line.state), -(getattr(line, name) or 0), line.n))


def blind_order(lines: Sequence[CaseLine], reader: str | None) -> list[CaseLine]:
    """An order that tells nothing, another one for each reader and always the same for him."""
    shuffled = sorted(lines, key=lambda line: line.n)
    random.Random(f'aariz_mm review {name_key(reader or "")}').shuffle(shuffled)  # nosec B311 - an order, no secret
    return shuffled


def annotation_view(revision: Revision) -> AnnotationView:
    """A revision as the page gets it."""
    return AnnotationView(**revision.as_plain())


def moved_reading(content: Mapping[str, Any], profile: Profile | None) -> dict[str, Any]:
    """A reading with its landmarks where a profile has them; as it is without one."""
    if profile is None:
        return dict(content)
    symbols = [one['symbol'] for one in content['landmarks']]
    points = np.array([[one['value']['x'], one['value']['y']] for one in content['landmarks']], float)
    moved = move_points(points[None], symbols, profile)[0]
    rows = zip(content['landmarks'], moved.tolist(), factors_of(profile, symbols).tolist(), strict=True)
    return {**content, 'landmarks': [_moved(one, *rest) for one, *rest in rows]}


def reading_view(content: Mapping[str, Any], profile: Profile | None = None) -> ReadingView:
    """A reading as the page gets it."""
    content = moved_reading(content, profile)
    return ReadingView(
        landmarks=[
            FoundLandmark(
                symbol=one['symbol'],
                x=one['value']['x'],
                y=one['value']['y'],
                score=one.get('score'),
                expected_error_px=one.get('expected_error_px'),
                ellipse_px=one.get('ellipse_px'),
            )
            for one in content['landmarks']
        ],
        warnings=content['warnings'],
        cvm=_stage_view(content),
        turn=content.get('turn') or '',
        profile='' if profile is None else profile.reader,
    )


def _moved(one: Mapping[str, Any], place: Sequence[float], factor: float) -> dict[str, Any]:
    changed = {**one, 'value': dict(x=round(place[0], 2), y=round(place[1], 2))}
    if one.get('expected_error_px') is not None:
        changed['expected_error_px'] = round(one['expected_error_px'] * factor, 2)
    if one.get('ellipse_px') is not None:
        axes = {key: round(one['ellipse_px'][key] * factor, 2) for key in ('semi_major', 'semi_minor')}
        changed['ellipse_px'] = {**one['ellipse_px'], **axes}
    return changed


def _stage_view(content: Mapping[str, Any]) -> StageView | None:
    stage = content.get('cvm_stage')
    if not stage:
        return None
    return StageView(
        stage=stage['value'],
        title=CVM_STAGES[stage['value'] - 1],
        probabilities=content.get('cvm_probabilities') or {},
        expected_stage=content.get('cvm_expected_stage'),
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
