"""ViT-B/16, two transposed convolutions to stride 4 (as in ViTPose), 512 x 512, spatial softmax, on a GPU.

  AARIZ_ROOT=/path/to/Aariz python tools/train.py configs/aariz_vit_base_512.py --amp

ImageNet weights come from timm's hub (internet needed once). Best checkpoint by MRE in mm on ``valid``.
Score: none yet.
"""

_base_ = ['_base_/recipes/aariz_512.py', '_base_/models/timm_fpn_softmax.py']

backbone = dict(
    _delete_=True,
    type='TIMMTransformer',
    model_name='vit_base_patch16_224',
    out_indices=(11,),
    dynamic_img_size=True,
    drop_path_rate=0.1,
    init_cfg=dict(type='Pretrained', checkpoint='timm://vit_base_patch16_224.augreg2_in21k_ft_in1k'),
)
neck = dict(_delete_=True, type='DeconvNeck', in_channels=768, out_channels=(256, 256))
model = dict(
    data_preprocessor=dict(mean=[127.5] * 3, std=[127.5] * 3),
    backbone=backbone,
    neck=neck,
    head=dict(in_channels=256, conv_channels=(), decoder=_base_.codec),
)
train_dataloader = dict(batch_size=8)
auto_scale_lr = dict(base_batch_size=8)
# A pretrained transformer tolerates less than a convolutional network: a lower rate, and decay of weights alone.
param_scheduler = [dict(_base_.param_scheduler[0], eta_max=2e-4)]
decay = dict(norm_decay_mult=0.0, bias_decay_mult=0.0, custom_keys=dict(pos_embed=dict(decay_mult=0.0)))
optim_wrapper = dict(optimizer=dict(weight_decay=0.05), paramwise_cfg=decay)
