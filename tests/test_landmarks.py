import copy
import json
from pathlib import Path

import pytest

from aariz_mm.landmarks import (
    BY_ID,
    BY_SYMBOL,
    CVM_STAGES,
    LANDMARKS,
    METAINFO,
    REGION_COLORS,
    SUBSETS,
    SYMBOLS,
    TRACING_LINES,
    build_metainfo,
    select_symbols,
)

FACTS = Path(__file__).parents[2] / 'shared' / 'data' / 'aariz_facts' / 'landmarks.json'


@pytest.mark.skipif(not FACTS.is_file(), reason=f'no official landmark list at {FACTS}')
def test_landmarks_are_the_official_ones_in_the_official_order():
    official = json.loads(FACTS.read_text(encoding='utf-8'))
    expected = [(point['landmark_id'], point['symbol'], point['title']) for point in official]
    assert [(point.landmark_id, point.symbol, point.title) for point in LANDMARKS] == expected


def test_landmarks_have_29_unique_ids_symbols_and_titles():
    assert len(LANDMARKS) == len(BY_ID) == len(BY_SYMBOL) == 29
    assert len({point.title for point in LANDMARKS}) == 29
    assert len({point.definition for point in LANDMARKS}) == 29


def test_landmarks_by_hand():
    assert SYMBOLS[0] == 'A' and SYMBOLS[-1] == 'Sn'
    assert BY_SYMBOL['S'].title == 'Sella'
    assert BY_ID['ckr6rysyh3k000y302tpa6jn2'].symbol == 'Sn'
    assert BY_SYMBOL['Sn'].color == REGION_COLORS['soft_tissue'] != BY_SYMBOL['S'].color


@pytest.mark.parametrize(('name', 'size'), [('aariz29', 29), ('isbi19', 19), ('cldetection24', 24), ('delr26', 26)])
def test_subsets_keep_the_official_order(name, size):
    symbols = SUBSETS[name]
    assert len(symbols) == len(set(symbols)) == size
    assert sorted(symbols, key=SYMBOLS.index) == list(symbols)


def test_subsets_leave_out_what_the_others_lack():
    assert set(SYMBOLS) - set(SUBSETS['delr26']) == {'N`', 'Pog`', 'Sn'}
    absent = {'Pn', 'R', 'Co', 'LPM', 'LMT', 'UPM', 'UIA', 'UMT', 'LIA', 'N`'}
    assert set(SYMBOLS) - set(SUBSETS['isbi19']) == absent


def test_select_symbols_keeps_the_order_asked_for():
    assert select_symbols(['N', 'S', 'A']) == ('N', 'S', 'A')
    assert select_symbols(symbol for symbol in 'BA') == ('B', 'A')
    assert select_symbols('aariz29') == SYMBOLS


def test_select_symbols_rejects_an_unknown_subset():
    with pytest.raises(ValueError, match=r"subset 'isbi20' is unknown; use one of .*isbi19"):
        select_symbols('isbi20')


@pytest.mark.parametrize('symbols', [['S', 'Q'], ['S', 'N', 'S'], [], ['s']])
def test_select_symbols_rejects_unknown_repeated_or_no_symbols(symbols):
    with pytest.raises(ValueError, match='expected distinct symbols'):
        select_symbols(symbols)


def test_tracing_lines_join_known_landmarks_once():
    assert {symbol for pair in TRACING_LINES for symbol in pair} <= set(SYMBOLS)
    assert len({frozenset(pair) for pair in TRACING_LINES}) == len(TRACING_LINES)
    assert all(start != end for start, end in TRACING_LINES)


def test_cvm_stages_are_six_in_order():
    assert len(CVM_STAGES) == 6
    assert CVM_STAGES[3 - 1] == 'CVM-S3'


def test_build_metainfo_numbers_the_chosen_landmarks_from_zero():
    metainfo = build_metainfo(['N', 'S', 'A'])
    names = {index: point['name'] for index, point in metainfo['keypoint_info'].items()}
    assert names == {0: 'N', 1: 'S', 2: 'A'}
    assert len(metainfo['joint_weights']) == len(metainfo['sigmas']) == 3
    assert [line['link'] for line in metainfo['skeleton_info'].values()] == [('S', 'N')]


@pytest.mark.parametrize(('subset', 'size'), [('aariz29', 29), ('isbi19', 19), ('delr26', 26), (['S', 'N'], 2)])
def test_build_metainfo_is_understood_by_mmpose(subset, size):
    from mmpose.datasets.datasets.utils import parse_pose_metainfo

    parsed = parse_pose_metainfo(build_metainfo(subset))
    assert parsed['num_keypoints'] == size
    assert tuple(parsed['keypoint_id2name'].values()) == select_symbols(subset)
    assert parsed['flip_indices'] == list(range(size))  # no landmark has a twin on the other side


def test_build_metainfo_does_not_share_what_it_gives():
    before = copy.deepcopy(METAINFO)
    build_metainfo()['keypoint_info'][0]['name'] = 'changed'
    assert build_metainfo() == METAINFO == before
