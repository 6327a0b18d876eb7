"""The flagship head at 256 x 320 with maps at stride 2: what do finer maps gain?

  OMP_NUM_THREADS=1 ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py \
    configs/isbi2015/heads/isbi2015_lite0_softmax_s2_320.py --amp

The Gaussian is 1.5 cells wide as at stride 4, so half as wide in mm. Nothing is selected on ``valid``: the last epoch
counts.
Score: MRE 1.354 mm, SDR 81.1 / 89.5 / 94.1 / 98.0 %; ISBI 2015 Test1; seed 0.
Training: H100, float16.
"""

_base_ = ['../../_base_/recipes/isbi2015_320.py', '../../_base_/models/lite0_softmax.py']

from aariz_mm.recipes import dataloaders, make_codec

codec = make_codec('SpatialSoftmaxCodec', _base_.input_size, stride=2)
model = dict(head=dict(out_channels=19, upsample=2, decoder=codec))
train_dataloader, val_dataloader, test_dataloader = dataloaders(codec, _base_.augment)
