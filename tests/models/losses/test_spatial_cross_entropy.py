import math

import pytest
import torch

from aariz_mm.models.losses import SpatialCrossEntropyLoss
from aariz_mm.models.losses.spatial_cross_entropy import gaussian_profile


@pytest.fixture
def batch():
    """Logits (2, 3, 12, 9), targets in cells (one beyond the map) and weights (one landmark masked)."""
    generator = torch.Generator().manual_seed(0)
    logits = torch.randn(2, 3, 12, 9, generator=generator, dtype=torch.float64)
    target = torch.rand(2, 3, 2, generator=generator, dtype=torch.float64) * 8
    target[0, 1] = torch.tensor([-4.0, 30.0])
    weight = torch.tensor([[1.0, 0.0, 1.0], [1.0, 1.0, 1.0]], dtype=torch.float64)
    return logits, target, weight


def written_out_loss(logits, target, weight, sigma):
    """Cross-entropy landmark by landmark and cell by cell on a whole Gaussian map."""
    total = 0.0
    for b, k in torch.nonzero(weight).tolist():
        (x, y), (height, width) = target[b, k].tolist(), logits.shape[-2:]
        cells = [(row, column) for row in range(height) for column in range(width)]
        gaussian = [math.exp(-((column - x) ** 2 + (row - y) ** 2) / (2 * sigma**2)) for row, column in cells]
        log_norm = math.log(sum(math.exp(logits[b, k, row, column]) for row, column in cells))
        for value, (row, column) in zip(gaussian, cells, strict=True):
            total -= value / sum(gaussian) * (logits[b, k, row, column].item() - log_norm)
    return total / weight.sum().item()


@pytest.mark.parametrize('sigma', [0.8, 1.5, 4.0])
def test_loss_equals_the_written_out_cross_entropy(batch, sigma):
    loss = SpatialCrossEntropyLoss(sigma_cells=sigma)(*batch)
    assert loss.item() == pytest.approx(written_out_loss(*batch, sigma), rel=1e-5)


def test_loss_of_a_flat_map_is_the_log_of_the_number_of_cells():
    loss = SpatialCrossEntropyLoss()(torch.zeros(1, 2, 8, 4), torch.ones(1, 2, 2), torch.ones(1, 2))
    assert loss.item() == pytest.approx(math.log(32))


def test_loss_weight_multiplies_the_loss(batch):
    single, triple = SpatialCrossEntropyLoss()(*batch), SpatialCrossEntropyLoss(loss_weight=3.0)(*batch)
    torch.testing.assert_close(triple, 3 * single)


def test_loss_does_not_see_masked_landmarks(batch):
    logits, target, weight = batch
    expected = SpatialCrossEntropyLoss()(logits, target, weight)
    logits[0, 1], target[0, 1] = 1e3, -1e6
    torch.testing.assert_close(SpatialCrossEntropyLoss()(logits, target, weight), expected)


def test_loss_sends_no_gradient_to_masked_landmarks(batch):
    logits, target, weight = batch
    SpatialCrossEntropyLoss()(logits.requires_grad_(), target, weight).backward()
    reached = logits.grad.abs().sum(dim=(-2, -1)) > 0
    assert torch.equal(reached, weight > 0)


def test_loss_is_zero_with_zero_gradient_where_all_is_masked(batch):
    logits, target, weight = batch
    loss = SpatialCrossEntropyLoss()(logits.requires_grad_(), target, torch.zeros_like(weight))
    loss.backward()
    assert loss.item() == 0
    assert torch.equal(logits.grad, torch.zeros_like(logits))


def test_loss_gradient_is_the_softmax_less_the_gaussian():
    logits = torch.randn(1, 1, 6, 7, generator=torch.Generator().manual_seed(0)).requires_grad_()
    target = torch.tensor([[[2.3, 4.1]]])
    SpatialCrossEntropyLoss(sigma_cells=1.5)(logits, target, torch.ones(1, 1)).backward()
    x, y = gaussian_profile(target[0, 0, 0], 7, 1.5), gaussian_profile(target[0, 0, 1], 6, 1.5)
    softmax = logits.detach().flatten().softmax(dim=0).view(6, 7)
    torch.testing.assert_close(logits.grad[0, 0], softmax - torch.outer(y, x))


def test_loss_is_smallest_at_the_truth():
    loss, target = SpatialCrossEntropyLoss(sigma_cells=1.5), torch.tensor([[[5.0, 7.0]]])

    def loss_at(x, y, sigma=1.5):
        rows = gaussian_profile(torch.tensor(float(y)), 16, sigma)
        columns = gaussian_profile(torch.tensor(float(x)), 12, sigma)
        return loss(torch.outer(rows, columns).log()[None, None], target, torch.ones(1, 1)).item()

    others = [loss_at(6, 7), loss_at(5, 6), loss_at(4.5, 7.5), loss_at(5, 7, sigma=1.0), loss_at(5, 7, sigma=2.5)]
    assert loss_at(5, 7) < min(others)
    assert loss_at(5, 7) < loss_at(6, 7) < loss_at(8, 7)


def test_loss_leaves_its_inputs_alone(batch):
    before = [tensor.clone() for tensor in batch]
    SpatialCrossEntropyLoss()(*batch)
    assert all(torch.equal(tensor, copied) for tensor, copied in zip(batch, before, strict=True))


def test_loss_takes_half_precision_without_overflow():
    logits = torch.full((1, 1, 64, 64), 6e4, dtype=torch.float16)  # their sum is beyond float16
    loss = SpatialCrossEntropyLoss()(logits, torch.tensor([[[30.0, 30.0]]]), torch.ones(1, 1))
    assert loss.dtype == torch.float32
    assert loss.item() == pytest.approx(math.log(64 * 64), abs=0.05)


@pytest.mark.parametrize('sigma', [0, -1.5, float('nan')])
def test_loss_rejects_a_sigma_that_is_not_positive(sigma):
    with pytest.raises(ValueError, match='sigma_cells must be positive'):
        SpatialCrossEntropyLoss(sigma_cells=sigma)


def test_gaussian_profile_by_hand():
    profile = gaussian_profile(torch.tensor([1.0]), 3, sigma_cells=1.0)
    side = math.exp(-0.5) / (1 + 2 * math.exp(-0.5))
    assert profile[0].tolist() == pytest.approx([side, 1 - 2 * side, side])


def test_gaussian_profile_sums_to_one_even_far_outside():
    profile = gaussian_profile(torch.tensor([-1e4, 0.0, 5.5, 1e4]), 12, sigma_cells=1.5)
    torch.testing.assert_close(profile.sum(dim=-1), torch.ones(4))


def test_loss_leaves_an_unlabelled_nan_out_of_value_and_gradient():
    logits = torch.zeros(1, 2, 4, 4, requires_grad=True)
    target = torch.tensor([[[1.0, 2.0], [float('nan'), 0.0]]])
    loss = SpatialCrossEntropyLoss()(logits, target, torch.tensor([[1.0, 0.0]]))
    loss.backward()
    assert loss.item() == pytest.approx(math.log(16), rel=1e-5) and torch.isfinite(logits.grad).all()


def test_loss_is_a_mean_for_fractional_weights_too():
    logits, target = torch.zeros(1, 2, 4, 4), torch.ones(1, 2, 2)
    loss = SpatialCrossEntropyLoss()(logits, target, torch.tensor([[0.25, 0.0]]))
    assert loss.item() == pytest.approx(math.log(16), rel=1e-5)
