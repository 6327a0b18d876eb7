"""``isbi2015_lite0.py`` plus elastic deformation of image and landmarks: what does it gain on 131 radiographs?

  OMP_NUM_THREADS=1 ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py configs/isbi2015_lite0_elastic.py

Score: see docs/results.md
"""

_base_ = ['isbi2015_lite0.py']

train_pipeline = [
    *_base_.load,
    *_base_.augment_geometry,
    _base_.to_input,
    *_base_.augment_elastic,
    *_base_.augment_intensity,
    dict(type='GenerateTarget', encoder=_base_.codec),
    _base_.pack,
]
train_dataloader = dict(dataset=dict(pipeline=train_pipeline))
