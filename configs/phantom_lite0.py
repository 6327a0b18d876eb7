"""EfficientNet-Lite0, 256 x 320, synthetic cephalograms: the demo, minutes on a CPU.

python tools/make_phantom.py work_dirs/phantom
AARIZ_ROOT=work_dirs/phantom python tools/train.py configs/phantom_lite0.py

Last epoch on the 16 test images (seed 0): MRE 1.515 mm, 75.6 % within 2 mm; 80 seconds on two idle cores.
"""

_base_ = ['_base_/recipes/phantom_320.py', '_base_/models/lite0_softmax.py']

max_epochs = 16
model = dict(head=dict(decoder=_base_.codec))
train_cfg = dict(max_epochs=max_epochs, val_interval=4)
one_cycle = dict(total_steps=max_epochs, pct_start=0.1, convert_to_iter_based=True)
param_scheduler = [dict(one_cycle, type='OneCycleLR', eta_max=2e-3)]
default_hooks = dict(logger=dict(interval=8))
