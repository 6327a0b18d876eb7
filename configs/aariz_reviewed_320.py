"""EfficientNet-Lite0, 256 x 320, on the radiographs that a reader corrected in the page of ``aariz-mm review``.

  AARIZ_ROOT=my_radiographs_review AARIZ_READER="Dr Kim" python tools/train.py configs/aariz_reviewed_320.py

The 24 landmarks of the shipped model; one that the reader did not mark weighs nothing, and radiographs that he did not
mark, or that have no pixel size, are dropped and counted. Without a ``valid`` folder 15 % of ``train`` are held out.
At least 4 radiographs must be left; the last epoch counts.
Score: none yet.
"""

_base_ = [
    '_base_/default_runtime.py',
    '_base_/datasets/aariz.py',
    '_base_/datasets/augmentation.py',
    '_base_/schedules/adamw.py',
    '_base_/models/lite0_softmax.py',
]

import os

from aariz_mm.recipes import dataloaders, make_codec, one_cycle

reader = os.environ.get('AARIZ_READER')
codec = make_codec('SpatialSoftmaxCodec', (256, 320))
model = dict(head=dict(out_channels=24, decoder=codec))
train_dataloader, val_dataloader, test_dataloader = dataloaders(
    codec,
    _base_.augment,
    batch_size=4,
    dataset=dict(truth=f'reader:{reader}' if reader else 'official', landmarks='cldetection24', on_error='drop'),
)
train_cfg, param_scheduler, custom_hooks = one_cycle(epochs=60, average_steps=100)
auto_scale_lr = dict(base_batch_size=4)
