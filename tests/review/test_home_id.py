"""The random name of a review's folder: the browser keeps what is unsaved under it."""

from made_reviews import open_review, write_folder
from served_reviews import open_client, settings_of

from aariz_mm.files import file_sha256


def home_id_of(settings):
    with open_client(settings) as client:
        return client.get('/api/info').json()['home_id']


def test_a_home_keeps_its_id(xrays):
    first = home_id_of(settings_of(xrays))
    assert len(first) == 32 and first == home_id_of(settings_of(xrays))


def test_folders_of_the_same_name_have_other_ids(tmp_path):
    homes = [settings_of(write_folder(tmp_path / name / 'films')) for name in 'xy']
    assert home_id_of(homes[0]) != home_id_of(homes[1])


def test_two_homes_of_a_folder_have_other_ids(xrays, tmp_path):
    assert home_id_of(settings_of(xrays)) != home_id_of(settings_of(xrays, home=tmp_path / 'second'))


def test_a_home_of_an_earlier_version_gets_an_id(tmp_path):
    folder = write_folder(tmp_path / 'films')
    with open_review(folder) as store:
        store._connection.execute('DROP TABLE home')
    with open_review(folder) as store:
        assert len(store.home_id) == 32


def test_a_case_says_the_content_of_its_file_so_that_another_picture_is_told(xrays):
    with open_client(settings_of(xrays)) as client:
        n, name = next((case['n'], case['id']) for case in client.get('/api/cases').json()['cases'])
        said = client.get(f'/api/cases/{n}').json()['sha256']
    assert said == file_sha256(next(xrays.glob(f'{name}.*')))


def test_what_is_meant_for_another_home_is_refused_and_not_saved(xrays):
    with open_client(settings_of(xrays)) as client:
        other = {'X-Review-Home': 'f' * 32}
        body = dict(base_version=0, landmarks=dict(A=dict(x=30.0, y=40.0)), action='move A')
        answer = client.put('/api/cases/0/annotations/Kim', json=body, headers=other)
        assert answer.status_code == 410 and 'another folder' in answer.json()['error']
        assert client.get('/api/cases', headers=other).status_code == 410
        own = {'X-Review-Home': client.get('/api/info').json()['home_id']}
        assert client.put('/api/cases/0/annotations/Kim', json=body, headers=own).json()['version'] == 1
