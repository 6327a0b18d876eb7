"""EfficientNet-Lite0, 512 x 512, landmarks, and the CVM stage from the region of C2 to C4 that they give.

  AARIZ_ROOT=/path/to/Aariz python tools/train.py configs/aariz_cvm_roi.py

No download of weights. Best checkpoint by MRE in mm on ``valid``; for the best by kappa: --cfg-options
default_hooks.checkpoint.save_best=CVM_qwk default_hooks.checkpoint.rule=greater
Score: none yet.
"""

_base_ = ['_base_/recipes/aariz_512.py', '_base_/models/lite0_cvm_roi.py']

from aariz_mm.recipes import dataloaders, joint_evaluators, one_cycle

model = dict(head=dict(landmark_head=dict(decoder=_base_.codec)))
train_dataloader, val_dataloader, test_dataloader = dataloaders(_base_.codec, _base_.augment, input_points=True)
val_evaluator, test_evaluator = joint_evaluators()
# No early stopping, which would look at the landmarks alone.
train_cfg, param_scheduler, custom_hooks = one_cycle(epochs=120, val_interval=1, average_steps=200, average_from=20)
