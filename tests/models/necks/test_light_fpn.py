import pytest
import torch
from torch.nn.functional import interpolate

from aariz_mm.models.necks import LightFPN


def feature_levels(*shapes):
    """Random features (2, C, H, W) of each (C, H, W)."""
    generator = torch.Generator().manual_seed(0)
    return [torch.randn(2, *shape, generator=generator) for shape in shapes]


LEVELS = ((8, 32, 24), (16, 16, 12), (32, 8, 6))


@pytest.mark.parametrize(('start_level', 'size'), [(0, (32, 24)), (1, (16, 12)), (2, (8, 6))])
def test_light_fpn_gives_the_finest_level_used(start_level, size):
    neck = LightFPN(in_channels=(8, 16, 32), out_channels=10, start_level=start_level)
    outputs = neck(feature_levels(*LEVELS))
    assert len(outputs) == 1
    assert outputs[0].shape == (2, 10, *size)


def test_light_fpn_takes_odd_sizes():
    neck = LightFPN(in_channels=(4, 4, 4), out_channels=6)
    (output,) = neck(feature_levels((4, 45, 37), (4, 23, 19), (4, 12, 10)))
    assert output.shape == (2, 6, 45, 37)


def test_light_fpn_adds_the_levels_from_the_top_down():
    neck = LightFPN(in_channels=(8, 16, 32), out_channels=10).eval()
    fine, middle, coarse = (lateral(feat) for lateral, feat in zip(neck.laterals, feature_levels(*LEVELS), strict=True))
    middle = middle + interpolate(coarse, scale_factor=2, mode='bilinear')
    expected = neck.smooth(fine + interpolate(middle, scale_factor=2, mode='bilinear'))
    torch.testing.assert_close(neck(feature_levels(*LEVELS))[0], expected)


def test_light_fpn_does_not_read_levels_finer_than_the_start():
    neck = LightFPN(in_channels=(8, 16, 32), out_channels=10, start_level=1).eval()
    feats = feature_levels(*LEVELS)
    expected = neck(feats)[0]
    feats[0].fill_(1e6)
    assert len(neck.laterals) == 2
    torch.testing.assert_close(neck(feats)[0], expected)


def test_light_fpn_sends_a_gradient_to_every_level_and_parameter():
    neck, feats = LightFPN(in_channels=(8, 16, 32), out_channels=10), feature_levels(*LEVELS)
    neck([feat.requires_grad_() for feat in feats])[0].square().sum().backward()
    assert all(feat.grad.abs().sum() > 0 for feat in feats)
    assert all(parameter.grad.abs().sum() > 0 for parameter in neck.parameters())


def test_light_fpn_leaves_the_features_alone():
    neck, feats = LightFPN(in_channels=(8, 16, 32)), feature_levels(*LEVELS)
    neck(feats)
    assert len(feats) == 3
    assert all(torch.equal(feat, copied) for feat, copied in zip(feats, feature_levels(*LEVELS), strict=True))


@pytest.mark.parametrize('start_level', [3, -1])
def test_light_fpn_rejects_a_start_level_that_is_not_there(start_level):
    with pytest.raises(ValueError, match=rf'start_level {start_level} is no index of in_channels \[8, 16, 32\]'):
        LightFPN(in_channels=(8, 16, 32), start_level=start_level)


def test_light_fpn_rejects_another_number_of_levels():
    with pytest.raises(ValueError, match='expected 3 feature levels, got 2'):
        LightFPN(in_channels=(8, 16, 32))(feature_levels(*LEVELS)[:2])


def test_light_fpn_rejects_levels_in_the_wrong_order():
    with pytest.raises(RuntimeError, match='channels'):
        LightFPN(in_channels=(8, 16, 32))(feature_levels(*LEVELS)[::-1])
