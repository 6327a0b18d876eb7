"""Aariz at 512 x 512 for stride-4 spatial-softmax models: data, pipelines, schedule, averaging; leaves add the model.

120 epochs of one cycle, fewer where ``valid`` stands still, whose best checkpoint by MRE in mm is kept.
"""

_base_ = ['../default_runtime.py', '../datasets/aariz.py', '../datasets/augmentation.py', '../schedules/adamw.py']

codec = dict(type='SpatialSoftmaxCodec', input_size=(512, 512), heatmap_size=(128, 128))
load = [dict(type='LoadCephalogram', fit_size=(640, 640)), dict(type='GetBBoxCenterScale', padding=1.0)]
to_input, pack = dict(type='CephalogramAffine', input_size=codec['input_size']), dict(type='PackCephalogram')
train_pipeline = [
    *load,
    *_base_.augment_geometry,
    to_input,
    *_base_.augment_intensity,
    dict(type='GenerateTarget', encoder=codec),
    pack,
]
test_pipeline = [*load, to_input, pack]
train_dataloader = dict(dataset=dict(pipeline=train_pipeline))
val_dataloader = dict(dataset=dict(pipeline=test_pipeline))
test_dataloader = dict(dataset=dict(pipeline=test_pipeline))

max_epochs = 120
train_cfg = dict(max_epochs=max_epochs)
one_cycle = dict(total_steps=max_epochs, pct_start=0.1, convert_to_iter_based=True)
param_scheduler = [dict(one_cycle, type='OneCycleLR', eta_max=1e-3)]
# Weights averaged over the last steps, a tenth of those made at first and 200 at most; evaluated and saved.
ema = dict(type='EMAHook', ema_type='MomentumAnnealingEMA', momentum=0.005, gamma=10, update_buffers=True)
early_stopping = dict(type='EarlyStoppingHook', monitor='MRE_mm', rule='less', patience=30, min_delta=0.001)
custom_hooks = [*_base_.custom_hooks, ema, early_stopping]
