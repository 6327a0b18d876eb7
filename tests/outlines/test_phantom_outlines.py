"""The outlines lie on those that phantoms are painted with, whatever their size."""

import numpy as np
import pytest
from made_outlines import TRUE_PIECES, distances_mm

from aariz_mm.landmarks import SUBSETS
from aariz_mm.outlines import part_needs

LIMIT_MM = 1.5


def test_every_part_is_compared():
    assert set(TRUE_PIECES) == set(part_needs())


@pytest.mark.parametrize(('name', 'px_per_mm'), [('aariz29', 4.0), ('aariz29', 11.0), ('cldetection24', 4.0),
                                                 ('cldetection24', 1.5), ('isbi19', 4.0)])  # fmt: skip
def test_outlines_lie_within_their_limit_of_the_phantoms(name, px_per_mm):
    medians = {part: np.median(far) for part, far in distances_mm(range(12), SUBSETS[name], px_per_mm).items()}
    assert len(medians) >= 9 and max(medians.values()) <= LIMIT_MM, medians


@pytest.mark.parametrize('name', ['aariz29', 'cldetection24'])
def test_phantoms_lie_within_the_limit_of_the_outlines(name):
    found = distances_mm(range(12), SUBSETS[name], way='from phantom')
    medians = {part: np.median(far) for part, far in found.items()}
    assert len(medians) >= 6 and max(medians.values()) <= LIMIT_MM, medians
