"""A backbone of timm (here ResNet-50, ImageNet weights from its hub), light FPN at stride 4, spatial-softmax head.

Leaves name another model, its weights and the channels of its levels (``timm.create_model(NAME, features_only=True)
.feature_info.channels()``).
"""

_base_ = ['resnet50.py']

model = dict(
    backbone=dict(out_indices=(1, 2, 3, 4)),
    neck=dict(type='LightFPN', in_channels=(256, 512, 1024, 2048), out_channels=128),
    head=dict(
        type='SpatialSoftmaxHead',
        in_channels=128,
        out_channels=29,
        conv_channels=(128,),
        heatmap_loss=dict(type='SpatialCrossEntropyLoss', sigma_cells=1.5),
        coordinate_loss=dict(type='SmoothL1Loss', use_target_weight=True, loss_weight=0.5),
        decoder=dict(type='SpatialSoftmaxCodec', input_size=(512, 512), heatmap_size=(128, 128)),
    ),
)
