"""EfficientNet-Lite0 twice: on the reduced picture, and on crops of 160 px about each landmark it found.

The training pipeline must pack the landmarks in input pixels: PackCephalogram(pack_transformed=True).
"""

_base_ = ['lite0_softmax.py']

model = dict(
    type='CoarseToFineEstimator',
    coarse_size=(256, 320),
    refiner=dict(
        type='LandmarkRefiner',
        backbone=_base_.model.backbone,
        neck=_base_.model.neck,
        head=dict(
            _base_.model.head,
            heatmap_loss=dict(type='SpatialCrossEntropyLoss', sigma_cells=2.0),
            decoder=dict(type='SpatialSoftmaxCodec', input_size=(160, 160), heatmap_size=(40, 40), radius_cells=7),
        ),
        offset_sd_px=8.0,
        crops_per_image=8,
    ),
)
