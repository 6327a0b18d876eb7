"""MobileNetV2, light FPN, 512 x 512, spatial softmax: for a small GPU or a phone.

  AARIZ_ROOT=/path/to/Aariz python tools/train.py configs/aariz_mobilenetv2_512.py --amp

ImageNet weights come from timm's hub (internet needed once). Best checkpoint by MRE in mm on ``valid``.
Score: none yet.
"""

_base_ = ['_base_/recipes/aariz_512.py', '_base_/models/timm_fpn_softmax.py']

backbone = dict(model_name='mobilenetv2_100', init_cfg=dict(checkpoint='timm://mobilenetv2_100.ra_in1k'))
neck = dict(in_channels=(24, 32, 96, 320), out_channels=64)
model = dict(backbone=backbone, neck=neck, head=dict(in_channels=64, conv_channels=(64,), decoder=_base_.codec))
