"""EfficientNet-Lite0, 192 x 240, synthetic cephalograms: the demo, minutes on a CPU.

``make demo`` runs it, or:

python tools/make_phantom.py work_dirs/phantom --size 600 730
AARIZ_ROOT=work_dirs/phantom python tools/train.py configs/phantom/phantom_demo.py

Nothing is selected on the test images: the last epoch counts.
Score: MRE 1.778 mm, SDR 64.0 / 77.2 / 86.9 / 97.4 %; Phantom of seed 0; seed 0.
Training: CPU, two cores, 90 s without the set-up.
"""

_base_ = ['../_base_/recipes/phantom.py', '../_base_/models/lite0_softmax.py']

from aariz_mm.recipes import dataloaders, make_codec, one_cycle

codec = make_codec('SpatialSoftmaxCodec', (192, 240))
model = dict(head=dict(decoder=codec))
train_dataloader, val_dataloader, test_dataloader = dataloaders(codec, _base_.augment, batch_size=2)
auto_scale_lr = dict(base_batch_size=2)
train_cfg, param_scheduler, custom_hooks = one_cycle(epochs=8, max_rate=2e-3, val_interval=4)
