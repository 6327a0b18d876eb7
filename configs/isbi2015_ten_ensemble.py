"""Ten models, each asked once: one of the whole picture and nine coarse to fine that differ in more than chance.

``isbi2015_lite2_960.py``, three of ``isbi2015_lite2_refined.py``, three of ``isbi2015_lite0_refined.py``, each trained
without another third of ``train`` on a first stage that was so too, ``isbi2015_lite0_refined_s2.py``,
``isbi2015_lite1_refined.py`` and ``isbi2015_lite0_refined_elastic.py``. The three by thirds:

  python tools/cross_validate.py configs/isbi2015_lite0_softmax_320.py --amp \
    --cfg-options train_dataloader.dataset.num_folds=3
  python tools/cross_validate.py configs/isbi2015_lite0_refined.py --amp --cfg-options \
    train_dataloader.dataset.num_folds=3 \
    'model.coarse_checkpoint=work_dirs/isbi2015_lite0_softmax_320/fold_{fold}/epoch_30.pth'

The others by ``python tools/train.py CONFIG --amp``. Then score them together, in the order above:

  ISBI2015_ROOT=/path/to/isbi2015 python tools/test.py configs/isbi2015_ten_ensemble.py TEN_CHECKPOINTS

On ``valid`` (147 images, mean of the readers): MRE 1.088 mm, SDR 88.2 / 92.9 / 95.8 / 98.9 %.
docs/results.md says how its members were trained.
"""

_base_ = ['isbi2015_lite2_ensemble.py', '_base_/models/fine_crop_maps.py']

whole, lite2 = _base_.model.member[:2]
second = dict(lite2.refiner, backbone=lite2.backbone, neck=lite2.neck)  # of Lite0, as the first stage
lite0 = dict(lite2, refiner=second)
fine = dict(lite2, refiner=dict(second, head=dict(second['head'], **_base_.fine_head)))
# Lite1 is Lite0 with more blocks; its weights come with the checkpoint.
lite1 = dict(lite2, refiner=dict(second, backbone=dict(lite2.backbone, model_name='tf_efficientnet_lite1')))
model = dict(member=[whole, *[lite2] * 3, *[lite0] * 3, fine, lite1, lite0], views=[{}])
