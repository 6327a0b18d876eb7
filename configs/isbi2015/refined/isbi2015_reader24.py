"""The reader: coarse to fine, 24 landmarks from readers who marked different ones, augmented as clinics send pictures.

  OMP_NUM_THREADS=1 ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py \
    configs/isbi2015/heads/isbi2015_reader24_coarse.py --amp
  OMP_NUM_THREADS=1 ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py \
    configs/isbi2015/refined/isbi2015_reader24.py --amp \
    --cfg-options model.coarse_checkpoint=work_dirs/isbi2015_reader24_coarse/epoch_60.pth

Nothing is selected on ``valid``: the last epoch counts. Thirds of 111 radiographs of ``train``, each read by the model
trained without it, have 1.097 mm on the 19 landmarks of the challenge; ``isbi2015_lite0_refined.py`` on the same thirds
1.107 mm.
Score: MRE 1.265 mm, SDR 83.7 / 89.3 / 93.2 / 97.2 %; ISBI 2015 Test1, 24 landmarks; seed 0.
Training: CPU, one thread, bfloat16, 26 min and 58 min beside other work.
"""

_base_ = [
    '../../_base_/default_runtime.py',
    '../../_base_/datasets/isbi2015.py',
    '../../_base_/datasets/isbi2015_cldetection.py',
    '../../_base_/datasets/augmentation.py',
    '../../_base_/schedules/adamw.py',
    '../../_base_/models/lite0_softmax.py',
    '../../_base_/models/second_stage.py',
]

from aariz_mm.recipes import dataloaders, make_codec, one_cycle

# Both stages speak of the pixels of the full input; the first one's cells are of the reduced picture.
codec = make_codec('SpatialSoftmaxCodec', (768, 960), stride=12)
lite0, crop_head = _base_.model, dict(_base_.crop_head, out_channels=24)
refiner = dict(_base_.second_stage, backbone=lite0.backbone, neck=lite0.neck, head=dict(lite0.head, **crop_head))
head = dict(out_channels=24, decoder=codec)
model = dict(type='CoarseToFineEstimator', coarse_size=(256, 320), head=head, refiner=refiner)
train_dataloader, val_dataloader, test_dataloader = dataloaders(
    codec, _base_.augment_clinic, _base_.image_size, input_points=True, dataset=_base_.joined_readers
)
train_cfg, param_scheduler, custom_hooks = one_cycle(epochs=80, average_steps=200)
