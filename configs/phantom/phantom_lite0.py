"""EfficientNet-Lite0, 256 x 320, synthetic cephalograms: minutes on a CPU.

python tools/make_phantom.py work_dirs/phantom
AARIZ_ROOT=work_dirs/phantom python tools/train.py configs/phantom/phantom_lite0.py

Nothing is selected on the test images: the last epoch counts.
Score: MRE 1.515 mm, SDR 75.6 / 87.1 / 94.0 / 98.5 %; Phantom of seed 0; seed 0.
Training: CPU, two cores, 80 s.
"""

_base_ = ['../_base_/recipes/phantom.py', '../_base_/models/lite0_softmax.py']

from aariz_mm.recipes import dataloaders, make_codec, one_cycle

codec = make_codec('SpatialSoftmaxCodec', _base_.input_size)
model = dict(head=dict(decoder=codec))
train_dataloader, val_dataloader, test_dataloader = dataloaders(codec, _base_.augment)
train_cfg, param_scheduler, custom_hooks = one_cycle(epochs=16, max_rate=2e-3, val_interval=4)
