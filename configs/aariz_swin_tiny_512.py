"""Swin-T, light FPN, 512 x 512, spatial softmax: windowed attention at four levels, on a GPU.

  AARIZ_ROOT=/path/to/Aariz python tools/train.py configs/aariz_swin_tiny_512.py --amp

ImageNet weights come from timm's hub (internet needed once). Best checkpoint by MRE in mm on ``valid``.
Score: none yet.
"""

_base_ = ['_base_/recipes/aariz_512.py', '_base_/models/timm_fpn_softmax.py']

backbone = dict(
    _delete_=True,
    type='TIMMTransformer',
    model_name='swin_tiny_patch4_window7_224',
    out_indices=(0, 1, 2, 3),
    strict_img_size=False,
    drop_path_rate=0.2,
    init_cfg=dict(type='Pretrained', checkpoint='timm://swin_tiny_patch4_window7_224.ms_in22k_ft_in1k'),
)
neck = dict(in_channels=(96, 192, 384, 768))
model = dict(backbone=backbone, neck=neck, head=dict(decoder=_base_.codec))
# A pretrained transformer tolerates less than a convolutional network: a lower rate, and decay of weights alone.
param_scheduler = [dict(_base_.param_scheduler[0], eta_max=2e-4)]
decay = dict(norm_decay_mult=0.0, bias_decay_mult=0.0, custom_keys=dict(relative_position_bias=dict(decay_mult=0.0)))
optim_wrapper = dict(optimizer=dict(weight_decay=0.05), paramwise_cfg=decay)
