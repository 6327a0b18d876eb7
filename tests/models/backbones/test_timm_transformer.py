import pytest
import torch
from mmpose.registry import MODELS

VIT = dict(
    type='TIMMTransformer', model_name='vit_tiny_patch16_224', out_indices=(1,), depth=2, dynamic_img_size=True,
)  # fmt: skip
SWIN = dict(
    type='TIMMTransformer', model_name='swin_tiny_patch4_window7_224', out_indices=(0, 1, 2, 3), depths=(1, 1, 1, 1),
    embed_dim=12, strict_img_size=False,
)  # fmt: skip


def test_timm_vit_gives_a_map_of_any_input():
    (output,) = MODELS.build(VIT)(torch.rand(2, 3, 48, 64))
    assert output.shape == (2, 192, 3, 4)


def test_timm_vit_places_tokens_by_row():
    torch.manual_seed(0)
    backbone = MODELS.build(VIT).eval()
    image = torch.rand(1, 3, 48, 64)
    tokens = backbone.timm_model.forward_features(image)[:, 1:]  # the first one stands for the class
    torch.testing.assert_close(backbone(image)[0].flatten(2).mT, tokens)


def test_timm_swin_gives_levels_with_channels_first():
    levels = MODELS.build(SWIN)(torch.rand(1, 3, 64, 96))
    assert [tuple(level.shape[1:]) for level in levels] == [(12, 16, 24), (24, 8, 12), (48, 4, 6), (96, 2, 3)]


@pytest.mark.parametrize('config', [VIT, SWIN], ids=['vit', 'swin'])
def test_timm_transformer_sends_a_gradient_to_every_parameter(config):
    backbone = MODELS.build(config)
    sum(level.square().sum() for level in backbone(torch.rand(2, 3, 64, 64))).backward()
    assert all(value.grad is not None for value in backbone.parameters())


def test_timm_transformer_refuses_to_leave_blocks_unused():
    with pytest.raises(ValueError, match=r'out_indices \[0\] must end with 1'):
        MODELS.build(dict(VIT, out_indices=(0,)))
