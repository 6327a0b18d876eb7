"""CephNet (four plain stages, from scratch), global average pooling, coordinates by one linear layer."""

model = dict(
    type='TopdownPoseEstimator',
    data_preprocessor=dict(type='CephalogramPreprocessor', mean=[127.0] * 3, std=[128.0] * 3, bgr_to_rgb=True),
    backbone=dict(type='CephNet', channels=(32, 64, 128, 256)),
    neck=dict(type='GlobalAveragePooling'),
    head=dict(
        type='RegressionHead',
        in_channels=256,
        num_joints=29,
        loss=dict(type='SmoothL1Loss', use_target_weight=True),
        decoder=dict(type='RegressionLabel', input_size=(256, 256)),
    ),
)
