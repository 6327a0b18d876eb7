"""First stage of ``isbi2015_reader24.py``: 24 landmarks at 256 x 320, from readers who marked different ones.

  OMP_NUM_THREADS=1 ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py \
    configs/isbi2015/heads/isbi2015_reader24_coarse.py --amp

19 landmarks are the mean of both readers, five those of the CL-Detection 2023 reader on 70 of the 131 radiographs;
where he marked none they weigh nothing. Augmented as clinics send pictures. Nothing is selected on ``valid``: the last
epoch counts.
Score: none yet.
"""

_base_ = [
    '../../_base_/recipes/isbi2015_320.py',
    '../../_base_/models/lite0_softmax.py',
    '../../_base_/datasets/isbi2015_cldetection.py',
]

from aariz_mm.recipes import dataloaders, make_codec, one_cycle

codec = make_codec('SpatialSoftmaxCodec', _base_.input_size)
model = dict(head=dict(out_channels=24, decoder=codec))
train_dataloader, val_dataloader, test_dataloader = dataloaders(
    codec, _base_.augment_clinic, dataset=_base_.joined_readers
)
train_cfg, param_scheduler, custom_hooks = one_cycle(epochs=60, average_steps=200)
