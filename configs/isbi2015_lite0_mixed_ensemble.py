"""``isbi2015_lite0_960.py`` and ``isbi2015_lite0_refined.py``, each asked at seven views: the mean of their landmarks.

Train both by their own configs, ``python tools/train.py CONFIG --amp``, then score them together, in this order:

  ISBI2015_ROOT=/path/to/isbi2015 python tools/test.py configs/isbi2015_lite0_mixed_ensemble.py \
    work_dirs/isbi2015_lite0_960/epoch_30.pth work_dirs/isbi2015_lite0_refined/epoch_40.pth

On ``valid`` (147 images, mean of the readers, both of seed 0): MRE 1.111 mm, SDR 87.8 / 93.0 / 95.9 / 98.9 %.
"""

_base_ = ['isbi2015_lite0_960_ensemble.py']

whole = _base_.model.member
coarse = dict(type='SpatialSoftmaxCodec', input_size=(768, 960), heatmap_size=(64, 80))
crop = dict(type='SpatialSoftmaxCodec', input_size=(160, 160), heatmap_size=(40, 40), radius_cells=7)
refiner = dict(type='LandmarkRefiner', backbone=whole.backbone, neck=whole.neck, head=dict(whole.head, decoder=crop))
head = dict(whole.head, decoder=coarse)
refined = dict(whole, type='CoarseToFineEstimator', coarse_size=(256, 320), head=head, refiner=refiner)
model = dict(member=[whole, refined], space='coordinate')
