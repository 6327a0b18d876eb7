"""HRNet-W32, 512 x 512, landmarks and CVM stage in one forward: the joint recipe for the Aariz dataset, on a GPU.

  AARIZ_ROOT=/path/to/Aariz python tools/train.py configs/aariz_hrnet_cvm_512.py --amp

ImageNet weights come from timm's hub (internet needed once). Best checkpoint by MRE in mm on ``valid``; for the best by
kappa: --cfg-options default_hooks.checkpoint.save_best=CVM_qwk default_hooks.checkpoint.rule=greater
Score: none yet.
"""

_base_ = ['_base_/recipes/aariz_512.py', '_base_/models/hrnet_w32_cvm_joint.py']

from aariz_mm.recipes import joint_evaluators, one_cycle

model = dict(head=dict(landmark_head=dict(decoder=_base_.codec)))
val_evaluator, test_evaluator = joint_evaluators()
# No early stopping, which would look at the landmarks alone.
train_cfg, param_scheduler, custom_hooks = one_cycle(epochs=120, val_interval=1, average_steps=200, average_from=20)
