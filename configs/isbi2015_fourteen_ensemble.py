"""The ten of ``isbi2015_ten_ensemble.py`` and four more second stages, all with three looks at each landmark.

After the ten come two more trainings of ``isbi2015_lite1_refined.py`` (seeds 5, 6) and two of
``isbi2015_lite1_refined_wide.py`` (7, 8), by ``python tools/train.py CONFIG --amp --cfg-options randomness.seed=N``.
Then score them together, in this order:

  ISBI2015_ROOT=/path/to/isbi2015 python tools/test.py configs/isbi2015_fourteen_ensemble.py FOURTEEN_CHECKPOINTS

On ``valid`` (147 images, mean of the readers): MRE 1.086 mm, SDR 88.2 / 92.6 / 95.7 / 98.9 %, no better than the ten.
docs/results.md says how its members were trained.
"""

_base_ = ['isbi2015_ten_ensemble.py', '_base_/models/three_looks.py']

whole, *second = _base_.model.member
ten = [whole, *(dict(one, refiner=dict(one['refiner'], **_base_.three_looks)) for one in second)]
lite1 = ten[8]
crop = dict(type='SpatialSoftmaxCodec', input_size=(240, 240), heatmap_size=(60, 60), radius_cells=7)
wide = dict(lite1, refiner=dict(lite1['refiner'], head=dict(lite1['refiner']['head'], decoder=crop)))
model = dict(member=[*ten, *[lite1] * 2, *[wide] * 2])
