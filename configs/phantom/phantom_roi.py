"""EfficientNet-Lite0, 256 x 320, landmarks, and the CVM stage from the region of C2 to C4 that they give, on a CPU.

python tools/make_phantom.py work_dirs/phantom_cvm --train 240 --valid 24 --test 60 --size 450 550 --seed 1
AARIZ_ROOT=work_dirs/phantom_cvm OMP_NUM_THREADS=1 python tools/train.py configs/phantom/phantom_roi.py

About 7 minutes on one thread. 60 test images, none used for a choice: MRE 1.06 mm, SDR at 2 mm 90.7 %, quadratic
weighted kappa 0.978 (95 %: 0.959 to 0.994), accuracy 0.90; always answering stage 5 scores kappa 0 and accuracy 0.33.
"""

_base_ = ['../_base_/recipes/phantom.py', '../_base_/models/lite0_cvm_roi.py']

from aariz_mm.recipes import dataloaders, joint_evaluators, make_codec, one_cycle

codec = make_codec('SpatialSoftmaxCodec', _base_.input_size)
model = dict(head=dict(landmark_head=dict(decoder=codec)))
train_dataloader, val_dataloader, test_dataloader = dataloaders(codec, _base_.augment, input_points=True)
train_cfg, param_scheduler, custom_hooks = one_cycle(epochs=12, max_rate=2e-3, val_interval=4)
val_evaluator, test_evaluator = joint_evaluators()
