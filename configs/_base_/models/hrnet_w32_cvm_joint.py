"""HRNet-W32 as HRNetV2: all four branches at stride 4, side by side, for the landmarks and for the CVM stage."""

_base_ = ['hrnet_w32_softmax.py']

model = dict(
    backbone=dict(extra=dict(stage4=dict(multiscale_output=True))),
    neck=dict(type='FeatureMapProcessor', concat=True),
    head=dict(
        _delete_=True,
        type='LandmarkCVMHead',
        landmark_head=dict(_base_.model.head, in_channels=480, conv_channels=(64,)),
        cvm_channels=480,
        cvm_convs=(128, 256, 256),
        cvm_head=dict(type='CVMHead', in_channels=256, dropout=0.2),
        cvm_weight=1.0,
    ),
)
