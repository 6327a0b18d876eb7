import numpy as np
import pytest
import torch

from aariz_mm.analysis.cervical_region import _REFERENCE_MM
from aariz_mm.models.heads.cervical_pooling import CervicalPooling

LANDMARKS = tuple(_REFERENCE_MM)
INPUT_SIZE = (240, 256)
# One px per mm, S at (120, 50): the region is 48 103 130 185, its middle (89, 144).
POINTS = np.add(list(_REFERENCE_MM.values()), [120, 50])


def ramp(width=60, height=64):
    """Features (1, 2, H, W) at stride 4 whose channels are the x and y of the cell's centre in input pixels."""
    ys, xs = torch.meshgrid(torch.arange(height), torch.arange(width), indexing='ij')
    return torch.stack([4 * xs + 1.5, 4 * ys + 1.5])[None].float()


def test_pooling_samples_the_region_by_hand():
    pooled = CervicalPooling(LANDMARKS, output_size=2).eval()(ramp(), [POINTS], INPUT_SIZE)
    # Middles of the four quarters, a quarter of the side of 82 px from the middle.
    np.testing.assert_allclose(pooled[0, 0], [[68.5, 109.5]] * 2, atol=1e-4)
    np.testing.assert_allclose(pooled[0, 1], [[123.5] * 2, [164.5] * 2], atol=1e-4)


def test_pooling_sees_a_bright_blob_where_it_lies_and_none_outside():
    features = torch.zeros(2, 1, 64, 60)
    features[0, 0, 35:38, 21:24] = 1  # cells of x 84-95, y 140-151: the middle
    features[1, 0, 2:5, 50:53] = 1  # the face
    pooled = CervicalPooling(LANDMARKS, output_size=7).eval()(features, [POINTS, POINTS], INPUT_SIZE)
    assert pooled[0, 0].argmax() == 3 * 7 + 3 and pooled[0, 0, 3, 3] > 0.8
    assert pooled[0, 0, [0, -1]].abs().max() == 0 and pooled[1].abs().max() == 0


def test_pooling_reads_each_image_in_its_own_region():
    moved = np.add(POINTS, [20, -10])
    pooled = CervicalPooling(LANDMARKS, 2).eval()(ramp().expand(2, -1, -1, -1), [POINTS, moved], INPUT_SIZE)
    np.testing.assert_allclose((pooled[1] - pooled[0]).mean(dim=(1, 2)), [20, -10], atol=1e-3)


@pytest.mark.parametrize('points', [np.full((15, 2), np.nan), np.full((15, 2), 9.0)])
def test_pooling_without_a_region_takes_the_whole_input(points):
    pooled = CervicalPooling(LANDMARKS, 2).train()(ramp(), [points], INPUT_SIZE)
    np.testing.assert_allclose(pooled[0, 0, 0], [59.5, 179.5], atol=1e-3)
    np.testing.assert_allclose(pooled[0, 1, :, 0], [63.5, 191.5], atol=1e-3)


def test_pooling_is_nan_safe_and_ignores_missing_landmarks():
    some = POINTS.copy()
    some[:6] = np.nan
    pooling = CervicalPooling(LANDMARKS, 4).eval()
    torch.testing.assert_close(
        pooling(ramp(), [some], INPUT_SIZE), pooling(ramp(), [POINTS], INPUT_SIZE), atol=1e-3, rtol=0
    )


def test_pooling_jitters_while_training_within_its_range():
    torch.manual_seed(0)
    pooling = CervicalPooling(LANDMARKS, 1, shift=0.1, scale=(1.0, 1.0)).train()
    middles = torch.cat([pooling(ramp(), [POINTS], INPUT_SIZE) for _ in range(30)]).flatten(1)
    offsets = (middles - torch.tensor([89.0, 144.0])).abs()
    assert 5 < offsets.max() <= 8.2 + 1e-3


def test_pooling_passes_the_gradient_to_the_features():
    features = ramp().requires_grad_()
    CervicalPooling(LANDMARKS, 3).eval()(features, [POINTS], INPUT_SIZE).sum().backward()
    assert features.grad[0, 0, 26:46, 12:32].sum() == pytest.approx(9, rel=1e-4) and features.grad[0, 0, 2, 50] == 0


def test_pooling_rejects_another_number_of_landmarks():
    with pytest.raises(ValueError, match=r'expected landmarks \(15, 2\)'):
        CervicalPooling(LANDMARKS).eval()(ramp(), [POINTS[:4]], INPUT_SIZE)
