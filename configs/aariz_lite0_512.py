"""EfficientNet-Lite0, 512 x 512, spatial softmax: Aariz on a small GPU or a CPU, no download of weights.

  AARIZ_ROOT=/path/to/Aariz python tools/train.py configs/aariz_lite0_512.py

Best checkpoint by MRE in mm on ``valid``.
Not scored yet on Aariz by us: no figure is given here until a run of ours has made it.
"""

_base_ = [
    '_base_/default_runtime.py',
    '_base_/datasets/aariz.py',
    '_base_/datasets/augmentation.py',
    '_base_/models/lite0_softmax.py',
    '_base_/schedules/adamw.py',
]

max_epochs = 120
load = [dict(type='LoadCephalogram', fit_size=(640, 640)), dict(type='GetBBoxCenterScale', padding=1.0)]
to_input, pack = dict(type='CephalogramAffine', input_size=_base_.codec.input_size), dict(type='PackCephalogram')
train_pipeline = [
    *load,
    *_base_.augment_geometry,
    to_input,
    *_base_.augment_intensity,
    dict(type='GenerateTarget', encoder=_base_.codec),
    pack,
]
test_pipeline = [*load, to_input, pack]

train_dataloader = dict(dataset=dict(pipeline=train_pipeline))
val_dataloader = dict(dataset=dict(pipeline=test_pipeline))
test_dataloader = dict(dataset=dict(pipeline=test_pipeline))

train_cfg = dict(max_epochs=max_epochs)
one_cycle = dict(total_steps=max_epochs, pct_start=0.1, convert_to_iter_based=True)
param_scheduler = [dict(one_cycle, type='OneCycleLR', eta_max=1e-3)]
early_stopping = dict(type='EarlyStoppingHook', monitor='MRE_mm', rule='less', patience=30, min_delta=0.001)
ema = dict(type='EMAHook', ema_type='ExponentialMovingAverage', momentum=0.005, update_buffers=True, begin_epoch=20)
custom_hooks = [*_base_.custom_hooks, ema, early_stopping]
