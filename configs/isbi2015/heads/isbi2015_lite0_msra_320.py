"""Gaussian heatmaps at stride 4 by squared error, 256 x 320 (MSRA: peak and a quarter cell).

  OMP_NUM_THREADS=1 ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py \
    configs/isbi2015/heads/isbi2015_lite0_msra_320.py --amp

Nothing is selected on ``valid``: the last epoch counts.
Score: MRE 1.613 mm, SDR 71.8 / 83.5 / 90.2 / 97.1 %; ISBI 2015 Test1; seed 0.
Training: CPU, one thread, bfloat16, about 8 min.
"""

_base_ = ['../../_base_/recipes/isbi2015_320.py', '../../_base_/models/lite0_heatmap.py']

from aariz_mm.recipes import dataloaders, make_codec

codec = make_codec('MSRAHeatmap', _base_.input_size, sigma=2.0)
model = dict(head=dict(head=dict(out_channels=19, decoder=codec)))
train_dataloader, val_dataloader, test_dataloader = dataloaders(codec, _base_.augment)
