"""ISBI 2015 at 256 x 320 under one budget, to compare heads: data, schedule and averaging; leaves add head and codec.

131 images, 30 epochs in batches of 4, AdamW with one cycle. The last epoch counts, nothing is picked on ``valid``.
"""

_base_ = ['../default_runtime.py', '../datasets/isbi2015.py', '../datasets/augmentation.py', '../schedules/adamw.py']

input_size = (256, 320)
load = [dict(type='LoadCephalogram', fit_size=(320, 400)), dict(type='GetBBoxCenterScale', padding=1.0)]
to_input, pack = dict(type='CephalogramAffine', input_size=input_size), dict(type='PackCephalogram')
augmented = [*load, *_base_.augment_geometry, to_input, *_base_.augment_intensity]
test_pipeline = [*load, to_input, pack]
val_dataloader = dict(dataset=dict(pipeline=test_pipeline))
test_dataloader = val_dataloader

max_epochs = 30
train_cfg = dict(max_epochs=max_epochs, val_interval=max_epochs)
one_cycle = dict(total_steps=max_epochs, pct_start=0.1, convert_to_iter_based=True)
param_scheduler = [dict(one_cycle, type='OneCycleLR', eta_max=1e-3)]
# From epoch 22 on the weights are averaged over about 100 steps; those are evaluated and saved.
ema = dict(type='EMAHook', ema_type='ExponentialMovingAverage', momentum=0.01, update_buffers=True, begin_epoch=22)
custom_hooks = [*_base_.custom_hooks, ema]
default_hooks = dict(checkpoint=dict(save_best=None))
