"""Gaussian heatmaps at stride 4 by squared error, unbiased frames (UDP, Huang et al., CVPR 2020), 256 x 320.

  OMP_NUM_THREADS=1 ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py configs/isbi2015_lite0_udp_320.py --amp

Seed 0 on ``valid``, trained on one H100: MRE 1.504 mm, 74.3 % within 2 mm; others beside it in docs/results.md.
Last epoch; nothing is selected on ``valid``.
"""

_base_ = ['_base_/recipes/isbi2015_320.py', '_base_/models/lite0_heatmap.py']

codec = dict(type='UDPHeatmap', input_size=_base_.input_size, heatmap_size=(64, 80), sigma=2.0)
model = dict(head=dict(head=dict(out_channels=19, decoder=codec)))
target = dict(type='GenerateTarget', encoder=codec)
to_input = dict(_base_.to_input, use_udp=True)
test_pipeline = [*_base_.load, to_input, _base_.pack]
train_pipeline = [*_base_.load, *_base_.augment_geometry, to_input, *_base_.augment_intensity, target, _base_.pack]
train_dataloader = dict(dataset=dict(pipeline=train_pipeline))
val_dataloader = dict(dataset=dict(pipeline=test_pipeline))
test_dataloader = val_dataloader
