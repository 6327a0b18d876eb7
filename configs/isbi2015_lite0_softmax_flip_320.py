"""``isbi2015_lite0_softmax_320.py`` with every second radiograph mirrored in training: what does it cost?

  OMP_NUM_THREADS=1 ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py \
    configs/isbi2015_lite0_softmax_flip_320.py --amp

Seed 0 on ``valid``: MRE 1.629 mm, 70.1 % within 2 mm; others beside it in docs/results.md.
Last epoch; nothing is selected on ``valid``.
"""

_base_ = ['isbi2015_lite0_softmax_320.py']

augmented = [*_base_.load, *_base_.augment_flip, *_base_.augmented[len(_base_.load) :]]
train_dataloader = dict(dataset=dict(pipeline=[*augmented, _base_.target, _base_.pack]))
