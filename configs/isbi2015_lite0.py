"""EfficientNet-Lite0, 576 x 720, 131 ISBI 2015 radiographs: the recipe for a CPU.

  OMP_NUM_THREADS=1 ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py configs/isbi2015_lite0.py

Nothing is selected on ``valid``: the last epoch counts.
"""

_base_ = [
    '_base_/default_runtime.py',
    '_base_/datasets/isbi2015.py',
    '_base_/datasets/augmentation.py',
    '_base_/models/lite0_softmax.py',
    '_base_/schedules/adamw.py',
]

max_epochs = 26
input_size, heatmap_size = (576, 720), (144, 180)
codec = dict(_base_.codec, input_size=input_size, heatmap_size=heatmap_size)
load = [dict(type='LoadCephalogram', fit_size=(774, 960)), dict(type='GetBBoxCenterScale', padding=1.0)]
to_input, pack = dict(type='CephalogramAffine', input_size=input_size), dict(type='PackCephalogram')
train_pipeline = [
    *load,
    *_base_.augment_geometry,
    to_input,
    *_base_.augment_intensity,
    dict(type='GenerateTarget', encoder=codec),
    pack,
]
test_pipeline = [*load, to_input, pack]

model = dict(head=dict(out_channels=19, decoder=codec))
train_dataloader = dict(dataset=dict(pipeline=train_pipeline))
val_dataloader = dict(dataset=dict(pipeline=test_pipeline))
test_dataloader = val_dataloader

train_cfg = dict(max_epochs=max_epochs, val_interval=13)
one_cycle = dict(total_steps=max_epochs, pct_start=0.1, convert_to_iter_based=True)
param_scheduler = [dict(one_cycle, type='OneCycleLR', eta_max=1e-3)]
default_hooks = dict(checkpoint=dict(save_best=None))
# From epoch 19 on the weights are averaged (over about 100 steps, 3 epochs); those are evaluated and saved.
ema = dict(type='EMAHook', ema_type='ExponentialMovingAverage', momentum=0.01, update_buffers=True, begin_epoch=19)
custom_hooks = [*_base_.custom_hooks, ema]
