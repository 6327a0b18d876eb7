import numpy as np
import pytest

from aariz_mm.analysis import CLASSIFICATIONS, MEASUREMENTS, MeasuredValue, classify, measure
from aariz_mm.analysis.classification import (
    ANB_LIMITS,
    IMPA_LIMITS,
    SN_GOGN_LIMITS,
    U1_SN_LIMITS,
    WITS_LIMITS,
)

NAN = float('nan')


def label(key, sex=None, **measured):
    measured = {
        name.replace('_', '-'): MeasuredValue(
            MEASUREMENTS[name.replace('_', '-')], float(value), '' if value == value else 'x'
        )
        for name, value in measured.items()
    }
    return classify(measured, sex)[key].label


@pytest.mark.parametrize(
    ('anb', 'expected'),
    [(-0.1, 'class III'), (0, 'class I'), (2, 'class I'), (4, 'class I'), (4.1, 'class II'), (NAN, '')],
)
def test_skeletal_class_by_anb(anb, expected):
    assert label('skeletal_class', ANB=anb) == expected


@pytest.mark.parametrize(
    ('wits', 'sex', 'expected'),
    [
        (1.2, None, 'class I'), (1.2, 'female', 'class I'), (1.2, 'male', 'class II'),
        (-2.5, None, 'class I'), (-2.5, 'female', 'class III'), (-2.5, 'male', 'class I'),
        (1.7, None, 'class II'), (-3.1, None, 'class III'),
    ],
)  # fmt: skip
def test_skeletal_class_by_wits_depends_on_the_sex(wits, sex, expected):
    assert label('skeletal_class_wits', sex, Wits=wits) == expected


@pytest.mark.parametrize(
    ('anb', 'wits', 'expected'), [(6, 5, 'class II'), (2, 0, 'class I'), (6, 0, ''), (6, NAN, ''), (NAN, 5, '')]
)
def test_skeletal_class_combined_takes_what_both_say(anb, wits, expected):
    assert label('skeletal_class_combined', ANB=anb, Wits=wits) == expected


@pytest.mark.parametrize(
    ('fma', 'sn_gogn', 'jarabak', 'expected'),
    [
        (25, 32, 61, 'normodivergent'),
        (15, 20, 70, 'hypodivergent'),
        (35, 40, 55, 'hyperdivergent'),
        (35, 40, 61, 'hyperdivergent'),
        (35, 20, 61, 'normodivergent'),  # one of each: the middle one
        (35, 40, NAN, 'hyperdivergent'),
        (35, 32, NAN, ''),  # the two differ
        (35, NAN, NAN, ''),
        (NAN, NAN, NAN, ''),
    ],
)
def test_growth_pattern_is_the_middle_vote(fma, sn_gogn, jarabak, expected):
    assert label('growth_pattern', FMA=fma, SN_GoGn=sn_gogn, Jarabak=jarabak) == expected


@pytest.mark.parametrize(
    ('ratio', 'expected'),
    [(58.9, 'hyperdivergent'), (59, 'normodivergent'), (63, 'normodivergent'), (63.1, 'hypodivergent')],
)
def test_a_high_jarabak_ratio_is_hypodivergent(ratio, expected):
    assert label('growth_Jarabak', Jarabak=ratio) == expected


@pytest.mark.parametrize(
    ('key', 'name', 'values'),
    [('upper_incisor', 'U1_SN', (98, 104, 110)), ('lower_incisor', 'IMPA', (84, 90, 96)),
     ('growth_FMA', 'FMA', (19, 25, 31)), ('growth_SN-GoGn', 'SN_GoGn', (26, 32, 37))],
)  # fmt: skip
def test_a_rule_goes_up_with_its_measurement(key, name, values):
    assert tuple(label(key, **{name: value}) for value in values) == CLASSIFICATIONS[key].classes


def test_limits_are_those_of_the_norms():
    for key, limits in (('SN-GoGn', SN_GOGN_LIMITS), ('U1-SN', U1_SN_LIMITS), ('IMPA', IMPA_LIMITS)):
        assert limits == pytest.approx(MEASUREMENTS[key].norms[0].interval, abs=0.051)
    for norm in MEASUREMENTS['Wits'].norms:
        assert WITS_LIMITS[norm.sex] == pytest.approx(norm.interval)
    assert ANB_LIMITS == (0, 4)


def test_classify_says_why_it_cannot_tell(face, face_px):
    face_px[list(face).index('Or')] = NAN
    face_px[list(face).index('UMT')] = NAN
    verdicts = classify(measure(face_px, list(face), 0.5))
    assert verdicts['growth_FMA'].reason == 'FMA: no Or'
    assert verdicts['skeletal_class_combined'].reason == 'Wits: no UMT'
    assert verdicts['skeletal_class'].reason == ''


def test_classify_says_that_measurements_disagree():
    measured = {key: MeasuredValue(MEASUREMENTS[key], value, '') for key, value in (('ANB', 6.0), ('Wits', 0.0))}
    assert classify(measured)['skeletal_class_combined'].reason == 'ANB, Wits disagree'


def test_classify_of_a_batch_is_that_of_each_image(face, face_px):
    batch = np.stack([face_px, face_px * [1.0, 1.2], face_px])
    batch[2, list(face).index('A')] = NAN
    together = classify(measure(batch, list(face), 0.5))
    for row in range(3):
        alone = classify(measure(batch[row], list(face), 0.5))
        assert list(together) == list(alone) == list(CLASSIFICATIONS)
        for key, verdict in together.items():
            assert (verdict.label[row], verdict.reason[row]) == (alone[key].label, alone[key].reason)


def test_classify_takes_the_rules_whose_measurements_are_there(face, face_px):
    assert list(classify(measure(face_px, list(face), keys=['ANB', 'IMPA']))) == ['skeletal_class', 'lower_incisor']


def test_classify_rejects_an_unknown_sex(face, face_px):
    with pytest.raises(ValueError, match="sex='m'"):
        classify(measure(face_px, list(face)), 'm')


def test_every_rule_names_its_classes_and_its_source():
    for rule in CLASSIFICATIONS.values():
        assert len(set(rule.classes)) == 3
        assert set(rule.keys) <= set(MEASUREMENTS)
        assert all((rule.name, rule.rule, rule.source))
