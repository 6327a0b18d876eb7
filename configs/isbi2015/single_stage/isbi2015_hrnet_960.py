"""HRNet-W32, 768 x 960, 131 ISBI 2015 radiographs: nearly their full resolution, for a GPU.

  ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py configs/isbi2015/single_stage/isbi2015_hrnet_960.py --amp

ImageNet weights come from timm's hub (internet needed once). Nothing is selected on ``valid``: the last epoch counts.
Score: none yet.
"""

_base_ = ['isbi2015_hrnet_512.py']

from aariz_mm.recipes import dataloaders, make_codec

codec = make_codec('SpatialSoftmaxCodec', (768, 960), radius_cells=7)
# The Gaussian is as wide in mm as that of ``isbi2015_hrnet_512.py``.
model = dict(head=dict(decoder=codec, heatmap_loss=dict(sigma_cells=2.25)))
train_dataloader, val_dataloader, test_dataloader = dataloaders(codec, _base_.augment, _base_.image_size)
