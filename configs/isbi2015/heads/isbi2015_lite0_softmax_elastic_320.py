"""``isbi2015_lite0_softmax_320.py`` plus elastic deformation of image and landmarks: what does it gain?

  OMP_NUM_THREADS=1 ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py \
    configs/isbi2015/heads/isbi2015_lite0_softmax_elastic_320.py --amp

Nothing is selected on ``valid``: the last epoch counts.
Score: MRE 1.556 mm, SDR 72.8 / 85.0 / 90.8 / 97.2 %; ISBI 2015 Test1; seed 0.
Training: CPU, one thread, bfloat16, about 8 min.
"""

_base_ = ['../../_base_/recipes/isbi2015_320.py', '../../_base_/models/lite0_softmax.py']

from aariz_mm.recipes import dataloaders, make_codec

codec = make_codec('SpatialSoftmaxCodec', _base_.input_size)
model = dict(head=dict(out_channels=19, decoder=codec))
train_dataloader, val_dataloader, test_dataloader = dataloaders(codec, [*_base_.augment, *_base_.augment_elastic])
