"""``isbi2015_lite0.py`` with the augmentation of Albumentations in place of its own. No landmark is lost by it.

  OMP_NUM_THREADS=1 ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py configs/isbi2015_lite0_albu.py

Score: see docs/results.md
"""

_base_ = ['isbi2015_lite0.py', '_base_/datasets/albumentations.py']

train_pipeline = [
    *_base_.load,
    _base_.to_input,
    *_base_.augment_albumentations,
    dict(type='GenerateTarget', encoder=_base_.codec),
    _base_.pack,
]
train_dataloader = dict(dataset=dict(pipeline=train_pipeline))
