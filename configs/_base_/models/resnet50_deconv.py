"""ResNet-50 and three transposed convolutions up to heatmaps at stride 4 (Xiao et al., ECCV 2018)."""

_base_ = ['resnet50.py']

model = dict(
    head=dict(
        type='HeatmapHead',
        in_channels=2048,
        out_channels=29,
        deconv_out_channels=(256, 256, 256),
        deconv_kernel_sizes=(4, 4, 4),
        loss=dict(type='KeypointMSELoss', use_target_weight=True),
        decoder=dict(type='MSRAHeatmap', input_size=(256, 256), heatmap_size=(64, 64), sigma=2.0),
    ),
)
