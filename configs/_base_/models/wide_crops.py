"""Decoder of a second stage on crops of 240 px, 60 mm where a pixel is 0.25, with maps at stride 4."""

wide_decoder = dict(type='SpatialSoftmaxCodec', input_size=(240, 240), heatmap_size=(60, 60), radius_cells=7)
