"""Coordinates and their spread by residual log-likelihood (RLE, Li et al., ICCV 2021), 256 x 320.

  OMP_NUM_THREADS=1 ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py \
    configs/isbi2015/heads/isbi2015_lite0_rle_320.py --amp

Nothing is selected on ``valid``: the last epoch counts.
Score: MRE 2.866 mm, SDR 34.5 / 47.0 / 58.8 / 78.0 %; ISBI 2015 Test1; seed 0.
Training: H100, float16.
"""

_base_ = ['../../_base_/recipes/isbi2015_320.py', '../../_base_/models/lite0_regression.py']

from aariz_mm.recipes import dataloaders

codec = dict(type='RegressionLabel', input_size=_base_.input_size)
loss = dict(_delete_=True, type='RLELoss', use_target_weight=True)
model = dict(head=dict(head=dict(type='RLEHead', num_joints=19, loss=loss, decoder=codec)))
train_dataloader, val_dataloader, test_dataloader = dataloaders(codec, _base_.augment)
