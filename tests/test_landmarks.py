import copy
import json
from pathlib import Path

import pytest

from aariz_mm.compat import prepare
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

OFFICIAL = """
ckr20ld7v4a4r0za3gqkydid2 A skeletal A-point
ckr6rysyb3jyi0y303gbq84ks ANS skeletal Anterior Nasal Spine
ckr6rysyb3jyk0y301dcyhf9q B skeletal B-point
ckr6rysyc3jym0y307w5s1g4a Me skeletal Menton
ckr6rysyc3jyo0y3083er4fow N skeletal Nasion
ckr6rysyc3jyq0y306afa3t9a Or skeletal Orbitale
ckr6rysyd3jys0y30gd1rahjp Pog skeletal Pogonion
ckr6rysyd3jyu0y30ah3205y8 PNS skeletal Posterior Nasal Spine
ckr6rysyd3jyw0y30hbbkfcb2 Pn soft_tissue Pronasale
ckr6rysye3jyy0y30h8n07rrl R skeletal Ramus
ckr6rysye3jz00y30fzx36g43 S skeletal Sella
ckr6rysye3jz20y303mmleb3m Ar skeletal Articulare
ckr6rysye3jz40y309hjl6dp2 Co skeletal Condylion
ckr6rysyf3jz60y30d6ir73i6 Gn skeletal Gnathion
ckr6rysyf3jz80y308ruj39bx Go skeletal Gonion
ckr6rysyf3jza0y3010od7lu3 Po skeletal Porion
ckr6rysyf3jzc0y30bjsl17p5 LPM dental Lower 2nd PM Cusp Tip
ckr6rysyf3jze0y308g246gqv LIT dental Lower Incisor Tip
ckr6rysyf3jzg0y3004pzauxj LMT dental Lower Molar Cusp Tip
ckr6rysyf3jzi0y303zh895ny UPM dental Upper 2nd PM Cusp Tip
ckr6rysyg3jzk0y303unk9msw UIA dental Upper Incisor Apex
ckr6rysyg3jzm0y30e4r55szn UIT dental Upper Incisor Tip
ckr6rysyg3jzo0y309pc56jgb UMT dental Upper Molar Cusp Tip
ckr6rysyg3jzq0y309625913x LIA dental Lower Incisor Apex
ckr6rysyg3jzs0y30533sccfw Li soft_tissue Labrale inferius
ckr6rysyg3jzu0y308e25br5c Ls soft_tissue Labrale superius
ckr6rysyg3jzw0y30cnaufc5r N` soft_tissue Soft Tissue Nasion
ckr6rysyh3jzy0y30dqpoar9x Pog` soft_tissue Soft Tissue Pogonion
ckr6rysyh3k000y302tpa6jn2 Sn soft_tissue Subnasale
"""
"""Id, symbol, region and title of each landmark, as the dataset lists them (the regions are ours)."""
FACTS = Path(__file__).parents[2] / 'shared' / 'data' / 'aariz_facts' / 'landmarks.json'


@pytest.mark.skipif(not FACTS.is_file(), reason=f'no official landmark list at {FACTS}')
def test_landmarks_are_the_official_ones_in_the_official_order():
    official = json.loads(FACTS.read_text(encoding='utf-8'))
    expected = [(point['landmark_id'], point['symbol'], point['title']) for point in official]
    assert [(point.landmark_id, point.symbol, point.title) for point in LANDMARKS] == expected


def test_landmarks_are_those_of_the_list():
    rows = [f'{one.landmark_id} {one.symbol} {one.region} {one.title}' for one in LANDMARKS]
    assert rows == OFFICIAL.strip().splitlines()


def test_regions_have_colours_that_are_told_apart():
    assert REGION_COLORS == {'skeletal': (64, 200, 255), 'dental': (255, 214, 64), 'soft_tissue': (255, 128, 176)}
    assert BY_SYMBOL['UIT'].color == (255, 214, 64)


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


def test_tracing_lines_by_hand():
    cranium = 'S-N S-Ar Po-Or ANS-PNS ANS-A'
    mandible = 'Co-Ar Ar-R R-Go Go-Me Me-Gn Gn-Pog Pog-B'
    teeth, profile = 'UIA-UIT LIA-LIT UPM-UMT LPM-LMT', 'N`-Pn Pn-Sn Sn-Ls Ls-Li Li-Pog`'
    assert ' '.join('-'.join(pair) for pair in TRACING_LINES) == f'{cranium} {mandible} {teeth} {profile}'


def test_cvm_stages_are_six_in_order():
    assert tuple(f'CVM-S{stage}' for stage in range(1, 7)) == CVM_STAGES


def test_build_metainfo_numbers_the_chosen_landmarks_from_zero():
    metainfo = build_metainfo(['N', 'S', 'A'])
    names = {index: point['name'] for index, point in metainfo['keypoint_info'].items()}
    assert names == {0: 'N', 1: 'S', 2: 'A'}
    assert len(metainfo['joint_weights']) == len(metainfo['sigmas']) == 3
    assert [line['link'] for line in metainfo['skeleton_info'].values()] == [('S', 'N')]


def test_build_metainfo_by_hand():
    metainfo = build_metainfo(['UIT', 'S', 'UIA'])
    assert metainfo['keypoint_info'][1] == dict(name='S', id=1, color=[64, 200, 255], type='', swap='')
    two = build_metainfo(['S', 'UIT', 'UIA', 'N'])['skeleton_info']
    assert [(line['id'], line['color']) for line in two.values()] == [(0, [64, 200, 255]), (1, [255, 214, 64])]
    assert list(build_metainfo(['Pog', 'B'])['skeleton_info']) == [0]
    assert metainfo['skeleton_info'] == {0: dict(link=('UIA', 'UIT'), id=0, color=[255, 214, 64])}
    assert metainfo['joint_weights'] == [1.0, 1.0, 1.0] and metainfo['sigmas'] == [0.025] * 3
    assert metainfo['dataset_name'] == 'aariz' and set(metainfo) == {
        'dataset_name', 'paper_info', 'keypoint_info', 'skeleton_info', 'joint_weights', 'sigmas'
    }  # fmt: skip
    assert metainfo['paper_info']['homepage'].endswith('10.1038/s41597-025-05542-3')
    assert list(metainfo['paper_info']) == ['author', 'title', 'container', 'year', 'homepage']
    assert metainfo['paper_info']['year'] == '2025'


def test_a_landmark_is_not_changed():
    with pytest.raises(AttributeError):
        LANDMARKS[0].symbol = 'B'


@pytest.mark.parametrize(('subset', 'size'), [('aariz29', 29), ('isbi19', 19), ('delr26', 26), (['S', 'N'], 2)])
def test_build_metainfo_is_understood_by_mmpose(subset, size):
    prepare()  # where no other test has made MMPose importable
    from mmpose.datasets.datasets.utils import parse_pose_metainfo

    parsed = parse_pose_metainfo(build_metainfo(subset))
    assert parsed['num_keypoints'] == size
    assert tuple(parsed['keypoint_id2name'].values()) == select_symbols(subset)
    assert parsed['flip_indices'] == list(range(size))  # no landmark has a twin on the other side


def test_build_metainfo_does_not_share_what_it_gives():
    before = copy.deepcopy(METAINFO)
    build_metainfo()['keypoint_info'][0]['name'] = 'changed'
    assert build_metainfo() == METAINFO == before
