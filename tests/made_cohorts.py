"""Folders of results of known values, as aariz-mm read writes them, and cohorts without files."""

from __future__ import annotations

import numpy as np

from aariz_mm.cohort.loading import Cohort
from aariz_mm.cohort.records import CaseRecord, Value
from aariz_mm.files import write_json
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.phantom.shape_model import MEAN_MM

Z90 = 1.6448536


def made_result(folder, name, values, error_sd=1.0, **changes):
    """A result whose measurements have these values (None: missing) and the intervals of a normal error."""
    points = 5 * MEAN_MM[:3] + 300
    landmarks = [dict(symbol=symbol, title=symbol, value=dict(x=float(x), y=float(y)), score=0.9)
                 for symbol, (x, y) in zip(SYMBOLS[:3], points, strict=True)]  # fmt: skip
    content = dict(
        ceph_id=name, landmarks=_with_ids(landmarks), pixel_size_mm=0.2, pixel_size_source='given', magnification=None,
        measurements=[_measurement(key, value, error_sd) for key, value in values.items()], classes=[], warnings=[],
        schema_version=1, file=f'films/{name}.png', image_sha256=f'sha of {name}', image_size=[1000, 1200],
        subject=dict(age_years=None, sex=None), cvm_stage=dict(id='x', title='CVM-S4', value=4),
        made_with=dict(program='aariz_mm 0.1.0', bundles=[dict(name='ceph24', sha256='ab' * 32)], options={}),
    )  # fmt: skip
    return write_json(folder / f'{name}.json', {**content, **changes})


def _with_ids(landmarks):
    from aariz_mm.landmarks import BY_SYMBOL

    return [dict(landmark_id=BY_SYMBOL[one['symbol']].landmark_id, **one) for one in landmarks]


def _measurement(key, value, error_sd):
    reach = None if value is None else Z90 * error_sd
    return dict(key=key, name=key, value=value, unit='deg', low=None if reach is None else value - reach,
                high=None if reach is None else value + reach, level=0.9, norm='', deviation_sd=None, meaning='',
                reason='no A' if value is None else '')  # fmt: skip


def made_value(value, error_sd=1.0):
    """A value with the interval of a normal error."""
    return Value(value, value - Z90 * error_sd, value + Z90 * error_sd, 0.9, '')


def made_cohort(rows, groups=('A', 'B'), times=('',), key='SNA', error_sd=1.0):
    """A cohort of (patient, group, time, value, age, sex), later ones may be left out."""
    records = []
    for index, (patient, group, time, value, *rest) in enumerate(rows):
        age, sex = [*rest, None, None][:2]
        records.append(CaseRecord(f'r{index}', f'sha{index}', {key: made_value(value, error_sd)}, 1 + index % 6, age,
                                  sex, patient, group, time, scale='given', bundles=(('ceph24', 'ab'),)))  # fmt: skip
    return Cohort(tuple(records), groups, times, found=len(rows), knows_patients=True)


def two_groups(first, second):
    """A cohort of two groups with these values, a patient each."""
    rows = [(f'a{index}', 'A', '', value) for index, value in enumerate(first)]
    return made_cohort([*rows, *((f'b{index}', 'B', '', value) for index, value in enumerate(second))])


def normal(seed, mean, sd, count):
    """Draws that are the same every time."""
    return np.random.default_rng(seed).normal(mean, sd, count)
