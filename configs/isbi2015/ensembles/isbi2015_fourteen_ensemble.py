"""The ten of ``isbi2015_ten_ensemble.py`` and four more second stages, all with three looks at each landmark.

The four are two more trainings of ``isbi2015_lite1_refined.py`` (seeds 5, 6) and two of
``isbi2015_lite1_refined_wide.py`` (7, 8), by ``python tools/train.py CONFIG --amp --cfg-options randomness.seed=N``.
Then score them together, in any order:

  ISBI2015_ROOT=/path/to/isbi2015 python tools/test.py \
    configs/isbi2015/ensembles/isbi2015_fourteen_ensemble.py FOURTEEN_CHECKPOINTS

No better than the ten. docs/results.md says how its members were trained.
Score: MRE 1.086 mm, SDR 88.2 / 92.6 / 95.7 / 98.9 %; ISBI 2015 Test1.
Training: none beyond its members.
"""

_base_ = ['../refined/isbi2015_lite2_refined.py']

from aariz_mm.recipes import trained_by

whole = '../single_stage/isbi2015_lite2_960.py'
refined = '../refined/isbi2015_%s.py'
second_stages = dict(
    lite2_a='lite2_refined', lite2_b='lite2_refined', lite2_c='lite2_refined',
    lite0_a='lite0_refined', lite0_b='lite0_refined', lite0_c='lite0_refined',
    fine='lite0_refined_s2', lite1_a='lite1_refined', elastic='lite0_refined_elastic',
    lite1_b='lite1_refined', lite1_c='lite1_refined',
    wide_a='lite1_refined_wide', wide_b='lite1_refined_wide',
)  # fmt: skip
looks = _base_.three_looks
join = dict(type='LandmarkEnsemble', backbone={}, views=[{}], space='coordinate', outlier_px=16)
model = dict(
    _delete_=True,
    members=dict(
        whole=trained_by(whole),
        **{name: trained_by(refined % config, refiner=looks) for name, config in second_stages.items()},
    ),
    checkpoints=[],
    **join,
)
custom_hooks = [dict(type='ChannelsLastHook')]  # the members' averaged weights are in their checkpoints
