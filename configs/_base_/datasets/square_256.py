"""Radiographs on a square of 256 pixels, aspect kept; leaves add the codec's targets and ``pack``."""

_base_ = ['augmentation.py']

input_size = (256, 256)
load = [dict(type='LoadCephalogram', fit_size=(320, 320)), dict(type='GetBBoxCenterScale', padding=1.0)]
to_input, pack = dict(type='CephalogramAffine', input_size=input_size), dict(type='PackCephalogram')
augmented = [*load, *_base_.augment_geometry, to_input, *_base_.augment_intensity]
test_pipeline = [*load, to_input, pack]
