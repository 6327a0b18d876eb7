"""HRNet-W48, 512 x 512, spatial softmax: a larger version of aariz_hrnet_512.py, on a GPU.

  AARIZ_ROOT=/path/to/Aariz python tools/train.py configs/aariz_hrnet_w48_512.py --amp

ImageNet weights come from timm's hub (internet needed once). Best checkpoint by MRE in mm on ``valid``.
Score: none yet.
"""

_base_ = ['_base_/recipes/aariz_512.py', '_base_/models/hrnet_w32_softmax.py']

stages = dict(
    stage2=dict(num_channels=(48, 96)),
    stage3=dict(num_channels=(48, 96, 192)),
    stage4=dict(num_channels=(48, 96, 192, 384)),
)
backbone = dict(extra=stages, init_cfg=dict(checkpoint='timm://hrnet_w48.ms_in1k'))
model = dict(backbone=backbone, head=dict(in_channels=48, decoder=_base_.codec))
train_dataloader = dict(batch_size=8)
auto_scale_lr = dict(base_batch_size=8)
