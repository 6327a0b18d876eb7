"""What the pictures of the landmark guide show: of each landmark the outlines, the construction and the place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

Film = Any
"""``draw_landmark_guide.Film``; it is not imported, since it imports this module."""


BACK, DOWN, UP = np.array([-6.0, 0]), np.array([0, 6.0]), np.array([0, -6.0])


class Stroke(NamedTuple):
    """A dashed line of (n, 2) px, or a dot (1, 2); words stand at its end, above or below it."""

    points_px: np.ndarray
    text: str = ''
    below: bool = False
    dot: bool = True


Construction = Callable[[Film, str], tuple[list[Stroke], np.ndarray]]
"""Film and symbol to the strokes and to the landmark itself, (2,) px."""


class Scene(NamedTuple):
    """A picture: outlines to be drawn, what defines the point, width in mm, where to look from the point (mm)."""

    outlines: tuple[str, ...]
    construct: Construction
    width_mm: float = 44
    look_mm: np.ndarray = np.zeros(2)
    device: str = 'ART Plus'


def touched(direction: tuple[float, float], text: str, length_mm: float = 26) -> Construction:
    """A line across ``direction`` (to the front, down) that touches at the landmark, level or upright in FH."""

    def construct(film, symbol):
        mark = film.points[symbol]
        along = np.array(direction)[::-1] @ np.stack([film.forward, film.down])
        along = along if direction[0] == 0 else -np.sign(along @ film.down) * along
        return [Stroke(mark + 0.5 * length_mm * film.px_per_mm * along * np.array([[-1], [1]]), text)], mark

    return construct


def hollow(start: str, crest: str) -> Construction:
    """The line from a landmark to the crest of an outline, on the other side of the point, and the depth behind it."""

    def construct(film, symbol):
        mark, first = film.points[symbol], film.points[start]
        beyond = np.sign((mark - first) @ film.down) * ((film.outlines[crest] - mark) @ film.down)
        far = film.outlines[crest][beyond > 4 * film.px_per_mm]
        last = far[np.argmax(far @ film.forward)]
        axis = (last - first) / np.linalg.norm(last - first)
        foot = first + axis * ((mark - first) @ axis)
        return [
            Stroke(np.array([first])),
            Stroke(np.stack([first, last]), 'alveolar crest'),
            Stroke(np.stack([foot, mark])),
        ], mark

    return construct


def midpoint(outline: str, help_lines: Construction) -> Construction:
    """The point of ``help_lines`` on both sides of the head, and the one between."""

    def construct(film, symbol):
        strokes, one = help_lines(film, symbol)
        index = np.argmin(np.linalg.norm(film.outlines[outline] - one, axis=1))
        other = film.outlines[f'{outline}, other side'][index]
        return [*strokes, Stroke(one[None]), Stroke(other[None])], (one + other) / 2

    return construct


def neighbours(*symbols: str) -> Construction:
    """Other landmarks beside it."""

    def construct(film, symbol):
        return [Stroke(film.points[one][None], one) for one in symbols], film.points[symbol]

    return construct


def axis(tip: str, apex: str) -> Construction:
    """The long axis of an incisor."""

    def construct(film, symbol):
        line = np.stack([film.points[tip], film.points[apex]])
        over = 0.25 * (line[1] - line[0])
        ends = line + np.stack([-over, over])
        other = apex if symbol == tip else tip
        return [Stroke(ends), Stroke(film.points[other][None], other)], film.points[symbol]

    return construct


def half_way(film, symbol):
    """Gn between Pog and Me."""
    pog, me, mark = (film.points[one] for one in ('Pog', 'Me', 'Gn'))
    return [
        Stroke(pog[None], 'Pog'),
        Stroke(me[None], 'Me'),
        Stroke(np.stack([pog, me])),
        Stroke(np.stack([(pog + me) / 2, mark])),
    ], mark


def crossings(film, symbol):
    """Where both sides of the mandible cross the cranial base, and the point between."""
    ar, base = film.points['Ar'], film.outlines['basioccipital outline']
    found = [ar]
    other = film.outlines['mandible, other side']
    near = other[np.linalg.norm(other - ar, axis=1) < 9 * film.px_per_mm]
    near = near[(near - ar) @ film.forward < 0.5 * film.px_per_mm]
    apart = np.linalg.norm(near[:, None] - _dense(base)[None], axis=2).min(1)
    found.append(near[np.argmin(apart)])
    return [Stroke(film.points['Co'][None], 'Co'), *(Stroke(one[None]) for one in found)], (found[0] + found[1]) / 2


def _dense(line):
    steps = np.linspace(0, 1, 20)[:, None, None]
    return (line[:-1] + steps * np.diff(line, axis=0)).reshape(-1, 2)


def suture(film, symbol):
    """Names of the bones, and the soft-tissue point that is another."""
    mark, skin = film.points['N'], film.points['N`']
    places = (
        mark + film.px_per_mm * way @ np.stack([film.forward, film.down]) for way in (UP - [8, 5], DOWN - [-1, -2])
    )
    names = [
        Stroke(place[None], name, dot=False) for place, name in zip(places, ('frontal', 'nasal bone'), strict=True)
    ]
    return [*names, Stroke(skin[None], 'N`')], mark


def closed_fossa(film, symbol):
    """The line between the clinoid processes, and height and width of the fossa."""
    outline, mark = film.outlines['sella'], film.points['S']
    near = outline[np.linalg.norm(outline - mark, axis=1) < 11 * film.px_per_mm]
    high = -(near @ film.down)
    ahead = (near - mark) @ film.forward > 0
    front, back = near[np.argmax(np.where(ahead, high, -np.inf))], near[np.argmax(np.where(ahead, -np.inf, high))]
    return [Stroke(np.stack([back, front]), 'clinoid processes')], mark


def corner(film, symbol):
    """The tangents to columella and lip."""
    skin, mark = film.outlines['skin'], film.points[symbol]
    index = int(np.argmin(np.linalg.norm(skin - mark, axis=1)))
    lines = []
    for step in (-1, 1):
        other = next(
            skin[index + step * n]
            for n in range(1, 40)
            if np.linalg.norm(skin[index + step * n] - mark) > 4 * film.px_per_mm
        )
        lines.append(Stroke(np.stack([mark, mark + 2.6 * (other - mark)])))
    return lines, mark


def tangents(film, symbol):
    """Tangents to the ramus (from Ar) and to the lower border (from Me), and where their bisector meets the outline.

    The phantom's own Go follows the readers of Aariz, who put it some millimetres higher up the border.
    """
    outline, go = film.outlines['mandible'], film.points['Go']
    near = outline[np.linalg.norm(outline - go, axis=1) < 26 * film.px_per_mm]
    ramus, border = (_tangent(film.points[one], near, go, sign) for one, sign in (('Ar', 1), ('Me', -1)))
    crossing = _cross(film.points['Ar'], ramus, film.points['Me'], border)
    inward = -(ramus + border) / np.linalg.norm(ramus + border)
    ends = [crossing - 22 * film.px_per_mm * way for way in (ramus, border)]
    across = np.array([-inward[1], inward[0]])
    mark = near[np.argmin(np.abs((near - crossing) @ across))]
    bisector = np.stack([crossing, crossing + 14 * film.px_per_mm * inward])
    return [*(Stroke(np.stack([end, crossing])) for end in ends), Stroke(bisector)], mark


def _tangent(start, points, towards, sign):
    """Direction from ``start`` to that of the points that lies farthest out; sign 1: clockwise on screen."""
    ways = (points - start) / np.linalg.norm(points - start, axis=1)[:, None]
    base = (towards - start) / np.linalg.norm(towards - start)
    return ways[np.argmax(sign * (base[0] * ways[:, 1] - base[1] * ways[:, 0]))]


def _cross(p, u, q, v):
    """Where the lines p + s u and q + t v meet."""
    s, _ = np.linalg.solve(np.column_stack([u, -v]), q - p)
    return p + s * u


def ramus(film, symbol):
    """Co, Ar and Go, and the middle of the border."""
    co, ar, go, mark = (film.points[one] for one in ('Co', 'Ar', 'Go', 'R'))
    middle = (0.5 * (co + ar) + go) / 2
    return [Stroke(one[None], name) for one, name in ((co, 'Co'), (ar, 'Ar'), (go, 'Go'))] + [
        Stroke(np.stack([ar, go])),
        Stroke(np.stack([middle, mark])),
    ], mark


def top_and_back(film, symbol):
    """Lines that touch the condyle above and behind, level and upright."""
    outline, mark = film.outlines['mandible'], film.points['Co']
    near = outline[np.linalg.norm(outline - mark, axis=1) < 9 * film.px_per_mm]
    top, back = near[np.argmin(near @ film.down)], near[np.argmin(near @ film.forward)]
    long = 9 * film.px_per_mm
    return [
        Stroke(np.stack([top - long * film.forward, top + long * film.forward])),
        Stroke(np.stack([back + long * film.down, back - long * film.down])),
    ], mark


def ear(film, symbol):
    """The line on top of the canal, and the ring of the ear rod in it."""
    strokes, mark = touched((0, -1), 'level with FH', 22)(film, symbol)
    turns = np.linspace(0, 2 * np.pi, 30)
    ring = mark + film.px_per_mm * (np.array([0, 4.5]) + 2.6 * np.stack([np.cos(turns), np.sin(turns)], 1))
    return [*strokes, Stroke(np.roll(ring[:-1], -8, axis=0), 'ear rod', below=True)], mark


_SIDES = ('mandible',)

SCENES: dict[str, Scene] = {
    'A': Scene(('A-point contour',), hollow('ANS', 'A-point contour'), 40, np.array([-4.0, 4])),
    'ANS': Scene(('palate',), neighbours('A'), 44, BACK),
    'B': Scene(('symphysis',), hollow('Pog', 'symphysis'), 44, np.array([-4.0, 2])),
    'Me': Scene(('symphysis',), touched((0, 1), 'level with FH'), 44, UP),
    'N': Scene(('nasal bone', 'frontal beak'), suture, 36),
    'Or': Scene(('orbital rim',), midpoint('orbital rim', touched((0, 1), 'level with FH', 20)), 40, UP),
    'Pog': Scene(('symphysis',), touched((1, 0), 'upright to FH'), 44, np.array([-4.0, 0])),
    'PNS': Scene(
        ('palate', 'pterygomaxillary fissure'), touched((-1, 0), 'upright to FH', 18), 46, np.array([4.0, -4])
    ),
    'Pn': Scene(('skin',), touched((1, 0), 'upright to FH'), 44, np.array([-8.0, 0])),
    'R': Scene(_SIDES, midpoint('mandible', ramus), 92, np.array([12.0, 2])),
    'S': Scene(('sella',), closed_fossa, 36),
    'Ar': Scene(('mandible', 'basioccipital outline'), crossings, 44),
    'Co': Scene(_SIDES, midpoint('mandible', top_and_back), 40, np.array([3.0, 4])),
    'Gn': Scene(('symphysis',), half_way, 40, np.array([-4.0, -4])),
    'Go': Scene(_SIDES, midpoint('mandible', tangents), 64, np.array([8.0, -2])),
    'Po': Scene(('ear canal',), ear, 44, np.array([4.0, 4]), 'ProMax with ProTouch'),
    'LPM': Scene(('lower second premolar',), neighbours('LMT'), 44, DOWN),
    'LIT': Scene(('lower incisor',), axis('LIT', 'LIA'), 44, DOWN),
    'LMT': Scene(('lower first molar',), neighbours('LPM'), 44, DOWN),
    'UPM': Scene(('upper second premolar',), neighbours('UMT'), 44, UP),
    'UIA': Scene(('upper incisor',), axis('UIT', 'UIA'), 50, np.array([4.0, 6])),
    'UIT': Scene(('upper incisor',), axis('UIT', 'UIA'), 44, UP),
    'UMT': Scene(('upper first molar',), neighbours('UPM'), 44, UP),
    'LIA': Scene(('lower incisor',), axis('LIT', 'LIA'), 50, UP),
    'Li': Scene(('skin',), touched((1, 0), 'upright to FH', 18), 44, np.array([-6.0, 0])),
    'Ls': Scene(('skin',), touched((1, 0), 'upright to FH', 18), 44, np.array([-6.0, 0])),
    'N`': Scene(('skin',), touched((-1, 0), 'upright to FH', 22), 44, np.array([-4.0, 0])),
    'Pog`': Scene(('skin',), touched((1, 0), 'upright to FH'), 44, np.array([-6.0, 0])),
    'Sn': Scene(('skin',), corner, 44),
}
