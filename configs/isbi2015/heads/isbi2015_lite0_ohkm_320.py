"""Gaussian heatmaps at stride 4 by squared error of the 8 worst landmarks (OHKM, CVPR 2018), 256 x 320.

  OMP_NUM_THREADS=1 ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py \
    configs/isbi2015/heads/isbi2015_lite0_ohkm_320.py --amp

Nothing is selected on ``valid``: the last epoch counts.
Score: MRE 1.644 mm, SDR 70.2 / 82.8 / 90.4 / 97.2 %; ISBI 2015 Test1; seed 0.
Training: H100, float16.
"""

_base_ = ['../../_base_/recipes/isbi2015_320.py', '../../_base_/models/lite0_heatmap.py']

from aariz_mm.recipes import dataloaders, make_codec

codec = make_codec('MSRAHeatmap', _base_.input_size, sigma=2.0)
loss = dict(type='KeypointOHKMMSELoss', topk=8)
model = dict(head=dict(head=dict(out_channels=19, loss=loss, decoder=codec)))
train_dataloader, val_dataloader, test_dataloader = dataloaders(codec, _base_.augment)
