"""EfficientNet-Lite0, its last level (stride 32) averaged over the picture, coordinates by one linear layer.

Training begins with all landmarks in the middle: from the corner, a short one would spend its steps on the way there.
"""

_base_ = ['lite0_softmax.py']

model = dict(
    backbone=dict(out_indices=(4,)),
    neck=dict(_delete_=True, type='GlobalAveragePooling'),
    head=dict(
        _delete_=True,
        type='Float32Head',
        head=dict(
            type='RegressionHead',
            in_channels=320,
            num_joints=29,
            loss=dict(type='L1Loss', use_target_weight=True),
            decoder=dict(type='RegressionLabel', input_size=(512, 512)),
            init_cfg=dict(type='Normal', layer='Linear', std=0.01, bias=0.5),
        ),
    ),
)
