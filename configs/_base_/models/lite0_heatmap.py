"""EfficientNet-Lite0, light FPN at stride 4, MMPose's heatmap head with the layers and first weights of the flagship.

Only what is learnt from the maps differs from ``lite0_softmax.py``. The squared error is a mean over all cells, of
which a Gaussian fills few. Its weight brings the norm of the first gradients near the flagship's, 3 to 2: AdamW does
not mind the scale of a loss, the clipping at 10 does.
"""

_base_ = ['lite0_softmax.py']

model = dict(
    head=dict(
        _delete_=True,
        type='Float32Head',
        head=dict(
            type='HeatmapHead',
            in_channels=64,
            out_channels=29,
            deconv_out_channels=(),
            conv_out_channels=(64,),
            conv_kernel_sizes=(3,),
            loss=dict(type='KeypointMSELoss', use_target_weight=True, loss_weight=50.0),
            decoder=dict(type='MSRAHeatmap', input_size=(512, 512), heatmap_size=(128, 128), sigma=2.0),
            init_cfg=[
                dict(type='Kaiming', layer='Conv2d'),
                dict(type='Constant', layer='BatchNorm2d', val=1),
                dict(type='Normal', std=0.01, override=dict(name='final_layer')),
            ],
        ),
    ),
)
