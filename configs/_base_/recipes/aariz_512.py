"""Aariz at 512 x 512 for stride-4 spatial-softmax models: data, pipelines, schedule; leaves add the model."""

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
