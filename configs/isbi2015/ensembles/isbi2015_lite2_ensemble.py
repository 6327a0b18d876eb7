"""``isbi2015_lite2_960.py`` and three trainings of ``isbi2015_lite2_refined.py``, each at seven views.

Train them by their own configs, ``python tools/train.py CONFIG --amp``, with ``--cfg-options randomness.seed=N``; all
second stages may have one first stage. Then score them together, in any order:

  ISBI2015_ROOT=/path/to/isbi2015 python tools/test.py configs/isbi2015/ensembles/isbi2015_lite2_ensemble.py \
    960.pth REFINED_SEED0.pth REFINED_SEED1.pth REFINED_SEED2.pth

docs/results.md says how its members were trained.
Score: MRE 1.098 mm, SDR 87.7 / 92.8 / 95.7 / 98.9 %; ISBI 2015 Test1.
Training: none beyond its members.
"""

_base_ = ['../refined/isbi2015_lite2_refined.py', '../../_base_/models/seven_views_960.py']

from aariz_mm.recipes import trained_by

whole = '../single_stage/isbi2015_lite2_960.py'
refined = '../refined/isbi2015_lite2_refined.py'
model = dict(
    _delete_=True,
    type='LandmarkEnsemble',
    backbone={},  # MMPose's init_model asks for one
    members=dict(
        whole=trained_by(whole),
        refined_a=trained_by(refined),
        refined_b=trained_by(refined),
        refined_c=trained_by(refined),
    ),
    checkpoints=[],
    views=_base_.views,
    space='coordinate',
    # A prediction 4 mm off the others is left out: a second stage may have found another spot in its crop.
    outlier_px=16,
)
custom_hooks = [dict(type='ChannelsLastHook')]  # the members' averaged weights are in their checkpoints
