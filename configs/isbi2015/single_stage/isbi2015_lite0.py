"""EfficientNet-Lite0, 576 x 720, 131 ISBI 2015 radiographs: the recipe for a CPU.

  OMP_NUM_THREADS=1 ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py \
    configs/isbi2015/single_stage/isbi2015_lite0.py

Nothing is selected on ``valid``: the last epoch counts.
Score: MRE 1.202 mm, SDR 85.5 / 91.7 / 95.5 / 98.6 %; ISBI 2015 Test1; seed 0.
Training: CPU, one thread, 57 min.
"""

_base_ = [
    '../../_base_/default_runtime.py',
    '../../_base_/datasets/isbi2015.py',
    '../../_base_/datasets/augmentation.py',
    '../../_base_/schedules/adamw.py',
    '../../_base_/models/lite0_softmax.py',
]

from aariz_mm.recipes import dataloaders, make_codec, one_cycle

codec = make_codec('SpatialSoftmaxCodec', (576, 720))
model = dict(head=dict(out_channels=19, decoder=codec))
train_dataloader, val_dataloader, test_dataloader = dataloaders(codec, _base_.augment, _base_.image_size)
train_cfg, param_scheduler, custom_hooks = one_cycle(epochs=26, val_interval=13, average_steps=100)
