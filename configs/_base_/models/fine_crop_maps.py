"""Head settings of a second stage on crops of 160 px whose maps are at stride 2: cells of 0.5 mm where a pixel is 0.25.

The Gaussian is 1.5 mm wide (2 mm at stride 4), the neighbourhood of the answer as large in mm as there.
"""

fine_head = dict(
    upsample=2,
    heatmap_loss=dict(type='SpatialCrossEntropyLoss', sigma_cells=3.0),
    decoder=dict(type='SpatialSoftmaxCodec', input_size=(160, 160), heatmap_size=(80, 80), radius_cells=14),
)
