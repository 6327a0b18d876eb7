"""Random geometry and grey values of a cephalogram; a config gives the lists that it takes to ``dataloaders``.

``augment_geometry`` and ``augment_flip`` come before ``CephalogramAffine``, which carries them out; all others after
it, where image and landmarks share the frame of the network's input.
"""

augment_geometry = [
    dict(type='RandomBox', shift_factor=0.05, shift_prob=0.8, scale_factor=(0.85, 1.15), scale_prob=0.8,
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
# What clinics send. A third of the pictures stay as they are but for geometry and greys; of the rest each step takes
# its share, in the order in which a device, its program and its user leave their marks.
augment_clinic = [
    dict(type='RandomBox', shift_factor=0.08, shift_prob=0.8, scale_factor=(0.75, 1.3), scale_prob=0.8,
         rotate_factor=20.0, rotate_prob=0.8),
    dict(type='RandomBrightnessContrast', brightness=35.0, contrast=0.4, prob=0.6),
    dict(type='RandomGamma', max_log_gamma=0.6, prob=0.5),
    dict(type='RandomApply', prob=0.67, transforms=[
        dict(type='ElasticDeformation', max_shift=0.015, smoothness=0.1, prob=0.1),
        dict(type='RandomHeadHolder', prob=0.15),
        dict(type='RandomMetal', prob=0.2),
        dict(type='RandomMotionBlur', prob=0.08),
        dict(type='RandomGaussianBlur', max_sd_px=2.2, prob=0.2),
        dict(type='RandomGrain', max_sd=14.0, prob=0.3),
        dict(type='RandomCollimation', max_share=0.2, max_tilt_deg=3.0, hide=True, prob=0.1),
        dict(type='RandomUnsharpMask', prob=0.2),
        dict(type='RandomEqualization', prob=0.2),
        dict(type='mmpretrain.Invert', prob=0.12),
        dict(type='RandomText', prob=0.15),
        dict(type='RandomRuler', prob=0.1),
        dict(type='RandomPosterization', prob=0.08),
        dict(type='RandomCut', max_share=0.25, prob=0.15),
        dict(type='RandomScreenshot', prob=0.12),
        dict(type='RandomPhotograph', prob=0.12),
        dict(type='RandomJPEG', prob=0.2),
    ]),
]  # fmt: skip
