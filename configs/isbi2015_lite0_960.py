"""EfficientNet-Lite0, 768 x 960, 131 ISBI 2015 radiographs: nearly their full resolution, for a CPU with bfloat16.

  OMP_NUM_THREADS=1 ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py configs/isbi2015_lite0_960.py --amp

Last epoch on ``valid`` (147 images, mean of the readers, seed 0): MRE 1.191 mm, SDR 86.2 / 92.0 / 95.3 / 98.4 %; 82
minutes on one CPU thread, beside other work. Nothing is selected on ``valid``.
"""

_base_ = ['_base_/recipes/isbi2015_960.py', '_base_/models/lite0_softmax.py']

max_epochs = 30
# The Gaussian is as wide in mm as that of ``isbi2015_lite0.py``.
heatmap_loss = dict(sigma_cells=2.0)
model = dict(head=dict(out_channels=19, decoder=_base_.codec, heatmap_loss=heatmap_loss))
train_cfg = dict(max_epochs=max_epochs, val_interval=15)
one_cycle = dict(total_steps=max_epochs, pct_start=0.1, convert_to_iter_based=True)
param_scheduler = [dict(one_cycle, type='OneCycleLR', eta_max=1e-3)]
# From epoch 23 on the weights are averaged over about 100 steps; those are evaluated and saved.
ema = dict(type='EMAHook', ema_type='ExponentialMovingAverage', momentum=0.01, update_buffers=True, begin_epoch=23)
custom_hooks = [*_base_.custom_hooks, ema]
