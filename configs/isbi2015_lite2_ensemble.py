"""``isbi2015_lite2_960.py`` and three trainings of ``isbi2015_lite2_refined.py``, each asked at seven views.

Train them by their own configs, ``python tools/train.py CONFIG --amp``, with ``--cfg-options randomness.seed=N``; all
second stages may have one first stage. Then score them together, in this order:

  ISBI2015_ROOT=/path/to/isbi2015 python tools/test.py configs/isbi2015_lite2_ensemble.py \
    960.pth REFINED_SEED0.pth REFINED_SEED1.pth REFINED_SEED2.pth

On ``valid`` (147 images, mean of the readers, seeds 0; 0, 1, 2): MRE 1.098 mm, SDR 87.7 / 92.8 / 95.7 / 98.9 %.
docs/results.md says how its members were trained.
"""

_base_ = ['isbi2015_lite2_refined.py', '_base_/models/seven_views_960.py']

refined = _base_.model
second = refined.refiner
codec = dict(type='SpatialSoftmaxCodec', input_size=(768, 960), heatmap_size=(192, 240), radius_cells=7)
parts = dict(backbone=second.backbone, neck=second.neck, head=dict(second.head, decoder=codec))
whole = dict(type='TopdownPoseEstimator', data_preprocessor=refined.data_preprocessor, **parts)
# An answer that stands 4 mm from where the others are is none: a second stage may have taken another spot of its crop.
join = dict(type='LandmarkEnsemble', views=_base_.views, space='coordinate', outlier_px=16)
model = dict(_delete_=True, **join, member=[whole] + [refined] * 3, checkpoints=[])
custom_hooks = [dict(type='ChannelsLastHook')]  # the members' averaged weights are in their checkpoints
