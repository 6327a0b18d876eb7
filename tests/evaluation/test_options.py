"""The settings of metrics that nobody sets, and their way through JSON."""

import json

import pytest

from aariz_mm.evaluation.options import (
    LandmarkOptions,
    MeasurementOptions,
    MetricOptions,
    StageOptions,
    options_as_json,
    options_from_json,
)


def test_what_nobody_sets_is_as_the_challenges_and_the_documentation_have_it():
    assert LandmarkOptions() == LandmarkOptions((2.0, 2.5, 3.0, 4.0), True, ('aariz29', 'delr26', 'isbi19'), None, 4.0,
                                                2000, 0)  # fmt: skip
    assert StageOptions() == StageOptions(None, 1000, 0)
    assert MetricOptions() == MetricOptions(LandmarkOptions(), StageOptions(), MeasurementOptions({}))


def test_settings_come_back_from_json():
    options = MetricOptions(LandmarkOptions((1.5,), False, ('isbi19',), frozenset('ba'), 3.0, 5, 6), StageOptions(2, 7))
    content = json.loads(json.dumps(options_as_json(options)))
    assert content['landmarks']['leaks'] == ['a', 'b'] and options_from_json(content) == options
    assert options_from_json(options_as_json(MetricOptions())) == options_from_json({}) == MetricOptions()


def test_an_unknown_setting_is_an_error():
    with pytest.raises(TypeError, match='limit'):
        options_from_json(dict(landmarks=dict(limit=3)))
