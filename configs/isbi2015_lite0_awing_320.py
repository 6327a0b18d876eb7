"""Gaussian heatmaps at stride 4 by adaptive wing loss (Wang et al., ICCV 2019), 256 x 320.

  OMP_NUM_THREADS=1 ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py configs/isbi2015_lite0_awing_320.py --amp

Seed 0 on ``valid``, trained on one H100: MRE 1.556 mm, 74.5 % within 2 mm; others beside it in docs/results.md.
Last epoch; nothing is selected on ``valid``.
"""

_base_ = ['_base_/recipes/isbi2015_320.py', '_base_/models/lite0_heatmap.py']

codec = dict(type='MSRAHeatmap', input_size=_base_.input_size, heatmap_size=(64, 80), sigma=2.0)
loss = dict(_delete_=True, type='AdaptiveWingLoss', use_target_weight=True, loss_weight=3.0)
model = dict(head=dict(head=dict(out_channels=19, loss=loss, decoder=codec)))
target = dict(type='GenerateTarget', encoder=codec)
train_dataloader = dict(dataset=dict(pipeline=[*_base_.augmented, target, _base_.pack]))
