"""Coordinates by one linear layer on the averaged last level, L1 loss, 256 x 320 ("DeepPose").

  OMP_NUM_THREADS=1 ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py \
    configs/isbi2015/heads/isbi2015_lite0_regression_320.py --amp

Nothing is selected on ``valid``: the last epoch counts.
Score: MRE 3.340 mm, SDR 27.4 / 38.2 / 49.3 / 68.1 %; ISBI 2015 Test1; seed 0.
Training: CPU, one thread, bfloat16, about 8 min.
"""

_base_ = ['../../_base_/recipes/isbi2015_320.py', '../../_base_/models/lite0_regression.py']

from aariz_mm.recipes import dataloaders

codec = dict(type='RegressionLabel', input_size=_base_.input_size)
model = dict(head=dict(head=dict(num_joints=19, decoder=codec)))
train_dataloader, val_dataloader, test_dataloader = dataloaders(codec, _base_.augment)
