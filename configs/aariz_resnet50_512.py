"""ResNet-50, light FPN, 512 x 512, spatial softmax: the backbone that everyone knows, on a GPU.

  AARIZ_ROOT=/path/to/Aariz python tools/train.py configs/aariz_resnet50_512.py --amp

ImageNet weights come from timm's hub (internet needed once). Best checkpoint by MRE in mm on ``valid``.
Score: none yet.
"""

_base_ = ['_base_/recipes/aariz_512.py', '_base_/models/timm_fpn_softmax.py']

model = dict(head=dict(decoder=_base_.codec))
