"""ResNet-50 with the skip connections of a U-Net, heatmaps at stride 4."""

_base_ = ['resnet50.py']

model = dict(
    backbone=dict(out_indices=(1, 2, 3, 4)),
    neck=dict(type='UNetNeck', in_channels=(256, 512, 1024, 2048), out_channels=(64, 128, 256)),
    head=dict(
        type='HeatmapHead',
        in_channels=64,
        out_channels=29,
        deconv_out_channels=None,
        loss=dict(type='KeypointMSELoss', use_target_weight=True),
        decoder=dict(type='MSRAHeatmap', input_size=(512, 512), heatmap_size=(128, 128), sigma=2.0),
    ),
)
