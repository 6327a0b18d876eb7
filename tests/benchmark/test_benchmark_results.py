"""Goals, the table and the JSON of a benchmark."""

import json

import pytest

from aariz_mm.benchmark.results import Goal, Report, as_content, compare, format_report, single

FAST = Goal('ours', 4.0, 'at most 4 ms')
TWENTY = Goal('ratio', 1 / 20, '20 x')


@pytest.mark.parametrize(
    ('ours', 'reference', 'holds'),
    [([3.9], [80.0], True), ([4.1], [99.0], False), ([3.9], [70.0], False), ([4.0], [80.0], True)],
)
def test_all_goals_must_hold(ours, reference, holds):
    assert compare('sample', ours, reference, goals=(FAST, TWENTY)).holds is holds


def test_a_goal_may_be_a_least_value():
    busy = Goal('ours', 100.0, 'at least 90 %', at_least=90.0)
    assert single('busy', [90.0], '%', goals=[busy]).holds
    assert single('busy', [89.9], '%', goals=[busy]).holds is False


def test_without_a_goal_nothing_is_held_or_missed():
    assert compare('sample', [1], [2]).holds is None


def test_the_median_decides_not_the_worst():
    assert single('sample', [1, 2, 300], goals=[FAST]).holds


def test_ratio_is_the_median_of_pairs():
    # Pairs 1/2, 2/8 and 9/9; the ratio of the medians would be 2/8.
    assert compare('sample', [1, 2, 9], [2, 8, 9]).ratio.median == 0.5


def report():
    rows = [compare('sample', [2.0, 2.0], [50.0, 40.0], goals=[FAST]), single('part', [0.0123], ours=False)]
    return Report('Training sample', {'seed': '0'}, rows, ['One note.'])


def test_table_shows_medians_quartiles_ratio_and_verdict():
    lines = format_report(report()).splitlines()
    assert '- seed: 0' in lines and 'One note.' in lines
    assert '| sample | 2.00 ms (2.00-2.00) | 45.0 ms (42.5-47.5) | 0.045 (0.043-0.048), 22.2 x less ' \
        '| at most 4 ms | holds |' in lines  # fmt: skip
    assert '| part |  | 0.0123 ms |  |  |  |' in lines


def test_every_row_of_the_table_has_the_columns_of_its_header():
    lines = [line for line in format_report(report()).splitlines() if line.startswith('|')]
    assert len(lines) == 4 and len({line.count('|') for line in lines}) == 1


def test_json_has_the_numbers_and_the_verdicts():
    content = json.loads(json.dumps(as_content(report())))
    assert content['rows'][0]['holds'] is True and content['rows'][1]['holds'] is None
    assert content['rows'][0]['reference'] == dict(median=45.0, low=42.5, high=47.5, count=2)
