"""Two trainings of ``isbi2015_lite0_960.py`` and three of ``isbi2015_lite0_refined.py``, each asked at seven views.

Train them by their own configs, ``python tools/train.py CONFIG --amp``, with ``--cfg-options randomness.seed=N``; each
second stage has a first stage of its seed. Then score them together, in this order:

  ISBI2015_ROOT=/path/to/isbi2015 python tools/test.py configs/isbi2015_lite0_five_ensemble.py \
    960_SEED0.pth 960_SEED1.pth REFINED_SEED0.pth REFINED_SEED1.pth REFINED_SEED2.pth

On ``valid`` (147 images, mean of the readers): MRE 1.098 mm, SDR 88.0 / 93.0 / 96.1 / 98.9 %.
"""

_base_ = ['isbi2015_lite0_mixed_ensemble.py']

whole, refined = _base_.model.member[0], _base_.model.member[1]
# An answer that stands 4 mm from where the others are is none: a second stage may have taken another spot of its crop.
model = dict(member=[whole, whole, refined, refined, refined], outlier_px=16)
