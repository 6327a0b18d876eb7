"""Seven views of a 768 x 960 input for an ensemble, well within what the training augmentation draws.

The shifts are half a heatmap cell, 2 px. No flip: a cephalogram has a side.
"""

half_cell = (2 / 768, 2 / 960)
turned = [dict(rotation_deg=-3), dict(rotation_deg=3)]
resized = [dict(scale=0.95), dict(scale=1.05)]
shifted = [dict(shift=half_cell), dict(shift=(-2 / 768, -2 / 960))]
views = [{}, *turned, *resized, *shifted]
