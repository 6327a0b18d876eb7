"""CephNet, 256 x 256, landmarks by coordinate regression: a small plain network, from scratch.

  ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py configs/isbi2015_cephnet_256.py

No download of weights. Plateau, best model and early stopping look at a fold of ``train``.
Score: see docs/results.md
"""

_base_ = [
    '_base_/recipes/isbi2015_original.py',
    '_base_/datasets/square_256.py',
    '_base_/models/cephnet_regression.py',
]

codec = dict(type='RegressionLabel', input_size=_base_.input_size)
model = dict(head=dict(num_joints=19, decoder=codec))
target = dict(type='GenerateTarget', encoder=codec)
train_dataloader = dict(dataset=dict(pipeline=[*_base_.augmented, target, _base_.pack]))
val_dataloader = dict(dataset=dict(pipeline=_base_.test_pipeline))
test_dataloader = val_dataloader
