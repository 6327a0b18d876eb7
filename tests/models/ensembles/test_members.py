"""Which checkpoint goes to which member, and which are refused."""

import warnings

import pytest

from aariz_mm.engine.stored_config import StoredConfig
from aariz_mm.models.ensembles.members import Member, assign_checkpoints, named_members, numbered_members

NARROW, WIDE = (dict(type='T', decoder=dict(input_size=(side, side))) for side in (160, 240))
MEMBERS = [Member('a1', NARROW, 'narrow'), Member('a2', NARROW, 'narrow'), Member('b', WIDE, 'wide')]
STORED = {
    'n.pth': StoredConfig('narrow', NARROW),
    'm.pth': StoredConfig('narrow', NARROW),
    'w.pth': StoredConfig('wide'),
}


def assign(*given, members=MEMBERS, stored=STORED):
    """Paths by the name of the member; ``given`` are paths or (name, path)."""
    pairs = [each if isinstance(each, tuple) else (None, each) for each in given]
    paths = assign_checkpoints(members, pairs, [stored.get(path, StoredConfig()) for _, path in pairs])
    return dict(zip((member.name for member in members), paths, strict=True))


@pytest.mark.parametrize(
    'given', [('n.pth', 'm.pth', 'w.pth'), ('w.pth', 'n.pth', 'm.pth'), ('n.pth', 'w.pth', 'm.pth')]
)
def test_checkpoints_come_in_any_order(given):
    assert assign(*given) == dict(a1='n.pth', a2='m.pth', b='w.pth')


def test_a_name_goes_before_what_the_checkpoint_says():
    assert assign('n.pth', ('a1', 'm.pth'), 'w.pth') == dict(a1='m.pth', a2='n.pth', b='w.pth')
    renamed = {**STORED, 'w.pth': StoredConfig('my_own_wide', WIDE)}
    assert assign('n.pth', 'm.pth', ('b', 'w.pth'), stored=renamed)['b'] == 'w.pth'


def test_checkpoint_of_a_config_that_has_no_member_left_is_refused_by_name():
    reason = r'n\.pth was trained by narrow; the ensemble has only 2 of that .*give one of wide for b, .*be: b=n\.pth'
    with pytest.raises(ValueError, match=reason):
        assign('m.pth', 'm.pth', 'n.pth')
    with pytest.raises(ValueError, match=r'x\.pth was trained by other; the ensemble has none of that config'):
        assign('n.pth', 'm.pth', 'x.pth', stored={**STORED, 'x.pth': StoredConfig('other', WIDE)})


def test_checkpoint_of_another_model_is_refused_even_by_name():
    reason = r'n\.pth is of another model than the member b \(wide\): decoder\.input_size is \[160, 160\], expected'
    with pytest.raises(ValueError, match=reason):
        assign('m.pth', 'm.pth', ('b', 'n.pth'))


def test_silent_checkpoints_are_taken_in_order_after_a_warning():
    with pytest.warns(UserWarning, match=r'in the order of the members: a1 \(narrow\), a2 \(narrow\), b .*NAME='):
        assert assign('1.pth', '2.pth', '3.pth') == dict(a1='1.pth', a2='2.pth', b='3.pth')


def test_silent_checkpoints_take_what_is_left_where_that_is_of_one_config():
    with warnings.catch_warnings():
        warnings.simplefilter('error')
        assert assign('1.pth', 'w.pth', '2.pth') == dict(a1='1.pth', a2='2.pth', b='w.pth')
        assert assign('1.pth', members=numbered_members(NARROW, 'narrow', 1, None)) == {'1': '1.pth'}


def test_silent_checkpoint_that_may_be_several_members_is_refused():
    with pytest.raises(ValueError, match=r'1\.pth does not say.*any of: a2 \(narrow\), b \(wide\).*member: a2=1\.pth'):
        assign('n.pth', '1.pth', '2.pth')


@pytest.mark.parametrize(
    ('given', 'reason'),
    [
        (
            ('n.pth',),
            r'1 checkpoints for 3 members, expected one for each of: a1 \(narrow\), a2 \(narrow\), b \(wide\)',
        ),
        ((('c', 'n.pth'), 'm.pth', 'w.pth'), r'c=n\.pth: no such member, expected one of: a1'),
        ((('b', 'w.pth'), ('b', 'w.pth'), 'n.pth'), r'b=w\.pth: b has a checkpoint already'),
    ],
)
def test_checkpoints_must_be_one_for_each_member(given, reason):
    with pytest.raises(ValueError, match=reason):
        assign(*given)


def test_numbered_members_take_checkpoints_of_their_config_alone():
    ours = numbered_members(NARROW, 'narrow', 2, None)
    assert assign('n.pth', 'm.pth', members=ours) == {'1': 'n.pth', '2': 'm.pth'}
    with pytest.raises(ValueError, match=r'w\.pth was trained by wide.*--cfg-options model\.member_config=None'):
        assign('n.pth', 'w.pth', members=ours)
    assert assign('n.pth', 'w.pth', members=numbered_members(NARROW, None, 2, None)) == {'1': 'n.pth', '2': 'w.pth'}


def test_named_members_keep_their_order_and_size():
    entries = dict(b=dict(config='wide', model=WIDE, input_size=(8, 8)), a1=dict(config='narrow', model=NARROW))
    assert named_members(entries) == [Member('b', WIDE, 'wide', (8, 8)), Member('a1', NARROW, 'narrow')]
