"""Bodies that are none, too large, or too clever; paths that lead elsewhere."""

import io
import json
import pickle
import struct
import zlib

import cv2
import numpy as np
import pytest
from served_reviews import draw_folder, draw_phantom, open_client, save, settings_of

from aariz_mm.review.routes.static_files import PAGE
from aariz_mm.review.settings import Limits
from aariz_mm.review.strict_json import parse_strictly

JSON = {'content-type': 'application/json'}
SAVE = '/api/cases/0/annotations/Kim'


@pytest.fixture(scope='module')
def root(tmp_path_factory):
    return tmp_path_factory.mktemp('refused')


@pytest.fixture(scope='module')
def refusing(root):
    """A review that the tests below do not change, which is what they are about."""
    with open_client(settings_of(draw_folder(root / 'xrays'))) as client:
        yield client
        assert client.get('/api/cases/0/annotations').json() == []


@pytest.fixture
def small(xrays):
    """A review that takes little."""
    limits = Limits(json=2000, transfer=5000, radiograph=30_000, request=60_000)
    with open_client(settings_of(xrays, limits=limits)) as client:
        yield client


def chunks(count, size=1000):
    for _ in range(count):
        yield b'x' * size


def files_of(folder):
    return {path for path in folder.rglob('*') if path.is_file() and 'sqlite' not in path.name}


@pytest.mark.parametrize('text, told', [
    ('{"base_version":0,"landmarks":{"A":{"x":NaN,"y":1}}}', 'NaN'),
    ('{"base_version":0,"landmarks":{"A":{"x":Infinity,"y":1}}}', 'Infinity'),
    ('{"base_version":0,"landmarks":{"A":{"x":-Infinity,"y":1}}}', 'Infinity'),
    ('{"base_version":0,"landmarks":{"A":{"x":1,"y":1},"A":{"x":2,"y":2}}}', 'twice'),
    ('{"base_version":0,"base_version":1}', 'twice'),
    ('[' * 100_000, 'deep'),
    ('{"a":' * 100_000, 'deep'),
    ('{"base_version":' + '9' * 10_000 + '}', 'no JSON'),
    ('{"base_version":0', 'no JSON'),
    ('', 'required'),
    ('\x00', 'no JSON'),
])  # fmt: skip
def test_what_is_no_json_is_refused(refusing, text, told):
    answer = refusing.put(SAVE, content=text, headers=JSON)
    assert answer.status_code in (400, 422) and told in answer.text.replace('Field r', 'r')
    assert refusing.get('/api/cases/0/annotations').json() == []


@pytest.mark.parametrize('fields', [
    dict(landmarks=dict(A=dict(x=1e400, y=1))), dict(landmarks=dict(A=dict(x=1e300, y=1))),
    dict(landmarks=dict(Q=dict(x=1, y=1))),
    dict(landmarks=dict(A=dict(x='1', y=1))), dict(landmarks=dict(A=dict(x=True, y=1))), dict(landmarks=dict(A=[1, 2])),
    dict(landmarks=dict(A=dict(x=1, y=1, z=1))), dict(landmarks=[]), dict(landmarks=dict(A=dict(x=1))),
    dict(status='done'),
    dict(base_version=-1), dict(base_version=1.5), dict(base_version='0'), dict(base_version=2**70),
    dict(base_version=None),
    dict(pixel_size_mm=0), dict(pixel_size_mm=-1), dict(pixel_size_mm=1e9), dict(action='a' * 1000),
    dict(action='a\x00b'),
    dict(action=None), dict(stage=7), dict(ruler='x'), dict(other=1), dict(pixel_size_source='a\nb'),
    dict(landmarks=dict(A=dict(x=9000, y=1))),
])  # fmt: skip
def test_a_state_that_is_none_is_refused_and_nothing_saved(refusing, fields):
    body = dict(base_version=0, landmarks={}, action='x') | fields
    answer = refusing.put(SAVE, content=json.dumps(body), headers=JSON)
    assert answer.status_code in (400, 422) and list(answer.json()) == ['error']
    assert refusing.get('/api/cases/0/annotations').json() == []


@pytest.mark.parametrize('where', ['action', 'key', 'symbol', 'source'])
def test_half_a_character_is_refused_and_told_without_it(refusing, where):
    half = '\\ud800'
    text = dict(
        action='{"base_version":0,"action":"HALF"}',
        key='{"base_version":0,"HALF":1}',
        symbol='{"base_version":0,"landmarks":{"HALF":{"x":1,"y":1}}}',
        source='{"base_version":0,"pixel_size_source":"HALF"}',
    )[where].replace('HALF', half)
    answer = refusing.put(SAVE, content=text, headers=JSON)
    assert answer.status_code in (400, 422) and answer.json()['error']


@pytest.mark.parametrize(
    'kind', ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/xml', None]
)
def test_a_body_of_another_kind_is_none(refusing, kind):
    content = json.dumps(dict(base_version=0, landmarks={}, action='x'))
    answer = refusing.put(SAVE, content=content, headers={} if kind is None else {'content-type': kind})
    assert answer.status_code == 422
    assert refusing.get('/api/cases/0/annotations').json() == []


@pytest.mark.parametrize('name', [
    '%2e%2e', '..%2f..%2fetc', '%2fetc%2fpasswd', 'a%2fb', 'a%5cb', 'CON', 'nul', '.hidden', 'a%00b', '%00', 'x' * 61,
    'a%0ab', '%ed%a0%80', '%ff', 'C%3a', '%20', 'lpt1', 'a%2f..%2fb', '..%5c..', 'a*b', 'a%3fb', 'a%22b', '-%2e%2e%2f',
])  # fmt: skip
@pytest.mark.parametrize('place', ['/api/cases/0/annotations/{}', '/api/cases/0/history/{}', '/api/profile/{}'])
def test_a_reader_s_name_leads_nowhere(refusing, name, place, root):
    before = files_of(root)
    body = json.dumps(dict(base_version=0, landmarks=dict(A=dict(x=3, y=4)), action='x'))
    for method in ('GET', 'PUT', 'POST'):
        answer = refusing.request(method, place.format(name), content=body, headers=JSON)
        assert 300 <= answer.status_code < 500
    assert files_of(root) == before


@pytest.mark.parametrize('path', [
    '../app.py', '..%2fapp.py', '%2e%2e/app.py', '%2e%2e%2fapp.py', '..%5capp.py', '/etc/passwd', '%2fetc%2fpasswd',
    'index.html%00.js',
    '', '.', './index.html', 'js/../index.html', 'index.html/', '%00', '....//app.py', 'C:%5cwindows', 'x' * 5000,
    '%ff', '../__init__.py',
])  # fmt: skip
def test_a_path_of_the_page_leads_nowhere_else(refusing, path):
    answer = refusing.request('GET', f'http://127.0.0.1:8765/static/{path}')
    assert answer.status_code == 404 or answer.content == (PAGE / 'index.html').read_bytes()


@pytest.mark.parametrize('path', [
    '/api/cases/-1', '/api/cases/x', '/api/cases/1e1', '/api/cases/%00', '/api/cases/99999999999999999999',
    '/api/cases/0/tiles/a/b/c',
    '/api/cases/0/tiles/-1/0/0', '/api/cases/0/tiles/0/0/99999999', '/api/cases/../cases/0x', '/api/cases/٣',
    '/api/cases/..%2f',
    '/api/cases/0/tiles/0/0/..%2f..', '/api/cases/0.5', '/api/cases/0/annotations?reader=..%2f',
    '/api/cases?reader=%00',
    '/api/landmarks?lang=../../x', '/api/cases/0?profile=..%2f..%2fx', '/api/cases/0/annotations/Kim?version=0',
])  # fmt: skip
def test_a_number_that_is_none_is_refused(refusing, path):
    assert refusing.get(path).status_code in (404, 422)


def test_files_of_the_page_say_what_they_are(refusing):
    answer = refusing.get('/static/index.html')
    assert answer.headers['content-type'] == 'text/html; charset=utf-8'
    again = refusing.get('/static/index.html', headers={'if-none-match': answer.headers['etag']})
    assert again.status_code == 304 and again.content == b''


def test_a_body_that_says_it_is_too_large_is_not_read(small):
    answer = small.put(SAVE, content=b'x' * 2001, headers=JSON)
    assert answer.status_code == 413 and 'larger' in answer.json()['error']


def test_a_body_that_does_not_say_so_is_read_up_to_the_limit(small):
    read = []
    counted = (read.append(len(one)) or one for one in chunks(1000))
    answer = small.put(SAVE, content=counted, headers=JSON)
    assert answer.status_code == 413 and list(answer.json()) == ['error']


@pytest.mark.parametrize(
    'path, limit', [('/api/measure', 2000), ('/api/cases', 60_000), ('/api/cases/0/comments', 2000)]
)
def test_every_route_has_its_limit(small, path, limit):
    kind = {'content-type': 'multipart/form-data; boundary=b'} if path == '/api/cases' else JSON
    assert small.post(path, content=b'x' * (limit + 1), headers=kind).status_code == 413
    assert small.post(path, content=chunks(limit // 1000 + 2), headers=kind).status_code in (400, 413)
    assert small.post(path, content=b'x' * limit, headers=kind).status_code in (400, 422)


def test_a_radiograph_that_is_too_large_is_refused_and_leaves_nothing(small, tmp_path):
    before = files_of(tmp_path)
    answer = small.post('/api/cases', files=[('files', ('big.png', b'\x89PNG' + bytes(40_000)))])
    assert answer.status_code == 200 and 'larger' in answer.json()['refused'][0]['reason']
    assert files_of(tmp_path) == before


def png_header(width, height):
    head = b'IHDR' + struct.pack('>IIBBBBB', width, height, 8, 0, 0, 0, 0)
    end = b'IEND'
    parts = [struct.pack('>I', 13) + head + struct.pack('>I', zlib.crc32(head))]
    parts += [struct.pack('>I', 0) + end + struct.pack('>I', zlib.crc32(end))]
    return b'\x89PNG\r\n\x1a\n' + b''.join(parts)


def a_zip():
    import zipfile

    data = io.BytesIO()
    with zipfile.ZipFile(data, 'w') as file:
        file.writestr('a.png', b'x')
    return data.getvalue()


@pytest.mark.parametrize('name, data', [
    ('a.dcm', pickle.dumps(print)), ('a.png', b'a text'), ('bomb.png', png_header(100_000, 100_000)), ('a.png', b''),
    ('a.png', b'\x89PNG\r\n\x1a\n'), ('a.jpg', b'\xff\xd8\xff\xe0' + bytes(100)),
    ('a.dcm', bytes(128) + b'DICM' + bytes(50)),
    ('a.html', b'<script>alert(1)</script>'), ('a.svg', b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
    ('a.zip', a_zip()),
    ('a.exe', b'MZ' + bytes(200)), ('a.json', b'{}'), ('a.pdf', b'%PDF-1.4'),
])  # fmt: skip
def test_what_is_no_radiograph_is_refused_and_leaves_nothing(refusing, root, name, data):
    before = files_of(root)
    answer = refusing.post('/api/cases', files=[('files', (name, data))])
    assert answer.status_code == 200, answer.text
    assert answer.json()['added'] == [] and answer.json()['refused'][0]['name'] == name
    assert str(root) not in answer.text
    assert files_of(root) == before and len(refusing.get('/api/cases').json()['cases']) == 3


def as_png(image):
    return cv2.imencode('.png', image)[1].tobytes()


@pytest.mark.parametrize('name', [
    '../../evil.png', '/etc/evil.png', 'C:\\evil.png', '..\\evil.png', 'CON.png', '.hidden.png', 'a\x00b.png',
    'x' * 300 + '.png', '..', 'evil', 'evil.png.exe', 'ä 한글.png', ' .png',
    'a/b/c.png', 'con', '%2e%2e%2fevil.png', 'p0.png', '"; x="y.png',
])  # fmt: skip
def test_a_radiograph_is_kept_below_the_uploads_under_a_safe_name(client, tmp_path, name):
    before = files_of(tmp_path)
    answer = client.post('/api/cases', files=[('files', (name, as_png(draw_phantom(5))))])
    assert answer.status_code == 200 and answer.json()['added'] == [3], answer.text
    (new,) = files_of(tmp_path) - before
    assert new.parent == tmp_path / 'xrays_review' / 'uploads' and not new.name.startswith('.')
    assert client.get('/api/cases/3').json()['width'] > 100


def test_two_of_one_name_are_both_kept_and_there_after_a_restart(xrays):
    files = [('files', ('a.png', as_png(draw_phantom(5)))), ('files', ('a.png', as_png(draw_phantom(6))))]
    with open_client(settings_of(xrays)) as client:
        assert client.post('/api/cases', files=files).json()['added'] == [3, 4]
        save(client, n=4)
    with open_client(settings_of(xrays)) as client:
        cases = {case['n']: case for case in client.get('/api/cases?reader=Kim').json()['cases']}
        assert [cases[n]['id'] for n in (3, 4)] == ['uploaded/a', 'uploaded/a_2'] and cases[4]['version'] == 1


def test_a_radiograph_that_the_model_finds_to_be_none_is_refused(reading_client, tmp_path):
    grey = np.full((300, 240), 128, np.uint8)
    answer = reading_client.post('/api/cases', files=[('files', ('grey.png', as_png(grey)))]).json()
    assert answer['added'] == [] and 'no lateral cephalogram' in answer['refused'][0]['reason']
    assert '--force' not in answer['refused'][0]['reason']


def test_a_radiograph_that_came_in_is_read(reading_client):
    answer = reading_client.post('/api/cases', files=[('files', ('new.png', as_png(draw_phantom(0))))]).json()
    (n,) = answer['added']
    assert reading_client.get(f'/api/cases/{n}').json()['reading']['landmarks']


def test_parts_without_a_file_are_refused(refusing):
    for data in ({}, {'files': 'text'}, {'other': 'x'}):
        assert refusing.post('/api/cases', data=data).status_code in (400, 422)
    assert refusing.post(
        '/api/cases', content=b'--b\r\n', headers={'content-type': 'multipart/form-data'}
    ).status_code in (400, 422)


def test_strict_json_gives_what_json_gives():
    text = '{"a": [1, 2.5, null, true, "x"], "b": {"a": {}}}'
    assert parse_strictly(text.encode()) == json.loads(text)


@pytest.mark.parametrize('data', [b'\xff\xfe', b'\xef\xbb\xbf{}', b'{"a":1,}', b'nan', b'{"a":1e5,"b":{"c":1,"c":2}}'])
def test_strict_json_refuses_the_rest(data):
    with pytest.raises(ValueError):
        parse_strictly(data)
