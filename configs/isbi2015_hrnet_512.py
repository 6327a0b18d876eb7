"""HRNet-W32, 512 x 640, 131 ISBI 2015 radiographs: the recipe for a GPU.

  ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py configs/isbi2015_hrnet_512.py --amp

ImageNet weights come from timm's hub (internet needed once). Nothing is selected on ``valid``: the last epoch counts.
Not scored by us yet: a figure stands here once a run of ours has made it.
"""

_base_ = ['_base_/recipes/isbi2015_640.py', '_base_/models/hrnet_w32_softmax.py']

max_epochs = 150
model = dict(head=dict(out_channels=19, decoder=_base_.codec))
train_dataloader = dict(batch_size=8, num_workers=4, pin_memory=True)
train_cfg = dict(max_epochs=max_epochs, val_interval=50)
one_cycle = dict(total_steps=max_epochs, pct_start=0.1, convert_to_iter_based=True)
param_scheduler = [dict(one_cycle, type='OneCycleLR', eta_max=5e-4)]
# Weights averaged over the last steps, a tenth of those made at first and 100 at most; evaluated and saved.
ema = dict(type='EMAHook', ema_type='MomentumAnnealingEMA', momentum=0.01, gamma=10, update_buffers=True)
custom_hooks = [*_base_.custom_hooks, ema]
