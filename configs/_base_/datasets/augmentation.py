"""Random geometry and grey values of a cephalogram. No flip: a lateral cephalogram has a side."""

augment_geometry = [
    dict(type='RandomBBoxTransform', shift_factor=0.05, shift_prob=0.8, scale_factor=(0.85, 1.15), scale_prob=0.8,
         rotate_factor=15.0, rotate_prob=0.8),
]  # fmt: skip
augment_intensity = [
    dict(type='RandomBrightnessContrast', brightness=25.0, contrast=0.25, prob=0.8),
    dict(type='RandomGamma', max_log_gamma=0.35, prob=0.5),
    dict(type='RandomGaussianNoise', max_sd=8.0, prob=0.5),
]
