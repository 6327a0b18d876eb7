"""EfficientNet-Lite0, 256 x 320, synthetic cephalograms: the demo, minutes on a CPU.

python tools/make_phantom.py work_dirs/phantom
AARIZ_ROOT=work_dirs/phantom python tools/train.py configs/phantom_lite0.py
"""

_base_ = [
    '_base_/default_runtime.py',
    '_base_/datasets/aariz.py',
    '_base_/datasets/augmentation.py',
    '_base_/models/lite0_softmax.py',
    '_base_/schedules/adamw.py',
]

max_epochs = 16
input_size, heatmap_size = (256, 320), (64, 80)
codec = dict(_base_.codec, input_size=input_size, heatmap_size=heatmap_size)
load = [dict(type='LoadCephalogram', fit_size=(320, 400)), dict(type='GetBBoxCenterScale', padding=1.0)]
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

model = dict(head=dict(decoder=codec))
train_dataloader = dict(batch_size=4, num_workers=1, pin_memory=False, dataset=dict(pipeline=train_pipeline))
val_dataloader = dict(batch_size=4, num_workers=1, pin_memory=False, dataset=dict(pipeline=test_pipeline))
test_dataloader = dict(batch_size=4, num_workers=1, pin_memory=False, dataset=dict(pipeline=test_pipeline))

train_cfg = dict(max_epochs=max_epochs, val_interval=4)
one_cycle = dict(total_steps=max_epochs, pct_start=0.1, convert_to_iter_based=True)
param_scheduler = [dict(one_cycle, type='OneCycleLR', eta_max=2e-3)]
default_hooks = dict(logger=dict(interval=8))
