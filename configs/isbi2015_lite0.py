"""EfficientNet-Lite0, 576 x 720, 131 ISBI 2015 radiographs: the recipe for a CPU.

  OMP_NUM_THREADS=1 ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py configs/isbi2015_lite0.py

Last epoch on ``valid`` (147 images, mean of the readers, seed 0): MRE 1.202 mm, SDR 85.5 / 91.7 / 95.5 / 98.6 %;
57 minutes on one CPU thread. Nothing is selected on ``valid``.
"""

_base_ = ['_base_/recipes/isbi2015_720.py', '_base_/models/lite0_softmax.py']

max_epochs = 26
model = dict(head=dict(out_channels=19, decoder=_base_.codec))
train_cfg = dict(max_epochs=max_epochs, val_interval=13)
one_cycle = dict(total_steps=max_epochs, pct_start=0.1, convert_to_iter_based=True)
param_scheduler = [dict(one_cycle, type='OneCycleLR', eta_max=1e-3)]
# From epoch 19 on the weights are averaged over about 100 steps; those are evaluated and saved.
ema = dict(type='EMAHook', ema_type='ExponentialMovingAverage', momentum=0.01, update_buffers=True, begin_epoch=19)
custom_hooks = [*_base_.custom_hooks, ema]
