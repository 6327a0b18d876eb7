"""What is no lateral cephalogram is refused with its reason and the cure."""

import numpy as np
import pytest

from aariz_mm.intake.plausibility import Plausibility
from aariz_mm.intake.refusal import UNSURE_MM, NotACephalogramError, why_not


@pytest.mark.parametrize(
    ('found', 'spread_mm', 'words'),
    [
        (Plausibility(20, 0.5, 1), 2, 'the landmarks form no face, however it is turned (20.0 mm'),
        (Plausibility(np.inf, np.nan, np.nan), 2, 'in one place or are no numbers'),
        (Plausibility(5, 0.5, 1, faces_left=True), 2, 'looks left'),
        (Plausibility(5, -0.1, 1), 2, 'unlike a radiograph of a head'),
        (Plausibility(5, 0.5, 2), 2, '2.00 times as wide'),
        (Plausibility(5, 0.5, 0.4), 2, '0.40 times as wide'),
        (Plausibility(5, 0.5, 1), UNSURE_MM + 1, 'sees no landmark clearly'),
    ],
)
def test_every_reason_has_its_words(found, spread_mm, words):
    assert words in why_not(found, spread_mm)


@pytest.mark.parametrize(('outside', 'is_refused'), [(0.0, False), (0.1, False), (0.5, True), (1.0, True)])
def test_a_part_of_a_head_is_refused(outside, is_refused):
    assert ('beside the picture' in why_not(Plausibility(5, 0.5, 1), 2.0, outside)) == is_refused


@pytest.mark.parametrize('spread_mm', [2.0, np.nan])
@pytest.mark.parametrize('found', [Plausibility(5, 0.5, 1), Plausibility(np.nan, np.nan, np.nan)])
def test_nothing_speaks_against_a_face_nor_against_too_few_landmarks(found, spread_mm):
    assert why_not(found, spread_mm) == ''


def test_the_error_names_file_reason_and_cure():
    error = NotACephalogramError('a.png', 'why')
    assert isinstance(error, ValueError) and str(error).startswith('a.png: no lateral cephalogram: why')
    assert '--force' in str(error)
