"""HRNet-W32 (MMPose's, ImageNet weights from timm), its stride-4 branch, spatial-softmax head."""

model = dict(
    type='TopdownPoseEstimator',
    data_preprocessor=dict(
        type='CephalogramPreprocessor', mean=[123.675, 116.28, 103.53], std=[58.395, 57.12, 57.375], bgr_to_rgb=True
    ),
    backbone=dict(
        type='HRNet',
        in_channels=3,
        extra=dict(
            stage1=dict(num_modules=1, num_branches=1, block='BOTTLENECK', num_blocks=(4,), num_channels=(64,)),
            stage2=dict(num_modules=1, num_branches=2, block='BASIC', num_blocks=(4,) * 2, num_channels=(32, 64)),
            stage3=dict(num_modules=4, num_branches=3, block='BASIC', num_blocks=(4,) * 3, num_channels=(32, 64, 128)),
            stage4=dict(
                num_modules=3, num_branches=4, block='BASIC', num_blocks=(4,) * 4, num_channels=(32, 64, 128, 256)
            ),
        ),
        init_cfg=dict(type='Pretrained', checkpoint='timm://hrnet_w32.ms_in1k'),
    ),
    head=dict(
        type='SpatialSoftmaxHead',
        in_channels=32,
        out_channels=29,
        conv_channels=(),
        heatmap_loss=dict(type='SpatialCrossEntropyLoss', sigma_cells=1.5),
        coordinate_loss=dict(type='SmoothL1Loss', use_target_weight=True, loss_weight=0.5),
        decoder=dict(type='SpatialSoftmaxCodec', input_size=(512, 512), heatmap_size=(128, 128)),
    ),
)
