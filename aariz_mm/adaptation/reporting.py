"""A profile and a curve in lines to read. Plain text."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from aariz_mm.number_text import counted

from .curve import Curve
from .gain import FEWEST, Gain
from .profile import Profile

__all__ = ['format_curve', 'format_gross', 'format_left_out', 'format_profile']

_MOST = 8
_FEW = 5


def format_profile(profile: Profile) -> str:
    """A table of the landmarks and what all of them gain."""
    lines = [
        "n: radiographs. offset: your landmark less the model's, mm of an upright face with S-N = 70 mm,",
        'x to the front, y down. before, after: mean distance without and with the profile, on radiographs left out.',
        f'{"landmark":9} {"n":>4} {"offset x":>9} {"y":>6}   {"before":>6} {"after":>6} {"gain (95 %)":>22}   radius',
    ]
    for index, symbol in enumerate(profile.symbols):
        lines.append(_landmark_line(profile, index, symbol))
    return '\n'.join([*lines, _describe_gain(profile)])


def format_gross(found: Sequence[tuple[str, str, float]]) -> str:
    """Annotations to look at, see :func:`~aariz_mm.adaptation.learning.find_gross`; '' for none."""
    if not found:
        return ''
    title = 'look at these: very far from where the model and the other radiographs have them; they count little'
    return _first_lines(title, [f'{name}: {symbol} {off:.1f} mm' for name, symbol, off in found])


def format_left_out(found: Sequence[tuple[str, str]]) -> str:
    """Radiographs that nothing was learnt from, and why; '' for none."""
    if not found:
        return ''
    title = f'{counted(len(found), "radiograph")} left out:'
    return _first_lines(title, [f'{name}: {reason}' for name, reason in found])


def _first_lines(title: str, lines: Sequence[str]) -> str:
    more = [f'and {len(lines) - _MOST} more'] if len(lines) > _MOST else []
    return '\n  '.join([title, *lines[:_MOST], *more]) + '\n'


def format_curve(curve: Curve) -> str:
    """A table of the points of a curve."""
    of = 'the pixel sizes' if curve.in_pixel_sizes else 'S-N = 70 mm'
    lines = [
        f'{counted(curve.total, "radiograph")}, {counted(curve.draws, "draw")}, mm of {of}',
        f'{"learnt from":>11} {"MRE":>6} {"SD":>6} {"worse, %":>9} {"in 90 % radius":>15}',
        f'{"none":>11} {curve.plain_mm:6.3f}',
        *(
            f'{one.radiographs:11d} {one.error_mm:6.3f} {one.error_sd_mm:6.3f} {100 * one.worse:9.0f} '
            f'{_percent(one.coverage_90):>15}'
            for one in curve.points
        ),
        f'{"all":>11} {curve.full_mm:6.3f}  (the mean difference of the same radiographs)',
    ]
    return '\n'.join(lines)


def _landmark_line(profile: Profile, index: int, symbol: str) -> str:
    offset, gain = profile.offsets_mm[index], profile.gains[index]
    offset = np.round(offset, 2) + 0.0  # no -0.00
    place = f'{offset[0]:9.2f} {offset[1]:6.2f}' if offset.any() else f'{"stays":>16}'
    if not profile.counts[index]:
        return f'{symbol:9} {0:4d} {place}   not annotated'
    return (
        f'{symbol:9} {profile.counts[index]:4d} {place}   {gain.before_mm:6.2f} {gain.after_mm:6.2f} '
        f'{_gain_text(gain):>22} {profile.radius_factors[index]:7.2f}x'
    )


def _describe_gain(profile: Profile) -> str:
    gain, count = profile.gain, len(profile.images)
    if count < FEWEST:
        return f'{counted(count, "radiograph")}: too few to say what the profile gains; correct {FEWEST} or more'
    if not profile.offsets_mm.any():
        return 'no landmark is moved: the model already reads as this reader does, as far as these radiographs tell'
    text = f'all landmarks: {gain.before_mm:.2f} -> {gain.after_mm:.2f} mm, gain {_gain_text(gain)}'
    if count < _FEW or gain.low_mm <= 0:
        text += f'; {"not certain" if gain.low_mm <= 0 else "few radiographs"}: correct more and learn again'
    return text


def _gain_text(gain: Gain) -> str:
    if not np.isfinite(gain.gain_mm):
        return '-'
    return f'{gain.gain_mm:.2f} ({gain.low_mm:.2f} to {gain.high_mm:.2f})'


def _percent(share: float) -> str:
    return '-' if not np.isfinite(share) else f'{100 * share:.1f} %'
