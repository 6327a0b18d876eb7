"""Results of a made-up radiograph, as reports take them."""

from pathlib import Path

from aariz_mm.annotations.predicted import landmark_entry
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.outlines.mean_shape import MEAN_SHAPE_MM
from aariz_mm.patient_report.source import find_source
from aariz_mm.reading.tracings import TracedFile

POINTS = MEAN_SHAPE_MM * 2 + [180, 170]


def content(points=POINTS, **more):
    entries = [landmark_entry(symbol, float(x), float(y)) for symbol, (x, y) in zip(SYMBOLS, points, strict=True)]
    told = dict(ceph_id='ceph', file='ceph.png', pixel_size_mm=0.5, image_size=[460, 480], made_with=dict(program='p'))
    told |= dict(cvm_stage=dict(value=4), cvm_probabilities={f'CVM-S{at}': 0.1 + 0.4 * (at == 4) for at in range(1, 7)})
    return told | dict(landmarks=entries) | more


def source(given_mm=None, given_factor=None, **more):
    return find_source(TracedFile(Path('ceph.json'), content(**more)), given_mm, given_factor)


def with_interval(key, low, high):
    return [dict(key=key, low=low, high=high, level=0.9)]


def missing():
    entries = [landmark_entry(symbol, 0.0, 0.0) | dict(value=None) for symbol in SYMBOLS]
    return dict(landmarks=entries, cvm_stage=None, cvm_probabilities=None)
