"""Random geometry and grey values of a cephalogram; a config gives the lists that it takes to ``dataloaders``.

``augment_geometry`` and ``augment_flip`` come before ``CephalogramAffine``, which carries them out; all others after
it, where image and landmarks share the frame of the network's input.
"""

augment_geometry = [
    dict(type='RandomBBoxTransform', shift_factor=0.05, shift_prob=0.8, scale_factor=(0.85, 1.15), scale_prob=0.8,
         rotate_factor=15.0, rotate_prob=0.8),
]  # fmt: skip
augment_intensity = [
    dict(type='RandomBrightnessContrast', brightness=25.0, contrast=0.25, prob=0.8),
    dict(type='RandomGamma', max_log_gamma=0.35, prob=0.5),
    dict(type='RandomGaussianNoise', max_sd=8.0, prob=0.5),
]
augment = [*augment_geometry, *augment_intensity]
augment_elastic = [dict(type='ElasticDeformation', max_shift=0.02, smoothness=0.1, prob=0.5)]
augment_grid = [dict(type='GridDeformation', points=(5, 6), max_shift=0.15, prob=0.5)]
augment_inversion = [dict(type='mmpretrain.Invert', prob=0.5)]
augment_collimation = [dict(type='RandomCollimation', max_share=0.1, max_tilt_deg=3.0, hide=False, prob=0.3)]
# In one recipe, which measures it: a cephalogram has a side. Aariz and ISBI 2015 face right, no landmark has a twin on
# the other. On ISBI 2015 (docs/results.md) 1.577 mm without, 1.629 mm with. It comes before
# ``augment_geometry``.
augment_flip = [dict(type='RandomFlip', prob=0.5)]
augment_clinic = [*augment_geometry, *augment_intensity]
