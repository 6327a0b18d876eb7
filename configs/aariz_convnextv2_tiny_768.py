"""ConvNeXt V2-T, light FPN, 768 x 768, spatial softmax: a modern network at a high resolution, on a large GPU.

  AARIZ_ROOT=/path/to/Aariz python tools/train.py configs/aariz_convnextv2_tiny_768.py --amp

ImageNet weights come from timm's hub (internet needed once). Their licence, CC BY-NC 4.0, excludes commercial use. Best
checkpoint by MRE in mm on ``valid``.
Score: none yet.
"""

_base_ = ['_base_/recipes/aariz_512.py', '_base_/models/timm_fpn_softmax.py']

from aariz_mm.recipes import dataloaders, make_codec

codec = make_codec('SpatialSoftmaxCodec', (768, 768), radius_cells=7)
train_dataloader, val_dataloader, test_dataloader = dataloaders(codec, _base_.augment, batch_size=8)
weights = 'timm://convnextv2_tiny.fcmae_ft_in22k_in1k'
backbone = dict(
    model_name='convnextv2_tiny', out_indices=(0, 1, 2, 3), drop_path_rate=0.2, init_cfg=dict(checkpoint=weights)
)
# The Gaussian is as wide in mm as at 512 x 512.
head = dict(decoder=codec, heatmap_loss=dict(sigma_cells=2.25))
model = dict(backbone=backbone, neck=dict(in_channels=(96, 192, 384, 768)), head=head)
auto_scale_lr = dict(base_batch_size=8)
param_scheduler = [dict(_base_.param_scheduler[0], eta_max=4e-4)]
optim_wrapper = dict(optimizer=dict(weight_decay=0.05), paramwise_cfg=dict(norm_decay_mult=0.0, bias_decay_mult=0.0))
