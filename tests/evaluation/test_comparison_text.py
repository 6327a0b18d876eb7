"""Comparisons in words and as JSON, of scores made by hand."""

import math
from dataclasses import replace

import pytest
from made_cases import build_cases

from aariz_mm.evaluation.cases import Cases
from aariz_mm.evaluation.comparison import Comparison
from aariz_mm.evaluation.comparison_text import check_comparison_path, comparison_as_json, format_comparison
from aariz_mm.evaluation.run_comparison import Recipe, Run, RunComparison

CASES = build_cases()
A, B, C = (Run(f'{name}.json', CASES) for name in 'abc')
MRE = Comparison('MRE_mm', 20, 1.5, 1.25, -0.25, -0.375, -0.125, 0.02, True, False)
KAPPA = Comparison('CVM_qwk', 20, 0.5, 0.5, 0.0, 0.0, 0.0, 1.0, False, True)
SDR = Comparison('SDR_2.0mm', 4, 80.0, 85.0, 5.0, math.nan, math.nan, math.nan, False, False)


def result_of(*comparisons, runs=(A, B), p_values=None):
    p_values = p_values or tuple(tuple(one.p_value for one in scores) for scores in comparisons)
    return RunComparison(tuple(runs), comparisons, p_values, 300, 7)


def test_text_by_hand():
    assert format_comparison(result_of((MRE, KAPPA))) == '\n'.join(
        [
            'A  a.json',
            'B  b.json',
            'Protocol of all: truth=mean, landmarks=isbi19, pixel_size=released, split=valid, images=3, excluded=0',
            'Sign flips over images, 300 repeats, seed 7.',
            'One training on either side: what another seed would change is not included (--recipe).',
            '',
            'score       n      A      B   B - A     95 % interval       p',
            'MRE, mm    20  1.500  1.250  -0.250  -0.375 to -0.125  0.0200  B is better by 0.250',
            'CVM kappa  20  0.500  0.500  +0.000  +0.000 to +0.000  1.0000  no difference (identical on every image)',
        ]
    )


def test_a_corrected_p_value_decides_and_is_shown():
    result = result_of((MRE,), (MRE,), runs=(A, B, C), p_values=((0.06,), (0.04,)))
    text = format_comparison(result)
    assert 'p is corrected (Holm) for the number of runs' in text and 'Holm' not in format_comparison(result_of((MRE,)))
    assert '0.0600  no difference shown' in text and '0.0400  C is better by 0.250' in text
    rows = comparison_as_json(result)['comparisons']
    assert [(row['run'], row['p_value'], row['p_value_holm'], row['better']) for row in rows] == [
        ('b.json', 0.02, 0.06, None), ('c.json', 0.02, 0.04, 'c.json')
    ]  # fmt: skip


def test_what_is_not_known_is_said():
    lines = format_comparison(result_of((SDR,))).splitlines()
    assert '4 images are too few for an interval (6 needed).' in lines
    assert lines[-1].split() == ['SDR', '2', 'mm,', '%', '4', '80.000', '85.000', '+5.000', '-', '-', 'not', 'known']


def test_the_better_first_run_is_called_a():
    worse = Comparison('CVM_mae', 20, 0.5, 0.75, 0.25, 0.1, 0.4, 0.001, True, False)
    assert format_comparison(result_of((worse,))).endswith('A is better by 0.250')
    assert comparison_as_json(result_of((worse,)))['comparisons'][0]['better'] == 'a.json'


def test_recipes_name_their_trainings_and_the_sd_between_seeds():
    recipes = Recipe('p', (A, B)), Recipe('q', (C,))
    text = format_comparison(result_of((replace(MRE, p_value=0.05, trainings=(2, 1), seed_sd=0.0625),), runs=recipes))
    lines = text.splitlines()
    assert lines[:2] == ['A  p, 2 trainings: a.json, b.json', 'B  q, 1 training: c.json']
    assert '2 and 1 trainings: images and seeds are both drawn by chance.' in lines
    assert 'The SD between seeds may be 31.9 times that seen.' in lines
    assert lines[-1] == 'SD between seeds: MRE, mm 0.0625' and 'Sign flips' not in text


def test_json_by_hand():
    content = comparison_as_json(result_of((MRE,), runs=(A, Recipe('q', (B, C)))))
    row = content.pop('comparisons')[0]
    assert content == dict(
        format='aariz_mm comparison',
        runs=['a.json', 'q'],
        trainings=dict(q=['b.json', 'c.json']),
        protocol=dict(CASES.protocol),
        repeats=300,
        seed=7,
    )
    assert row == dict(
        reference='a.json', run='q', score='MRE_mm', num_images=20, first=1.5, second=1.25, difference=-0.25,
        low=-0.375, high=-0.125, p_value=0.02, lower_is_better=True, identical=False, trainings=[1, 1], seed_sd=None,
        p_value_holm=0.02, better='q',
    )  # fmt: skip


def test_the_27th_run_has_a_number():
    runs = [Run(f'{index}', CASES) for index in range(27)]
    lines = format_comparison(result_of(*[(MRE,)] * 26, runs=runs)).splitlines()
    assert lines[25:27] == ['Z  25', '#27  26'] and 'Z - A' in lines[-5] and '#27 - A' in lines[-2]


def test_no_score_and_no_protocol_are_no_error():
    bare = Run('x', Cases())
    assert 'Protocol of all: not stated' in format_comparison(result_of((), runs=(bare, bare), p_values=((),)))


def test_an_earlier_comparison_alone_is_replaced(tmp_path):
    path = tmp_path / 'out.json'
    for text in ('{"format": "aariz_mm comparison"}', '{"comparisons": []}'):
        path.write_text(text)
        check_comparison_path(path)
    path.write_text('{"format": "aariz_mm cases"}')
    with pytest.raises(ValueError, match='is no comparison and would be lost; give another --out'):
        check_comparison_path(path)
