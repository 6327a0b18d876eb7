"""CephNet, 256 x 256, two heads: landmarks by coordinate regression and the CVM stage, from scratch.

  AARIZ_ROOT=/path/to/Aariz python tools/train.py configs/aariz_cephnet_256.py

No download of weights. Plateau, best model and early stopping look at MRE in mm on ``valid``.
Score: see docs/results.md
"""

_base_ = [
    '_base_/default_runtime.py',
    '_base_/datasets/aariz.py',
    '_base_/datasets/square_256.py',
    '_base_/schedules/adam_plateau.py',
    '_base_/models/cephnet_cvm_joint.py',
]

codec = dict(type='RegressionLabel', input_size=_base_.input_size)
model = dict(head=dict(landmark_head=dict(decoder=codec)))
target = dict(type='GenerateTarget', encoder=codec)
train_dataloader = dict(dataset=dict(pipeline=[*_base_.augmented, target, _base_.pack]))
val_dataloader = dict(dataset=dict(pipeline=_base_.test_pipeline))
test_dataloader = val_dataloader
val_evaluator = [dict(type='RadialErrorMetric'), dict(type='CVMMetric')]
test_evaluator = [*val_evaluator, dict(type='MeasurementMetric')]
