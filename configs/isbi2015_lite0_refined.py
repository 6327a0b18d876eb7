"""Coarse to fine: ``isbi2015_lite0_softmax_320.py``, frozen, then crops of 40 mm at 0.25 mm per pixel.

Train the first stage by its own config, then the second:

  OMP_NUM_THREADS=1 ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py configs/isbi2015_lite0_softmax_320.py --amp
  OMP_NUM_THREADS=1 ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py configs/isbi2015_lite0_refined.py --amp \
    --cfg-options model.coarse_checkpoint=work_dirs/isbi2015_lite0_softmax_320/epoch_30.pth

Last epoch on ``valid`` (147 images, mean of the readers, seed 0): MRE 1.144 mm, SDR 87.3 / 92.9 / 96.1 / 98.6 %; the
first stage alone 1.577 mm and 72.8 % at 2 mm. 8 and 27 minutes on one CPU thread. Nothing is selected on ``valid``.
"""

_base_ = ['_base_/recipes/isbi2015_960.py', '_base_/models/lite0_coarse_to_fine.py']

max_epochs = 40
# Both stages speak of the pixels of the full input; the first one's cells are of the reduced picture.
codec = dict(type='SpatialSoftmaxCodec', input_size=(768, 960), heatmap_size=(64, 80))
model = dict(head=dict(out_channels=19, decoder=codec), refiner=dict(head=dict(out_channels=19)))
targets = [dict(type='GenerateTarget', encoder=codec), dict(type='PackCephalogram', pack_transformed=True)]
train_dataloader = dict(dataset=dict(pipeline=[*_base_.train_pipeline[:-2], *targets]))
train_cfg = dict(max_epochs=max_epochs, val_interval=max_epochs)
one_cycle = dict(total_steps=max_epochs, pct_start=0.1, convert_to_iter_based=True)
param_scheduler = [dict(one_cycle, type='OneCycleLR', eta_max=1e-3)]
# From epoch 30 on the weights are averaged over about 100 steps; those are evaluated and saved.
ema = dict(type='EMAHook', ema_type='ExponentialMovingAverage', momentum=0.01, update_buffers=True, begin_epoch=30)
custom_hooks = [*_base_.custom_hooks, ema]
