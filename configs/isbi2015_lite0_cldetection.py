"""EfficientNet-Lite0, 576 x 720, the 24 landmarks of the CL-Detection 2023 reader: incisor axes and mandibular length.

  OMP_NUM_THREADS=1 ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py configs/isbi2015_lite0_cldetection.py --amp

That reader marked 70 radiographs of ``train`` and 103 of ``valid``; the others are dropped, and in 36 two exchanged
labels are put right, see ``_base_/datasets/isbi2015_cldetection.py``.
Last epoch on ``valid`` (103 images, seed 0): MRE 2.060 mm, SDR 62.2 / 72.7 / 79.4 / 88.2 %; about 30 minutes on one CPU
thread beside other work. Nothing is selected on ``valid``.
"""

_base_ = [
    '_base_/recipes/isbi2015_720.py',
    '_base_/models/lite0_softmax.py',
    '_base_/datasets/isbi2015_cldetection.py',
]

max_epochs = 40
train_dataloader = dict(dataset=_base_.reader)
val_dataloader = dict(dataset=_base_.reader)
test_dataloader = val_dataloader
model = dict(head=dict(out_channels=24, decoder=_base_.codec))
train_cfg = dict(max_epochs=max_epochs, val_interval=max_epochs)
one_cycle = dict(total_steps=max_epochs, pct_start=0.1, convert_to_iter_based=True)
param_scheduler = [dict(one_cycle, type='OneCycleLR', eta_max=1e-3)]
# From epoch 30 on the weights are averaged over about 100 steps; those are evaluated and saved.
ema = dict(type='EMAHook', ema_type='ExponentialMovingAverage', momentum=0.01, update_buffers=True, begin_epoch=30)
custom_hooks = [*_base_.custom_hooks, ema]
