import pytest
import torch
from mmpose.registry import MODELS
from torch.nn.functional import interpolate

LEVELS = ((4, 9, 7), (6, 5, 4), (8, 3, 2))


def build_neck():
    torch.manual_seed(0)
    return MODELS.build(dict(type='UNetNeck', in_channels=(4, 6, 8), out_channels=(3, 5)))


def feature_levels():
    generator = torch.Generator().manual_seed(0)
    return tuple(torch.randn(2, *shape, generator=generator) for shape in LEVELS)


def test_unet_neck_gives_one_map_of_the_finest_size_and_takes_odd_sizes():
    (output,) = build_neck()(feature_levels())
    assert output.shape == (2, 3, 9, 7)


def test_unet_neck_joins_the_levels_from_the_coarsest_up():
    neck, (fine, middle, coarse) = build_neck().eval(), feature_levels()
    middle = neck.blocks[1](torch.cat([middle, interpolate(coarse, size=(5, 4), mode='bilinear')], dim=1))
    expected = neck.blocks[0](torch.cat([fine, interpolate(middle, size=(9, 7), mode='bilinear')], dim=1))
    torch.testing.assert_close(neck(feature_levels())[0], expected)


def test_unet_neck_hands_on_a_flat_level_by_its_skip_connection():
    neck = MODELS.build(dict(type='UNetNeck', in_channels=(1, 1), out_channels=(1,), norm_cfg=dict(type='BN', eps=0)))
    for block in neck.eval().blocks[0]:
        torch.nn.init.zeros_(block.conv.weight)
        block.conv.weight.data[0, 0, 1, 1] = 1  # the skip alone, unchanged by both convolutions
    fine, coarse = torch.rand(1, 1, 4, 4), torch.rand(1, 1, 2, 2)
    torch.testing.assert_close(neck([fine, coarse])[0], fine)


def test_unet_neck_sends_a_gradient_to_every_level_and_parameter():
    neck, feats = build_neck(), [feat.requires_grad_() for feat in feature_levels()]
    neck(feats)[0].square().sum().backward()
    assert all(feat.grad.abs().sum() > 0 for feat in feats)
    assert all(parameter.grad.abs().sum() > 0 for parameter in neck.parameters())


def test_unet_neck_leaves_the_features_alone():
    feats = feature_levels()
    build_neck()(feats)
    assert all(torch.equal(feat, copied) for feat, copied in zip(feats, feature_levels(), strict=True))


@pytest.mark.parametrize(('inner', 'outer'), [((4, 6, 8), (3,)), ((4,), ()), ((4, 6), (3, 5))])
def test_unet_neck_rejects_channels_that_do_not_match(inner, outer):
    with pytest.raises(ValueError, match='one of out_channels for each but the coarsest'):
        MODELS.build(dict(type='UNetNeck', in_channels=inner, out_channels=outer))


def test_unet_neck_rejects_another_number_of_levels():
    with pytest.raises(ValueError, match='expected 3 feature levels, got 2'):
        build_neck()(feature_levels()[:2])
