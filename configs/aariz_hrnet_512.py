"""HRNet-W32, 512 x 512, spatial softmax: the main recipe for the Aariz dataset, on a GPU.

  AARIZ_ROOT=/path/to/Aariz python tools/train.py configs/aariz_hrnet_512.py --amp

ImageNet weights come from timm's hub (internet needed once). Best checkpoint by MRE in mm on ``valid``.
Not scored by us yet: a figure stands here once a run of ours has made it.
"""

_base_ = ['_base_/recipes/aariz_512.py', '_base_/models/hrnet_w32_softmax.py']

max_epochs = 120
model = dict(head=dict(decoder=_base_.codec))
train_cfg = dict(max_epochs=max_epochs)
one_cycle = dict(total_steps=max_epochs, pct_start=0.1, convert_to_iter_based=True)
param_scheduler = [dict(one_cycle, type='OneCycleLR', eta_max=1e-3)]
# Weights averaged over the last steps, a tenth of those made at first and 200 at most; evaluated and saved.
ema = dict(type='EMAHook', ema_type='MomentumAnnealingEMA', momentum=0.005, gamma=10, update_buffers=True)
early_stopping = dict(type='EarlyStoppingHook', monitor='MRE_mm', rule='less', patience=30, min_delta=0.001)
custom_hooks = [*_base_.custom_hooks, ema, early_stopping]
