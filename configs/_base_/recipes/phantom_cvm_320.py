"""Phantoms at 256 x 320, landmarks and CVM stage, 12 epochs; leaves add the model."""

_base_ = ['phantom_320.py']

max_epochs = 12
train_cfg = dict(max_epochs=max_epochs, val_interval=4)
one_cycle = dict(total_steps=max_epochs, pct_start=0.1, convert_to_iter_based=True)
param_scheduler = [dict(one_cycle, type='OneCycleLR', eta_max=2e-3)]
val_evaluator = [dict(type='RadialErrorMetric'), dict(type='CVMMetric')]
test_evaluator = [*val_evaluator, dict(type='MeasurementMetric')]
default_hooks = dict(logger=dict(interval=8))
