"""ResNet-50 and transposed convolutions, 512 x 512, heatmaps ("simple baseline", sigma 2 cells).

  ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py configs/isbi2015/original/isbi2015_resnet50_deconv_512.py --amp

ImageNet weights come from timm's hub (internet needed once). Plateau, best model and early stopping look at a fold of
``train``.
Score: none yet.
"""

_base_ = ['../../_base_/recipes/isbi2015_original.py', '../../_base_/models/resnet50_deconv.py']

from aariz_mm.recipes import dataloaders, make_codec

codec = make_codec('MSRAHeatmap', (512, 512), sigma=2.0)
model = dict(head=dict(out_channels=19, decoder=codec))
train_dataloader, val_dataloader, test_dataloader = dataloaders(codec, _base_.augment)
optim_wrapper = dict(optimizer=dict(lr=5e-4))
