"""Synthetic cephalograms in the Aariz layout at 256 x 320 for stride-4 spatial-softmax models, on a CPU."""

_base_ = ['../default_runtime.py', '../datasets/aariz.py', '../datasets/augmentation.py', '../schedules/adamw.py']

codec = dict(type='SpatialSoftmaxCodec', input_size=(256, 320), heatmap_size=(64, 80))
load = [dict(type='LoadCephalogram', fit_size=(320, 400)), dict(type='GetBBoxCenterScale', padding=1.0)]
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
train_dataloader = dict(batch_size=4, num_workers=1, pin_memory=False, dataset=dict(pipeline=train_pipeline))
val_dataloader = dict(batch_size=4, num_workers=1, pin_memory=False, dataset=dict(pipeline=test_pipeline))
test_dataloader = dict(batch_size=4, num_workers=1, pin_memory=False, dataset=dict(pipeline=test_pipeline))
