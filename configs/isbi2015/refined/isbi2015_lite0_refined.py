"""Coarse to fine: ``isbi2015_lite0_softmax_320.py``, trained first and frozen, then crops of 40 mm.

  OMP_NUM_THREADS=1 ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py \
    configs/isbi2015/heads/isbi2015_lite0_softmax_320.py --amp
  OMP_NUM_THREADS=1 ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py \
    configs/isbi2015/refined/isbi2015_lite0_refined.py --amp \
    --cfg-options model.coarse_checkpoint=work_dirs/isbi2015_lite0_softmax_320/epoch_30.pth

Nothing is selected on ``valid``: the last epoch counts.
Score: MRE 1.144 mm, SDR 87.3 / 92.9 / 96.1 / 98.6 %; ISBI 2015 Test1; seed 0.
Training: CPU, one thread, bfloat16, 8 min and 27 min.
"""

_base_ = [
    '../../_base_/default_runtime.py',
    '../../_base_/datasets/isbi2015.py',
    '../../_base_/datasets/augmentation.py',
    '../../_base_/schedules/adamw.py',
    '../../_base_/models/lite0_softmax.py',
    '../../_base_/models/second_stage.py',
]

from aariz_mm.recipes import dataloaders, make_codec, one_cycle

# Both stages speak of the pixels of the full input; the first one's cells are of the reduced picture.
codec = make_codec('SpatialSoftmaxCodec', (768, 960), stride=12)
lite0 = _base_.model
refiner = dict(
    _base_.second_stage,
    backbone=lite0.backbone,
    neck=lite0.neck,
    head=dict(lite0.head, **_base_.crop_head, out_channels=19),
)
head = dict(out_channels=19, decoder=codec)
model = dict(type='CoarseToFineEstimator', coarse_size=(256, 320), head=head, refiner=refiner)
train_dataloader, val_dataloader, test_dataloader = dataloaders(
    codec, _base_.augment, _base_.image_size, input_points=True
)
train_cfg, param_scheduler, custom_hooks = one_cycle(epochs=40, average_steps=100)
