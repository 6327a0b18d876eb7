"""Annotations in and out of the page, and profiles of readers."""

import io
import json
import zipfile

import pytest
from served_reviews import open_client, save, settings_of, wait_until_read

from aariz_mm.landmarks import SYMBOLS

LABELME = dict(
    imagePath='p0.png', shapes=[dict(label='A', shape_type='point', points=[[33.5, 44.25]], group_id=None, flags={})]
)


def send(client, name, data, format='labelme', reader='Kim'):
    data = json.dumps(data).encode() if isinstance(data, dict) else data
    return client.post('/api/import', params=dict(format=format, reader=reader), files=[('files', (name, data))])


def zip_of(members):
    data = io.BytesIO()
    with zipfile.ZipFile(data, 'w', zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, content in members.items():
            file.writestr(name, bytes(257 << 20) if content == 'bomb' else content)
    return data.getvalue()


def test_annotations_of_another_tool_become_a_revision(client):
    size = client.get('/api/cases/0').json()
    labelme = LABELME | dict(imageWidth=size['width'], imageHeight=size['height'])
    answer = send(client, 'p0.json', labelme)
    assert answer.json()['imported'] == ['p0'], answer.text
    mark = client.get('/api/cases/0/annotations/Kim').json()['landmarks']['A']
    assert (mark['x'], mark['y'], mark['by']) == (33.5, 44.25, 'import')


@pytest.mark.parametrize('name, data', [
    ('p0.json', b'{'), ('p0.json', b'[' * 100_000), ('p0.zip', b'PK\x03\x04broken'), ('p0.json', b''),
    ('p0.json', b'[]'),
    ('p0.zip', {'../../evil.json': b'{}'}), ('p0.zip', {'/etc/evil.json': b'{}'}), ('a.txt', b'x'),
    ('bomb.zip', {'a.json': 'bomb'}), ('p0.json', b'{"shapes": NaN}'), ('\x00.json', b'{}'),
])  # fmt: skip
def test_what_is_no_annotation_is_refused_and_nothing_saved(client, name, data, tmp_path):
    data = zip_of(data) if isinstance(data, dict) else data
    before = {path for path in tmp_path.rglob('*') if path.is_file() and 'sqlite' not in path.name}
    answer = send(client, name, data)
    assert answer.status_code == 422 or not answer.json()['imported'], answer.text
    assert client.get('/api/cases/0/annotations').json() == []
    assert {path for path in tmp_path.rglob('*') if path.is_file() and 'sqlite' not in path.name} == before
    assert str(tmp_path) not in answer.text and '/tmp/' not in answer.text


def test_what_does_not_fit_is_told(client):
    answer = send(client, 'q.json', LABELME | dict(imagePath='nothing.png')).json()
    assert answer['imported'] == [] and answer['misfits'][0]['kind'] == 'image missing'


@pytest.mark.parametrize('format', ['labelme', 'coco', 'cvat', 'csv', 'aariz'])
def test_what_was_marked_goes_out_as_an_archive(client, format):
    save(client, 'Dr Kim')
    answer = client.get('/api/export', params=dict(format=format, reader='Dr Kim'))
    assert answer.status_code == 200 and answer.headers['content-type'] == 'application/zip', answer.text
    assert f'Dr%20Kim_{format}.zip' in answer.headers['content-disposition']
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None and archive.namelist()


def test_what_goes_out_comes_in_again(client):
    save(client, 'Kim', landmarks={symbol: dict(x=5.5 + 3 * n, y=9.25 + n) for n, symbol in enumerate(SYMBOLS)})
    data = client.get('/api/export?format=labelme&reader=Kim').content
    assert send(client, 'kim.zip', data, reader='Lee').json()['landmarks'] == 29
    theirs, ours = (client.get(f'/api/cases/0/annotations/{name}').json()['landmarks'] for name in ('Kim', 'Lee'))
    assert {key: (one['x'], one['y']) for key, one in theirs.items()} == {
        key: (one['x'], one['y']) for key, one in ours.items()
    }


@pytest.mark.parametrize('query, status', [
    ('format=labelme&reader=Nobody', 404), ('format=exe&reader=Kim', 422), ('format=csv', 422),
    ('format=csv&reader=..', 422), ('format=csv&reader=%00', 422), ('reader=Kim', 422),
])  # fmt: skip
def test_an_export_of_nothing_is_refused(client, query, status):
    assert client.get(f'/api/export?{query}').status_code == status


def test_a_blind_review_gives_out_one_s_own_alone(xrays):
    with open_client(settings_of(xrays, is_blind=True, reader='Kim')) as client:
        save(client, 'Kim')
        assert client.get('/api/export?format=csv&reader=Kim').status_code == 200
        assert client.get('/api/export?format=csv&reader=Lee').status_code == 403
        assert send(client, 'p0.json', LABELME, reader='Lee').status_code == 403


def correct_all(client, reader, shift=4):
    for case in wait_until_read(client)['cases']:
        found = client.get(f'/api/cases/{case["n"]}').json()
        landmarks = {
            one['symbol']: dict(x=one['x'] + shift, y=one['y'], confirmed=True) for one in found['reading']['landmarks']
        }
        answer = save(client, reader, case['n'], landmarks=landmarks, status='finished')
        assert answer.status_code == 200, answer.text


def test_a_profile_is_learnt_and_moves_what_the_model_found(reading_client):
    assert reading_client.get('/api/profile/Kim').status_code == 404
    correct_all(reading_client, 'Kim')
    learnt = reading_client.post('/api/profile/Kim').json()
    assert learnt['n'] == 3 and learnt['reader'] == 'Kim' and len(learnt['landmarks']) == 19, learnt
    assert reading_client.get('/api/profile/kim').json()['n'] == 3
    plain = reading_client.get('/api/cases/0?profile=').json()['reading']['landmarks']
    moved = reading_client.get('/api/cases/0?profile=Kim').json()['reading']
    shifts = [after['x'] - before['x'] for before, after in zip(plain, moved['landmarks'], strict=True)]
    assert moved['profile'] == 'Kim' and sorted(shifts)[9] > 1
    assert reading_client.get('/api/info').json()['profiles'] == [dict(reader='Kim', n=3)]


def test_without_a_model_no_profile_is_learnt(client):
    assert client.post('/api/profile/Kim').status_code == 409


def test_a_profile_of_nothing_is_refused(reading_client):
    assert reading_client.post('/api/profile/Kim').status_code == 409
    assert reading_client.get('/api/cases/0?profile=Kim').status_code == 404


def test_a_profile_of_another_model_is_not_applied(reading_client, xrays):
    correct_all(reading_client, 'Kim')
    reading_client.post('/api/profile/Kim')
    path = xrays.with_name('xrays_review') / 'profile_Kim.json'
    path.write_text(path.read_text().replace('"ab"', '"cd"'))
    assert reading_client.get('/api/profile/Kim').status_code == 409
    assert reading_client.get('/api/cases/0?profile=Kim').status_code in (409, 422)
    assert reading_client.get('/api/info').json()['profiles'] == []
