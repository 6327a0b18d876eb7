"""CephNet, 256 x 256, landmarks by coordinate regression: a small plain network, from scratch.

  ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py configs/isbi2015/original/isbi2015_cephnet_256.py

No download of weights. Plateau, best model and early stopping look at a fold of ``train``.
Score: none yet.
"""

_base_ = ['../../_base_/recipes/isbi2015_original.py', '../../_base_/models/cephnet_regression.py']

from aariz_mm.recipes import dataloaders

codec = dict(type='RegressionLabel', input_size=(256, 256))
model = dict(head=dict(num_joints=19, decoder=codec))
train_dataloader, val_dataloader, test_dataloader = dataloaders(codec, _base_.augment)
