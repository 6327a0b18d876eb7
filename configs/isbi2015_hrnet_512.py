"""HRNet-W32, 512 x 640, 131 ISBI 2015 radiographs: the recipe for a GPU.

  ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py configs/isbi2015_hrnet_512.py --amp

ImageNet weights come from timm's hub (internet needed once). Nothing is selected on ``valid``: the last epoch counts.
Not scored yet by us: no figure is given here until a run of ours has made it.
"""

_base_ = [
    '_base_/default_runtime.py',
    '_base_/datasets/isbi2015.py',
    '_base_/datasets/augmentation.py',
    '_base_/models/hrnet_w32_softmax.py',
    '_base_/schedules/adamw.py',
]

max_epochs = 150
input_size, heatmap_size = (512, 640), (128, 160)
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
train_dataloader = dict(batch_size=8, num_workers=4, pin_memory=True, dataset=dict(pipeline=train_pipeline))
val_dataloader = dict(batch_size=8, num_workers=4, pin_memory=True, dataset=dict(pipeline=test_pipeline))
test_dataloader = val_dataloader

train_cfg = dict(max_epochs=max_epochs, val_interval=50)
one_cycle = dict(total_steps=max_epochs, pct_start=0.1, convert_to_iter_based=True)
param_scheduler = [dict(one_cycle, type='OneCycleLR', eta_max=5e-4)]
default_hooks = dict(checkpoint=dict(save_best=None))
ema = dict(type='EMAHook', ema_type='ExponentialMovingAverage', momentum=0.01, update_buffers=True, begin_epoch=100)
custom_hooks = [*_base_.custom_hooks, ema]
