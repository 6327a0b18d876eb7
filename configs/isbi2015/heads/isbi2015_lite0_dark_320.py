"""Gaussian heatmaps at stride 4 by squared error, decoded by DARK (Zhang et al., CVPR 2020), 256 x 320.

  OMP_NUM_THREADS=1 ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py \
    configs/isbi2015/heads/isbi2015_lite0_dark_320.py --amp

Nothing is selected on ``valid``: the last epoch counts.
Score: MRE 1.502 mm, SDR 74.7 / 86.0 / 92.8 / 97.7 %; ISBI 2015 Test1; seed 0.
Training: CPU, one thread, bfloat16, about 8 min.
"""

_base_ = ['../../_base_/recipes/isbi2015_320.py', '../../_base_/models/lite0_heatmap.py']

from aariz_mm.recipes import dataloaders, make_codec

codec = make_codec('MSRAHeatmap', _base_.input_size, sigma=2.0, unbiased=True)
model = dict(head=dict(head=dict(out_channels=19, decoder=codec)))
train_dataloader, val_dataloader, test_dataloader = dataloaders(codec, _base_.augment)
