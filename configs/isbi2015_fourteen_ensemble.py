"""The ten of ``isbi2015_ten_ensemble.py`` and four more second stages, all with three looks at each landmark.

After the ten come two more trainings of ``isbi2015_lite1_refined.py`` (seeds 5, 6) and two of
``isbi2015_lite1_refined_wide.py`` (7, 8), by ``python tools/train.py CONFIG --amp --cfg-options randomness.seed=N``.
Then score them together, in this order:

  ISBI2015_ROOT=/path/to/isbi2015 python tools/test.py configs/isbi2015_fourteen_ensemble.py FOURTEEN_CHECKPOINTS

On ``valid`` (147 images, mean of the readers): MRE 1.086 mm, SDR 88.2 / 92.6 / 95.7 / 98.9 %, no better than the ten.
docs/results.md says how its members were trained.
"""

_base_ = ['isbi2015_ten_ensemble.py', '_base_/models/three_looks.py', '_base_/models/wide_crops.py']

whole, *nine = _base_.model.member
refiner = _base_.lite1.refiner
wide = dict(_base_.lite1, refiner=dict(refiner, head=dict(refiner.head, decoder=_base_.wide_decoder)))
second = [*nine, *[_base_.lite1] * 2, *[wide] * 2]
looking = [dict(one, refiner=dict(one['refiner'], **_base_.three_looks)) for one in second]
model = dict(member=[whole, *looking])
