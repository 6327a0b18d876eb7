"""The definitions hold on the phantom, as far as it is drawn that finely; FH is its own Po-Or line."""

import numpy as np
import pytest

from aariz_mm.landmarks import SYMBOLS
from aariz_mm.phantom import DEVICES, draw_phantom, outline_phantom

SIZE = (450, 550)
SEEDS = range(6)


@pytest.fixture(scope='module', params=SEEDS)
def head(request):
    phantom = draw_phantom(request.param, SIZE, device=DEVICES[0])
    return Head(phantom, outline_phantom(request.param, SIZE, device=DEVICES[0]))


class Head:
    """Landmarks and outlines in mm, turned so that FH is level: x to the front, y down."""

    def __init__(self, phantom, outlines):
        points = dict(zip(SYMBOLS, phantom.landmarks_px, strict=True))
        forward = (points['Or'] - points['Po']) / np.linalg.norm(points['Or'] - points['Po'])
        turn = phantom.pixel_size_mm * np.array([forward, [-forward[1], forward[0]]])
        self.points = {symbol: turn @ point for symbol, point in points.items()}
        self.outlines = {name: outline @ turn.T for name, outline in outlines.items()}

    def short_of_extreme(self, symbol, outline, direction, within_mm):
        """How much farther, in mm, the outline near the landmark reaches in a direction than the landmark does."""
        line = self.outlines[outline]
        near = line[np.linalg.norm(line - self.points[symbol], axis=1) < within_mm]
        return (near @ direction).max() - self.points[symbol] @ direction

    def distance(self, symbol, outline):
        """From the landmark to the outline, mm."""
        start, way = self.outlines[outline][:-1], np.diff(self.outlines[outline], axis=0)
        share = ((self.points[symbol] - start) * way).sum(1) / np.maximum((way**2).sum(1), 1e-12)
        foot = start + np.clip(share, 0, 1)[:, None] * way
        return np.linalg.norm(foot - self.points[symbol], axis=1).min()


def depth_below(start, end):
    """Function from points to their distance from the line between two others, mm."""
    axis = (end - start) / np.linalg.norm(end - start)
    across = np.array([-axis[1], axis[0]])
    return lambda points: np.abs((points - start) @ across)


@pytest.mark.parametrize(
    ('symbol', 'outline', 'direction', 'within_mm', 'most_mm'),
    [
        ('Me', 'symphysis', (0, 1), 50, 0.2),
        ('Or', 'orbital rim', (0, 1), 15, 0.2),
        ('Po', 'ear canal', (0, -1), 20, 0.5),
        ('PNS', 'palate', (-1, 0), 60, 0.1),
        ('Pn', 'skin', (1, 0), 30, 0.1),
        ('ANS', 'palate', (1, 0), 9, 0.1),
        ('N`', 'skin', (-1, 0), 6, 0.1),
        ('Ls', 'skin', (1, 0), 4, 0.3),
    ],
)
def test_extreme_point_is_extreme_against_fh(head, symbol, outline, direction, within_mm, most_mm):
    assert 0 <= head.short_of_extreme(symbol, outline, np.array(direction), within_mm) + 1e-6 < most_mm


@pytest.mark.parametrize(
    ('symbol', 'outline'),
    [
        ('A', 'A-point contour'), ('ANS', 'palate'), ('B', 'symphysis'), ('Me', 'symphysis'), ('Gn', 'symphysis'),
        ('Pog', 'symphysis'), ('N', 'nasal bone'), ('N', 'frontal beak'), ('Or', 'orbital rim'), ('R', 'mandible'),
        ('Ar', 'mandible'), ('Ar', 'basioccipital outline'), ('Co', 'condyle'), ('Go', 'mandible'), ('Po', 'ear canal'),
        ('UIT', 'upper incisor'), ('UIA', 'upper incisor'), ('LIT', 'lower incisor'), ('LIA', 'lower incisor'),
        ('UMT', 'upper first molar'), ('LMT', 'lower first molar'), ('UPM', 'upper second premolar'),
        ('LPM', 'lower second premolar'), ('Sn', 'skin'), ('Li', 'skin'), ('Pog`', 'skin'),
    ],
)  # fmt: skip
def test_landmark_lies_on_the_outlines_that_define_it(head, symbol, outline):
    assert head.distance(symbol, outline) < 0.05


def test_a_point_is_where_the_outline_lies_deepest(head):
    line = head.outlines['A-point contour']
    depth = depth_below(head.points['ANS'], line[-1])
    assert depth(line).max() - depth(head.points['A'][None])[0] < 0.1


def test_gnathion_is_farthest_from_the_line_between_pogonion_and_menton(head):
    line = head.outlines['symphysis']
    near = line[np.linalg.norm(line - head.points['Gn'], axis=1) < 5]
    depth = depth_below(head.points['Pog'], head.points['Me'])
    assert depth(near).max() - depth(head.points['Gn'][None])[0] < 0.1


def test_ramus_point_is_about_half_way_from_the_condyle_to_the_angle(head):
    way = head.points['Go'] - head.points['Co']
    assert 0.4 < (head.points['R'] - head.points['Co']) @ way / (way @ way) < 0.65


def test_sella_is_the_middle_of_the_fossa(head):
    near = head.outlines['sella']
    near = near[np.linalg.norm(near - head.points['S'], axis=1) < 9]
    assert np.linalg.norm((near.max(0) + near.min(0)) / 2 - head.points['S']) < 2
