"""A profile is a small file that names no patient, and a broken one is refused with the cure."""

import json

import numpy as np
import pytest
from made_sites import SPREAD, made_site

from aariz_mm.adaptation.learning import learn_offsets, make_profile
from aariz_mm.adaptation.profile import load_profile, parse_profile, profile_as_json


@pytest.fixture(scope='module')
def content():
    site = made_site(6)
    return json.loads(
        json.dumps(profile_as_json(make_profile(site, learn_offsets(site, SPREAD), ['ab'], 'Kim', 'now')))
    )


def test_profile_comes_back_as_it_was(content, tmp_path):
    path = tmp_path / 'p.json'
    path.write_text(json.dumps(content))
    profile = load_profile(path)
    assert profile_as_json(profile) == content
    assert (profile.reader, profile.models, len(profile.images)) == ('Kim', ('ab',), 6)
    assert str(profile).startswith('Kim, 6 radiographs, now (') and profile.sha256[:12] in str(profile)


def test_profile_states_what_each_landmark_gains(content):
    entry = next(one for one in content['landmarks'] if one['symbol'] == 'Pog`')
    assert entry['moved'] and entry['radiographs'] == 6 and entry['gain_mm'] > 3
    assert content['gain']['low_mm'] <= content['gain']['gain_mm'] <= content['gain']['high_mm']


@pytest.mark.parametrize(
    ('key', 'value', 'words'),
    [
        ('format', 'aariz_mm profile 2', "'aariz_mm profile 2', expected 'aariz_mm profile 1'"),
        ('models', [], 'models: expected a list of texts'),
        ('landmarks', [], r'landmarks \[\]'),
        ('gain', None, 'no profile that can be used'),
    ],
)
def test_profiles_that_cannot_be_used_are_refused(content, key, value, words):
    with pytest.raises(ValueError, match=words) as found:
        parse_profile({**content, key: value}, 'p.json')
    assert 'aariz-mm adapt' in str(found.value) and str(found.value).startswith('p.json: ')


@pytest.mark.parametrize(
    ('key', 'value'),
    [
        ('offset_mm', [900, 0]),
        ('offset_mm', [1]),
        ('offset_mm', [float('nan'), 0]),
        ('radius_factor', 0),
        ('radius_factor', 1e9),
        ('symbol', 'Xi'),
        ('symbol', 'Pog'),
    ],
)  # fmt: skip
def test_profiles_with_numbers_of_no_profile_are_refused(content, key, value):
    changed = [{**one, key: value} if one['symbol'] == 'Go' else one for one in content['landmarks']]
    with pytest.raises(ValueError, match='no profile that can be used'):
        parse_profile({**content, 'landmarks': changed}, 'p.json')


@pytest.mark.parametrize('content', [None, [], 'text', {}, {'format': 1}])
def test_other_json_is_no_profile(content):
    with pytest.raises(ValueError, match='make it with aariz-mm adapt'):
        parse_profile(content, 'p.json')


def test_brackets_without_end_are_no_profile(tmp_path):
    (tmp_path / 'p.json').write_text('[' * 200_000)
    with pytest.raises(ValueError, match='make it with aariz-mm adapt'):
        load_profile(tmp_path / 'p.json')


def test_a_profile_that_is_not_there_says_the_cure(tmp_path):
    with pytest.raises(FileNotFoundError, match='make it with aariz-mm adapt'):
        load_profile(tmp_path / 'no.json')


def test_profile_holds_no_name_of_a_radiograph(content):
    site = made_site(3)
    profile = make_profile(site, learn_offsets(site, SPREAD), ['ab'], 'Kim', 'now')
    named = {**vars(site), 'names': ('Mrs Smith',) * 3}
    renamed = make_profile(type(site)(**named), learn_offsets(site, SPREAD), ['ab'], 'Kim', 'now')
    assert 'Smith' not in json.dumps(profile_as_json(renamed))
    np.testing.assert_array_equal(renamed.offsets_mm, profile.offsets_mm)
