"""ResNet-50, global average pooling, coordinates by one linear layer."""

_base_ = ['resnet50.py']

model = dict(
    neck=dict(type='GlobalAveragePooling'),
    head=dict(
        type='RegressionHead',
        in_channels=2048,
        num_joints=29,
        loss=dict(type='SmoothL1Loss', use_target_weight=True),
        decoder=dict(type='RegressionLabel', input_size=(512, 512)),
    ),
)
