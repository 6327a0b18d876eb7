"""Albumentations for cephalograms, in place of ``augment_geometry`` and ``augment_intensity``; no flip, as there.

``KeepAllAlbumentation`` and not MMPose's ``Albumentation``, which leaves the landmarks where they were. It stands after
``CephalogramAffine``. Lengths are in pixels of the network's input, ``*_range`` of holes in shares of it.
"""

augment_albumentations = [
    dict(
        type='KeepAllAlbumentation',
        transforms=[
            dict(type='Affine', scale=(0.85, 1.15), translate_percent=(-0.05, 0.05), rotate=(-15, 15), shear=(-3, 3),
                 p=0.8),
            dict(type='RandomBrightnessContrast', brightness_limit=0.1, contrast_limit=0.25, p=0.8),
            dict(type='CLAHE', clip_limit=(1.0, 3.0), tile_grid_size=(8, 8), p=0.2),
            dict(type='OneOf', p=0.2, transforms=[
                dict(type='Blur', blur_limit=3, p=0.5),
                dict(type='GaussianBlur', sigma_limit=(0.3, 1.2), blur_limit=0, p=0.5),
            ]),
            dict(type='GaussNoise', std_range=(0.0, 0.03), p=0.5),
            dict(type='ImageCompression', quality_range=(50, 95), p=0.2),
            dict(type='CoarseDropout', num_holes_range=(1, 3), hole_height_range=(0.03, 0.08),
                 hole_width_range=(0.03, 0.08), fill=0, p=0.2),
        ],
    ),
]  # fmt: skip
