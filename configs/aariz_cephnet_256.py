"""CephNet, 256 x 256, two heads: landmarks by coordinate regression and the CVM stage, from scratch.

  AARIZ_ROOT=/path/to/Aariz python tools/train.py configs/aariz_cephnet_256.py

No download of weights. Plateau, best model and early stopping look at MRE in mm on ``valid``.
Score: none yet.
"""

_base_ = [
    '_base_/default_runtime.py',
    '_base_/datasets/aariz.py',
    '_base_/datasets/augmentation.py',
    '_base_/schedules/adam_plateau.py',
    '_base_/models/cephnet_cvm_joint.py',
]

from aariz_mm.recipes import dataloaders, joint_evaluators

codec = dict(type='RegressionLabel', input_size=(256, 256))
model = dict(head=dict(landmark_head=dict(decoder=codec)))
train_dataloader, val_dataloader, test_dataloader = dataloaders(codec, _base_.augment)
val_evaluator, test_evaluator = joint_evaluators()
default_hooks = dict(checkpoint=dict(save_best='MRE_mm'))
