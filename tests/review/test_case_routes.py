"""The list of cases, one case, and the radiographs that it takes."""

import shutil

import pytest
from served_reviews import draw_folder, open_client, save, settings_of, wait_until_read

from aariz_mm.review.folder import list_folder


def test_cases_wait_then_are_read_and_the_doubtful_ones_come_first(reading_client):
    found = wait_until_read(reading_client)
    assert {case['state'] for case in found['cases']} <= {'read', 'failed'}
    doubts = [case['doubt_px'] or 0 for case in found['cases'] if case['state'] == 'read']
    assert doubts == sorted(doubts, reverse=True)


def test_a_case_has_what_the_model_found(reading_client):
    wait_until_read(reading_client)
    case = reading_client.get('/api/cases/0').json()
    assert case['state'] == 'read', case
    assert len(case['reading']['landmarks']) == 19 and case['annotation'] is None
    assert 0 <= case['reading']['landmarks'][0]['x'] <= case['width']


def test_without_a_model_cases_wait_and_can_be_annotated(client):
    assert {case['state'] for case in client.get('/api/cases').json()['cases']} == {'waiting'}
    assert save(client).json()['version'] == 1
    assert client.get('/api/cases/0', params=dict(reader='Kim')).json()['annotation']['landmarks']['A']['x'] == 30


def test_the_list_says_how_far_the_reader_who_asks_is(client):
    save(client, n=1, status='finished')
    by_kim = {case['n']: case for case in client.get('/api/cases?reader=kim').json()['cases']}
    by_lee = {case['n']: case for case in client.get('/api/cases?reader=Lee').json()['cases']}
    assert (by_kim[1]['status'], by_kim[1]['version'], by_kim[0]['status']) == ('finished', 1, None)
    assert by_lee[1]['status'] is None and by_lee[1]['readers'] == ['Kim']


def test_a_file_that_is_none_is_told_and_the_others_are_there(tmp_path):
    folder = draw_folder(tmp_path / 'xrays', 1)
    (folder / 'broken.png').write_bytes(b'no picture')
    with open_client(settings_of(folder)) as client:
        ids = {case['id']: case['n'] for case in client.get('/api/cases').json()['cases']}
        broken = client.get(f'/api/cases/{ids["broken"]}')
        assert broken.status_code == 200, broken.text
        assert 'text' in broken.json()['failure']
        assert client.get(f'/api/cases/{ids["broken"]}/image').status_code == 409
        assert client.get(f'/api/cases/{ids["broken"]}/thumbnail').status_code == 409
        assert client.get(f'/api/cases/{ids["p0"]}').json()['width'] > 100


def test_a_reason_names_no_folder_of_this_machine(tmp_path):
    folder = draw_folder(tmp_path / 'secret_ward', 0)
    (folder / 'broken.png').write_bytes(b'no picture')
    with open_client(settings_of(folder)) as client:
        for path in ('/api/cases/0', '/api/cases/0/image', '/api/cases', '/api/cases/0/thumbnail'):
            assert 'secret_ward' not in client.get(path).text


@pytest.mark.parametrize('n', ['3', '99', '2147483647'])
@pytest.mark.parametrize(
    'rest', ['', '/image', '/tiles/0/0/0', '/thumbnail', '/annotations', '/comments', '/history/Kim']
)
def test_a_number_of_no_case_is_not_found(client, n, rest):
    answer = client.get(f'/api/cases/{n}{rest}')
    assert answer.status_code == 404 and list(answer.json()) == ['error']


def test_radiographs_in_folders_below_keep_their_folders_as_names(tmp_path):
    draw_folder(tmp_path / 'xrays' / 'P1', 1)
    draw_folder(tmp_path / 'xrays' / 'P2', 1)
    names = [case.case_id for case in list_folder(tmp_path / 'xrays', tmp_path / 'home')]
    assert names == ['P1/p0', 'P2/p0']


def test_one_radiograph_is_a_review_too(xrays):
    names = [case.case_id for case in list_folder(xrays / 'p1.png', xrays.parent / 'home')]
    assert names == ['p1']


def test_an_archive_is_refused_with_the_cure(xrays, tmp_path):
    archive = shutil.make_archive(str(tmp_path / 'films'), 'zip', xrays)
    with pytest.raises(ValueError, match='unpack it'):
        list_folder(tmp_path / archive, tmp_path / 'home')


def test_an_empty_folder_is_refused(tmp_path):
    (tmp_path / 'nothing').mkdir()
    with pytest.raises(FileNotFoundError, match='no image'):
        list_folder(tmp_path / 'nothing', tmp_path / 'home')


def test_a_dataset_has_its_splits_pixel_sizes_and_readers(tiny_aariz, tmp_path):
    found = {case.case_id: case for case in list_folder(tiny_aariz.root, tmp_path / 'home')}
    assert {name: case.split for name, case in found.items()} == {
        'a.1': 'train', 'b': 'train', 'c': 'train', 't': 'test', 'v': 'valid',
    }  # fmt: skip
    assert found['b'].pixel_size_mm == 0.1 and found['b'].machine == 'ART Plus'
    assert list(found['b'].readers) == ['Junior Orthodontists', 'Senior Orthodontists']


def test_readers_of_a_dataset_are_shown_and_never_written(tiny_aariz, tmp_path):
    before = {path: path.read_bytes() for path in tiny_aariz.root.rglob('*') if path.is_file()}
    with open_client(settings_of(tiny_aariz.root, home=tmp_path / 'home')) as client:
        states = client.get('/api/cases/0/annotations').json()
        assert [(one['reader'], one['source']) for one in states] == [
            ('Junior Orthodontists', 'dataset'), ('Senior Orthodontists', 'dataset'),
        ]  # fmt: skip
        theirs = client.get('/api/cases/0/annotations/Senior Orthodontists').json()
        assert theirs['landmarks']['A'] == dict(x=6, y=10, by='import', visible=True, confirmed=True)
        assert save(client, 'Senior Orthodontists').status_code == 200
        ours = client.get('/api/cases/0/annotations/Senior Orthodontists').json()
        assert ours['source'] == 'review' and ours['landmarks']['A']['x'] == 30
        again = client.get('/api/cases/0/annotations/Senior Orthodontists?source=dataset').json()
        assert again == theirs
    assert before == {path: path.read_bytes() for path in tiny_aariz.root.rglob('*') if path.is_file()}
