"""EfficientNet-Lite0, 576 x 720, the 24 landmarks of the CL-Detection 2023 reader: incisor axes and mandibular length.

  OMP_NUM_THREADS=1 ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py \
    configs/isbi2015/single_stage/isbi2015_lite0_cldetection.py --amp

That reader marked 70 radiographs of ``train`` and 103 of ``valid``; the others are dropped, and in 36 two exchanged
labels are corrected, see ``_base_/datasets/isbi2015_cldetection.py``. Nothing is selected on ``valid``: the last epoch
counts.
Score: MRE 2.060 mm, SDR 62.2 / 72.7 / 79.4 / 88.2 %; ISBI 2015 Test1, CL-Detection 2023 reader; seed 0.
Training: CPU, one thread, bfloat16, about 30 min beside other work.
"""

_base_ = [
    '../../_base_/default_runtime.py',
    '../../_base_/datasets/isbi2015.py',
    '../../_base_/datasets/augmentation.py',
    '../../_base_/schedules/adamw.py',
    '../../_base_/models/lite0_softmax.py',
    '../../_base_/datasets/isbi2015_cldetection.py',
]

from aariz_mm.recipes import dataloaders, make_codec, one_cycle

codec = make_codec('SpatialSoftmaxCodec', (576, 720))
model = dict(head=dict(out_channels=24, decoder=codec))
train_dataloader, val_dataloader, test_dataloader = dataloaders(
    codec, _base_.augment, _base_.image_size, dataset=_base_.reader
)
train_cfg, param_scheduler, custom_hooks = one_cycle(epochs=40, average_steps=100)
