"""EfficientNet-Lite0, 256 x 320, landmarks and CVM stage of synthetic cephalograms in one forward, on a CPU.

python tools/make_phantom.py work_dirs/phantom_cvm --train 240 --valid 24 --test 60 --size 450 550 --seed 1
AARIZ_ROOT=work_dirs/phantom_cvm OMP_NUM_THREADS=1 python tools/train.py configs/phantom/phantom_joint.py

No test image is used for a choice.
Score: MRE 1.074 mm, SDR 90.9 % (2 mm), kappa 0.974 (0.947-0.991), accuracy 0.883; Phantom of seed 1; seed 0.
Training: CPU, one thread, about 7 min.
Baseline: kappa 0, accuracy 0.333 (always stage 5).
"""

_base_ = ['../_base_/recipes/phantom.py', '../_base_/models/lite0_cvm_joint.py']

from aariz_mm.recipes import dataloaders, joint_evaluators, make_codec, one_cycle

codec = make_codec('SpatialSoftmaxCodec', _base_.input_size)
model = dict(head=dict(landmark_head=dict(decoder=codec)))
train_dataloader, val_dataloader, test_dataloader = dataloaders(codec, _base_.augment)
train_cfg, param_scheduler, custom_hooks = one_cycle(epochs=12, max_rate=2e-3, val_interval=4)
val_evaluator, test_evaluator = joint_evaluators()
