import torch
from mmpose.registry import MODELS

from aariz_mm.models.necks import CoarseAndFine

FINE = dict(type='LightFPN', in_channels=(4, 6), out_channels=5)


def test_neck_gives_the_coarsest_level_as_it_is_and_the_output_of_the_other_neck():
    torch.manual_seed(0)
    neck = CoarseAndFine(FINE).eval()
    feats = torch.randn(2, 4, 8, 6), torch.randn(2, 6, 4, 3)
    coarse, fine = neck(feats)
    assert coarse is feats[1]
    torch.testing.assert_close(fine, neck.fine(feats)[0])


def test_neck_is_built_by_name():
    assert MODELS.build(dict(type='CoarseAndFine', fine=FINE)).fine.in_channels == (4, 6)
