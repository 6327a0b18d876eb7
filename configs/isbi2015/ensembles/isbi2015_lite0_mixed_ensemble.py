"""``isbi2015_lite0_960.py`` and ``isbi2015_lite0_refined.py``, each at seven views: the mean of their landmarks.

Train both by their own configs, ``python tools/train.py CONFIG --amp``, then score them together, in any order:

  ISBI2015_ROOT=/path/to/isbi2015 python tools/test.py configs/isbi2015/ensembles/isbi2015_lite0_mixed_ensemble.py \
    work_dirs/isbi2015_lite0_960/epoch_30.pth work_dirs/isbi2015_lite0_refined/epoch_40.pth

Score: MRE 1.111 mm, SDR 87.8 / 93.0 / 95.9 / 98.9 %; ISBI 2015 Test1.
Training: none beyond its members.
"""

_base_ = ['../single_stage/isbi2015_lite0_960.py', '../../_base_/models/seven_views_960.py']

from aariz_mm.recipes import trained_by

whole = '../single_stage/isbi2015_lite0_960.py'
refined = '../refined/isbi2015_lite0_refined.py'
model = dict(
    _delete_=True,
    type='LandmarkEnsemble',
    backbone={},  # MMPose's init_model asks for one
    members=dict(
        whole=trained_by(whole),
        refined=trained_by(refined),
    ),
    checkpoints=[],
    views=_base_.views,
    space='coordinate',
)
custom_hooks = [dict(type='ChannelsLastHook')]  # the members' averaged weights are in their checkpoints
