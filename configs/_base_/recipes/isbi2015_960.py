"""ISBI 2015 at 768 x 960 for stride-4 spatial-softmax models; the last epoch counts, none is picked on ``valid``."""

_base_ = ['../default_runtime.py', '../datasets/isbi2015.py', '../datasets/augmentation.py', '../schedules/adamw.py']

codec = dict(type='SpatialSoftmaxCodec', input_size=(768, 960), heatmap_size=(192, 240), radius_cells=7)
load = [dict(type='LoadCephalogram', fit_size=(774, 960)), dict(type='GetBBoxCenterScale', padding=1.0)]
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
test_dataloader = val_dataloader
default_hooks = dict(checkpoint=dict(save_best=None))
