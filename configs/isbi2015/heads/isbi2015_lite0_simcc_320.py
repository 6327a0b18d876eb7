"""Each axis a classification of half pixels (SimCC, Li et al., ECCV 2022) from the last level, 256 x 320.

  OMP_NUM_THREADS=1 ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py \
    configs/isbi2015/heads/isbi2015_lite0_simcc_320.py --amp

Nothing is selected on ``valid``: the last epoch counts.
Score: MRE 2.260 mm, SDR 49.5 / 63.7 / 75.9 / 89.8 %; ISBI 2015 Test1; seed 0.
Training: H100, float16.
"""

_base_ = ['../../_base_/recipes/isbi2015_320.py', '../../_base_/models/lite0_regression.py']

from aariz_mm.recipes import dataloaders

codec = dict(type='SimCCLabel', input_size=_base_.input_size, sigma=6.0, simcc_split_ratio=2.0)
head = dict(
    _delete_=True,
    type='SimCCHead',
    in_channels=320,
    out_channels=19,
    input_size=_base_.input_size,
    in_featuremap_size=(8, 10),
    deconv_out_channels=None,
    loss=dict(type='KLDiscretLoss', use_target_weight=True),
    decoder=codec,
    # The stock 0.001 in both layers leaves gradients of 1e-3 in norm, too small for 30 epochs.
    init_cfg=[dict(type='Kaiming', layer='Conv2d'), dict(type='Normal', layer='Linear', std=0.01)],
)
model = dict(neck=None, head=dict(head=head))
train_dataloader, val_dataloader, test_dataloader = dataloaders(codec, _base_.augment)
