"""HRNet-W32, 512 x 640, 131 ISBI 2015 radiographs: the recipe for a GPU.

  ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py configs/isbi2015/single_stage/isbi2015_hrnet_512.py --amp

ImageNet weights come from timm's hub (internet needed once). Nothing is selected on ``valid``: the last epoch counts.
Score: none yet.
"""

_base_ = [
    '../../_base_/default_runtime.py',
    '../../_base_/datasets/isbi2015.py',
    '../../_base_/datasets/augmentation.py',
    '../../_base_/schedules/adamw.py',
    '../../_base_/models/hrnet_w32_softmax.py',
]

from aariz_mm.recipes import dataloaders, make_codec, one_cycle

codec = make_codec('SpatialSoftmaxCodec', (512, 640))
model = dict(head=dict(out_channels=19, decoder=codec))
train_dataloader, val_dataloader, test_dataloader = dataloaders(codec, _base_.augment, _base_.image_size)
train_dataloader.update(batch_size=8, num_workers=4, pin_memory=True)
auto_scale_lr = dict(base_batch_size=8)
train_cfg, param_scheduler, custom_hooks = one_cycle(
    epochs=150, max_rate=5e-4, val_interval=50, average_steps=100, average_from=0
)
