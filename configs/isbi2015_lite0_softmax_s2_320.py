"""The flagship head at 256 x 320 with maps at stride 2: what do finer maps gain?

  OMP_NUM_THREADS=1 ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py configs/isbi2015_lite0_softmax_s2_320.py --amp

The Gaussian is 1.5 cells wide as at stride 4, so half as wide in mm.
Seed 0 on ``valid``, trained on one H100: MRE 1.354 mm, 81.1 % within 2 mm; others beside it in docs/results.md.
Last epoch; nothing is selected on ``valid``.
"""

_base_ = ['_base_/recipes/isbi2015_320.py', '_base_/models/lite0_softmax.py']

codec = dict(type='SpatialSoftmaxCodec', input_size=_base_.input_size, heatmap_size=(128, 160))
model = dict(head=dict(out_channels=19, upsample=2, decoder=codec))
target = dict(type='GenerateTarget', encoder=codec)
train_dataloader = dict(dataset=dict(pipeline=[*_base_.augmented, target, _base_.pack]))
