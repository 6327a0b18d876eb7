"""``isbi2015_lite0_softmax_320.py`` plus elastic deformation of image and landmarks: what does it gain?

  OMP_NUM_THREADS=1 ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py \
    configs/isbi2015_lite0_softmax_elastic_320.py --amp

Seed 0 on ``valid``: MRE 1.556 mm, 72.8 % within 2 mm; others beside it in docs/results.md.
Last epoch; nothing is selected on ``valid``.
"""

_base_ = ['isbi2015_lite0_softmax_320.py']

augmented = [*_base_.augmented, *_base_.augment_elastic]
train_dataloader = dict(dataset=dict(pipeline=[*augmented, _base_.target, _base_.pack]))
