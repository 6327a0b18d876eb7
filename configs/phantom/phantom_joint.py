"""EfficientNet-Lite0, 256 x 320, landmarks and CVM stage of synthetic cephalograms in one forward, on a CPU.

python tools/make_phantom.py work_dirs/phantom_cvm --train 240 --valid 24 --test 60 --size 450 550 --seed 1
AARIZ_ROOT=work_dirs/phantom_cvm OMP_NUM_THREADS=1 python tools/train.py configs/phantom/phantom_joint.py

About 7 minutes on one thread. 60 test images, none used for a choice: MRE 1.07 mm, SDR at 2 mm 90.9 %, quadratic
weighted kappa 0.974 (95 %: 0.947 to 0.991), accuracy 0.88; always answering stage 5 scores kappa 0 and accuracy 0.33.
"""

_base_ = ['../_base_/recipes/phantom.py', '../_base_/models/lite0_cvm_joint.py']

from aariz_mm.recipes import dataloaders, joint_evaluators, make_codec, one_cycle

codec = make_codec('SpatialSoftmaxCodec', _base_.input_size)
model = dict(head=dict(landmark_head=dict(decoder=codec)))
train_dataloader, val_dataloader, test_dataloader = dataloaders(codec, _base_.augment)
train_cfg, param_scheduler, custom_hooks = one_cycle(epochs=12, max_rate=2e-3, val_interval=4)
val_evaluator, test_evaluator = joint_evaluators()
