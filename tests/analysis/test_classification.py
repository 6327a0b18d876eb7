from dataclasses import replace

import numpy as np
import pytest

from aariz_mm.analysis import CLASSIFICATIONS, MEASUREMENTS, MeasuredValue, Norm, Verdict, classify, measure
from aariz_mm.analysis.classification import (
    ANB_LIMITS,
    DISAGREE,
    FMA_LIMITS,
    IMPA_LIMITS,
    JARABAK_LIMITS,
    SN_GOGN_LIMITS,
    U1_SN_LIMITS,
    WITS_LIMITS,
)
from aariz_mm.analysis.norms import select_norm

NAN = float('nan')


def values(**measured):
    return {
        name.replace('_', '-'): MeasuredValue(
            MEASUREMENTS[name.replace('_', '-')], float(value), '' if value == value else 'x'
        )
        for name, value in measured.items()
    }


def label(key, sex=None, **measured):
    return classify(values(**measured), sex)[key].label


@pytest.mark.parametrize(
    ('anb', 'expected'),
    [(-0.1, 'class III'), (0, 'class I'), (2, 'class I'), (4, 'class I'), (4.1, 'class II'), (NAN, '')],
)
def test_skeletal_class_by_anb(anb, expected):
    assert label('skeletal_class', ANB=anb) == expected


@pytest.mark.parametrize('sex', [None, 'female', 'male'])
@pytest.mark.parametrize(
    ('wits', 'expected'), [(-2.1, 'class III'), (-2, 'class I'), (0, 'class I'), (3, 'class I'), (3.1, 'class II')]
)
def test_wits_on_the_bisected_plane_has_customary_limits_for_either_sex(wits, sex, expected):
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
        (35, 20, 61, ''),  # one of each: no majority
        (35, 40, 66, 'hyperdivergent'),  # two against one
        (35, 40, NAN, 'hyperdivergent'),
        (35, 32, NAN, ''),  # the two differ
        (35, NAN, NAN, ''),
        (NAN, NAN, NAN, ''),
    ],
)
def test_growth_pattern_is_what_two_votes_say(fma, sn_gogn, jarabak, expected):
    assert label('growth_pattern', FMA=fma, SN_GoGn=sn_gogn, Jarabak=jarabak) == expected


@pytest.mark.parametrize(
    ('ratio', 'expected'),
    [(58.9, 'hyperdivergent'), (59, 'normodivergent'), (63, 'normodivergent'), (63.1, 'hypodivergent')],
)
def test_a_high_jarabak_ratio_is_hypodivergent(ratio, expected):
    assert label('growth_Jarabak', Jarabak=ratio) == expected


@pytest.mark.parametrize(
    ('key', 'name', 'three'),
    [('upper_incisor', 'U1_SN', (98, 104, 110)), ('lower_incisor', 'IMPA', (84, 90, 96)),
     ('growth_FMA', 'FMA', (19, 25, 31)), ('growth_SN-GoGn', 'SN_GoGn', (26, 32, 37))],
)  # fmt: skip
def test_a_rule_goes_up_with_its_measurement(key, name, three):
    assert tuple(label(key, **{name: value}) for value in three) == CLASSIFICATIONS[key].classes


def test_limits_are_those_of_the_norm_that_judges():
    limits = {'ANB': ANB_LIMITS, 'FMA': FMA_LIMITS, 'SN-GoGn': SN_GOGN_LIMITS, 'Jarabak': JARABAK_LIMITS,
              'U1-SN': U1_SN_LIMITS, 'IMPA': IMPA_LIMITS, 'Wits': WITS_LIMITS[None]}  # fmt: skip
    for key, found in limits.items():
        assert found == select_norm(MEASUREMENTS[key].norms).interval
    assert ANB_LIMITS == (0, 4) and FMA_LIMITS == (20, 30) and IMPA_LIMITS == (85, 95)


@pytest.mark.parametrize('key', [key for key, rule in CLASSIFICATIONS.items() if len(rule.keys) == 1])
def test_a_rule_in_words_has_the_limits_that_it_decides_by(key):
    rule = CLASSIFICATIONS[key]
    low, high = select_norm(MEASUREMENTS[rule.keys[0]].norms).interval
    assert rule.rule.startswith(f'{rule.keys[0]} from {round(low, 1):g} to {round(high, 1):g}')


def test_classify_says_why_it_cannot_tell(face, face_px):
    face_px[list(face).index('Or')] = NAN
    face_px[list(face).index('UMT')] = NAN
    verdicts = classify(measure(face_px, list(face), 0.5))
    assert verdicts['growth_FMA'].reason == 'FMA: no Or'
    assert verdicts['skeletal_class_combined'].reason == 'Wits: no UMT'
    assert verdicts['skeletal_class'].reason == ''


def test_classify_says_that_measurements_disagree():
    measured = {key: MeasuredValue(MEASUREMENTS[key], value, '') for key, value in (('ANB', 6.0), ('Wits', 0.0))}
    assert classify(measured)['skeletal_class_combined'].reason == 'rules disagree: ANB class II, Wits class I'


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


@pytest.mark.parametrize(
    ('fma', 'sn_gogn', 'jarabak', 'is_told'),
    [(35, 40, 55, False), (35, 40, 61, False), (35, 40, 66, True), (35, 20, 61, True), (15, 40, NAN, True)],
)
def test_votes_two_classes_apart_are_told(fma, sn_gogn, jarabak, is_told):
    verdict = classify(values(FMA=fma, SN_GoGn=sn_gogn, Jarabak=jarabak))['growth_pattern']
    assert verdict.reason.startswith(DISAGREE) is is_told


def test_a_verdict_shows_its_votes():
    verdict = classify(values(FMA=35, SN_GoGn=40, Jarabak=66))['growth_pattern']
    assert verdict.votes == {'FMA': 'hyperdivergent', 'SN-GoGn': 'hyperdivergent', 'Jarabak': 'hypodivergent'}
    assert verdict.label == 'hyperdivergent'
    assert verdict.reason == 'rules disagree: FMA hyperdivergent, SN-GoGn hyperdivergent, Jarabak hypodivergent'


@pytest.mark.parametrize(
    ('key', 'measured', 'reason'),
    [
        ('skeletal_class', dict(ANB=6, Wits=-4), 'rules disagree: ANB class II, Wits class III'),
        ('skeletal_class', dict(ANB=6, Wits=0), ''),
        ('skeletal_class_wits', dict(ANB=-3, Wits=5), 'rules disagree: Wits class II, ANB class III'),
        ('lower_incisor', dict(IMPA=82, FMIA=58), 'rules disagree: IMPA retroclined, FMIA proclined'),
        ('lower_incisor', dict(IMPA=96, FMIA=72), 'rules disagree: IMPA proclined, FMIA retroclined'),
        ('lower_incisor', dict(IMPA=96, FMIA=58), ''),
    ],
)
def test_a_witness_that_says_the_opposite_is_heard(key, measured, reason):
    assert classify(values(**measured))[key].reason == reason


def test_votes_of_a_batch_are_arrays():
    one, other = (values(FMA=fma, SN_GoGn=40, Jarabak=66) for fma in (35, 15))
    batch = {
        key: MeasuredValue(MEASUREMENTS[key], np.array([one[key].value, other[key].value]), np.array(['', ''], object))
        for key in one
    }
    verdict = classify(batch)['growth_pattern']
    assert verdict.votes['FMA'].tolist() == ['hyperdivergent', 'hypodivergent']
    assert [reason.startswith(DISAGREE) for reason in verdict.reason] == [True, True]
    assert verdict.label.tolist() == ['hyperdivergent', 'hypodivergent']


def test_a_class_says_which_norm_is_wanting():
    measured = {'Wits': MeasuredValue(replace(MEASUREMENTS['Wits_functional'], key='Wits'), 0.8, '')}
    assert classify(measured)['skeletal_class_wits'].reason == 'Wits: the norm depends on the sex'


def test_classify_refuses_an_age_that_is_none():
    with pytest.raises(ValueError, match='age=-1'):
        classify(values(ANB=2), age=-1)


def test_classes_go_by_the_magnification_of_each_radiograph():
    # Beside a norm of 0 to 4 mm on films 8 per cent larger than life, 3.9 mm of the head itself are too much.
    norm = Norm('X', span=(0, 4), magnification=1.08)
    wits = replace(MEASUREMENTS['Wits'], norms=(norm,))
    labels = [classify({'Wits': MeasuredValue(wits, 3.9, '', factor)})['skeletal_class_wits'].label
              for factor in (None, 1.08, 1.0)]  # fmt: skip
    assert labels == ['class I', 'class I', 'class II']


def test_classes_go_by_sex_and_age():
    norms = (Norm('X', span=(0, 4), sex='female', years=(8, 10)), Norm('Y', span=(10, 14), sex='male'))
    anb = {'ANB': MeasuredValue(replace(MEASUREMENTS['ANB'], norms=norms), 5.0, '')}
    found = {who: classify(anb, *who)['skeletal_class'].label for who in (('female', 9), ('female', 30), ('male', 9))}
    assert found == {('female', 9): 'class II', ('female', 30): '', ('male', 9): 'class III'}
    assert classify(anb, 'female', 30)['skeletal_class'].reason.startswith('ANB: no norm for female, 30 years;')


def test_a_verdict_without_votes_has_none():
    assert Verdict(CLASSIFICATIONS['growth_FMA'], '', '').votes == {}
    assert 'decide' not in repr(CLASSIFICATIONS['growth_FMA'])


def test_limits_of_wits_are_the_same_for_both_sexes():
    assert WITS_LIMITS == {None: (-2, 3), 'female': (-2, 3), 'male': (-2, 3)}
    assert (SN_GOGN_LIMITS, JARABAK_LIMITS) == ((31.71 - 5.19, 31.71 + 5.19), (59, 63))


def test_reasons_of_a_batch_are_texts_of_any_length():
    long = MeasuredValue(MEASUREMENTS['ANB'], np.array([NAN, NAN, 2.0]), np.array(['no A', 'x' * 50, ''], dtype=object))
    verdict = classify({'ANB': long})['skeletal_class']
    assert verdict.reason.tolist() == ['ANB: no A', 'ANB: ' + 'x' * 50, ''] and verdict.reason.dtype == object


def test_rules_in_words_by_hand():
    rules = {key: (rule.rule, rule.source) for key, rule in CLASSIFICATIONS.items()}
    assert rules['growth_SN-GoGn'] == (
        'SN-GoGn from 26.5 to 36.9: normodivergent; above: hyperdivergent; below: hypodivergent',
        'Riedel 1952, mean ± SD',
    )  # fmt: skip
    assert rules['growth_Jarabak'] == (
        'Jarabak from 59 to 63 %: normodivergent; above: hypodivergent; below: hyperdivergent',
        'Siriwat & Jarabak 1985, customary limits',
    )
    assert rules['skeletal_class_wits'][0] == 'Wits from -2 to 3 mm: class I; above: class II; below: class III'
