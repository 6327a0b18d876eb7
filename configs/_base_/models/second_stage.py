"""Settings of a second stage: crops about each landmark that the first stage found. Leaves add backbone and neck.

The training pipeline must pack the landmarks in input pixels: ``dataloaders(..., input_points=True)``. Lengths are of
radiographs where a pixel is 0.25 mm.
"""

second_stage = dict(type='LandmarkRefiner', offset_sd_px=8.0, crops_per_image=8)

# 40 mm, maps at stride 4.
crop_head = dict(
    heatmap_loss=dict(type='SpatialCrossEntropyLoss', sigma_cells=2.0),
    decoder=dict(type='SpatialSoftmaxCodec', input_size=(160, 160), heatmap_size=(40, 40), radius_cells=7),
)
# 40 mm, maps at stride 2. The Gaussian is 1.5 mm wide (2 mm at stride 4), the decoding window as large
# in mm as there.
fine_crop_head = dict(
    upsample=2,
    heatmap_loss=dict(type='SpatialCrossEntropyLoss', sigma_cells=3.0),
    decoder=dict(type='SpatialSoftmaxCodec', input_size=(160, 160), heatmap_size=(80, 80), radius_cells=14),
)
# 60 mm, maps at stride 4.
wide_crop_head = dict(
    decoder=dict(type='SpatialSoftmaxCodec', input_size=(240, 240), heatmap_size=(60, 60), radius_cells=7)
)
# Three looks at each landmark, which read the crops of its neighbours, too. By thirds of ``train`` that takes 1.078 mm
# and 87.6 % at 2 mm to 1.062 mm and 88.2 %, for three times the seconds.
three_looks = dict(looks_px=[(0, 0), (-24, 24), (24, -24)], neighbour_margin_px=16.0)
