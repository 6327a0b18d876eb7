"""EfficientNet-Lite0, 512 x 512, landmarks, and the CVM stage from the region of C2 to C4 that they give.

  AARIZ_ROOT=/path/to/Aariz python tools/train.py configs/aariz_cvm_roi.py

No download of weights. Best checkpoint by MRE in mm on ``valid``; for the best by kappa: --cfg-options
default_hooks.checkpoint.save_best=CVM_qwk default_hooks.checkpoint.rule=greater
Not scored by us yet: a figure stands here once a run of ours has made it.
"""

_base_ = ['_base_/recipes/aariz_512.py', '_base_/models/lite0_cvm_roi.py']

model = dict(head=dict(landmark_head=dict(decoder=_base_.codec)))
train_pipeline = [*_base_.train_pipeline[:-1], dict(_base_.pack, pack_transformed=True)]
train_dataloader = dict(dataset=dict(pipeline=train_pipeline))
val_evaluator = [dict(type='RadialErrorMetric'), dict(type='CVMMetric')]
test_evaluator = [*val_evaluator, dict(type='MeasurementMetric')]
# From epoch 20 on the weights are averaged over about 200 steps; those are evaluated and saved.
ema = dict(type='EMAHook', ema_type='ExponentialMovingAverage', momentum=0.005, update_buffers=True, begin_epoch=20)
custom_hooks = [dict(type='ChannelsLastHook'), ema]  # early stopping would look at the landmarks alone
