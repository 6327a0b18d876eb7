"""Who may ask: hosts, origins, tokens, and the headers of every answer."""

import pytest
from served_reviews import BASE, draw_folder, open_client, save, settings_of

from aariz_mm.review.security import CSP, allowed_hosts, cookie_name, is_loopback
from aariz_mm.review.serving import url_of

TOKEN = 's3cret-token-of-a-test'


@pytest.fixture(scope='module')
def client(tmp_path_factory):
    with open_client(settings_of(draw_folder(tmp_path_factory.mktemp('open') / 'xrays'))) as client:
        yield client


@pytest.fixture(scope='module')
def guarded_review(tmp_path_factory):
    settings = settings_of(draw_folder(tmp_path_factory.mktemp('guarded') / 'xrays'), token=TOKEN)
    with open_client(settings, follow_redirects=False) as client:
        yield client


@pytest.fixture
def guarded(guarded_review):
    """A browser that has not been there before."""
    guarded_review.cookies.clear()
    return guarded_review


@pytest.mark.parametrize('host', [
    'evil.example', 'evil.example:8765', '127.0.0.1', '127.0.0.1:80', '127.0.0.1:8766', 'localhost.evil.example:8765',
    '127.0.0.1:8765.evil.example', '192.168.0.7:8765', '', 'localhost:8765@evil.example', '0.0.0.0:8765',
])  # fmt: skip
def test_a_request_to_another_host_is_misdirected(client, host):
    answer = client.get('/api/info', headers=dict(host=host))
    assert answer.status_code == 421 and list(answer.json()) == ['error']


@pytest.mark.parametrize('host', ['127.0.0.1:8765', 'localhost:8765', 'LOCALHOST:8765', '[::1]:8765'])
def test_names_of_this_machine_are_taken(client, host):
    assert client.get('/api/info', headers=dict(host=host)).status_code == 200


def test_two_hosts_are_none(client):
    assert client.get('/api/info', headers=[('host', '127.0.0.1:8765'), ('host', 'evil.example')]).status_code == 421


@pytest.mark.parametrize('origin', [
    'http://evil.example', 'null', 'https://127.0.0.1:8765', 'http://127.0.0.1:8764', 'http://localhost:8765',
    'http://127.0.0.1', 'file://', 'chrome-extension://abcdef', 'http://127.0.0.1:8765.evil.example', '',
])  # fmt: skip
@pytest.mark.parametrize('method', ['GET', 'POST', 'PUT', 'OPTIONS', 'HEAD'])
def test_a_request_of_another_origin_is_refused(client, origin, method):
    assert client.request(method, '/api/cases', headers=dict(origin=origin)).status_code == 403


def test_the_page_of_the_server_itself_is_taken(client):
    headers = {'origin': BASE, 'sec-fetch-site': 'same-origin'}
    assert client.get('/api/cases', headers=headers).status_code == 200
    assert client.get('/api/cases', headers={'sec-fetch-site': 'none'}).status_code == 200


@pytest.mark.parametrize('site', ['cross-site', 'same-site', 'Cross-Site', 'anything'])
@pytest.mark.parametrize('path', ['/', '/api/cases', '/api/cases/0/thumbnail', '/static/index.html'])
def test_a_request_of_another_site_is_refused_for_pictures_too(client, site, path):
    assert client.get(path, headers={'sec-fetch-site': site}).status_code == 403


def test_a_refused_save_saves_nothing(client):
    body = dict(base_version=0, landmarks={}, action='x')
    answer = client.put('/api/cases/0/annotations/Kim', json=body, headers=dict(origin='http://evil.example'))
    assert answer.status_code == 403
    assert client.get('/api/cases/0/annotations').json() == []


@pytest.mark.parametrize(
    'path', ['/', '/api/info', '/api/cases/0/thumbnail', '/api/openapi.json', '/static/index.html', '/x']
)
def test_without_the_token_nothing_is_told(guarded, path):
    answer = guarded.get(path)
    assert answer.status_code == 401 and 'token' in answer.json()['error'] and TOKEN not in answer.text


@pytest.mark.parametrize(
    'header', ['Bearer x', 'Bearer', f'Basic {TOKEN}', TOKEN, f'Bearer {TOKEN}x', f'Bearer {TOKEN[:-1]}']
)
def test_a_wrong_token_is_refused(guarded, header):
    assert guarded.get('/api/info', headers=dict(authorization=header)).status_code == 401


def test_a_wrong_cookie_or_address_is_refused(guarded):
    assert guarded.get('/?token=wrong').status_code == 401
    assert guarded.get(f'/?Token={TOKEN}').status_code == 401
    assert guarded.get('/api/info', headers=dict(cookie=f'{cookie_name(8765)}=wrong')).status_code == 401
    assert guarded.get('/api/info', headers=dict(cookie=f'another={TOKEN}')).status_code == 401
    assert guarded.get('/api/info', headers=dict(cookie='\x01;=;;"')).status_code == 401


def test_a_token_in_the_address_becomes_a_cookie_that_scripts_and_other_sites_do_not_get(guarded):
    answer = guarded.get(f'/?token={TOKEN}&case=3')
    assert answer.status_code == 303 and answer.headers['location'] == '/?case=3'
    assert {'HttpOnly', 'SameSite=Strict', 'Path=/'} <= set(answer.headers['set-cookie'].split('; '))
    assert guarded.get('/').status_code == 200 and guarded.get('/api/info').status_code == 200


@pytest.mark.parametrize('token', ['let me in', 'a&b=c#d', 'schl\u00fcssel \uc5f4\uc1e0', 'a;b,c"d%20', '\r\nx: y'])
def test_any_token_of_the_user_s_own_opens_the_printed_address(tmp_path, token):
    settings = settings_of(draw_folder(tmp_path / 'xrays'), token=token)
    with open_client(settings, follow_redirects=False) as client:
        answer = client.get(url_of(settings).removeprefix(BASE))
        assert answer.status_code == 303 and len(answer.headers['set-cookie'].splitlines()) == 1
        assert client.get('/api/info').status_code == 200


@pytest.mark.parametrize(
    'path', ['//evil.example/', '///evil.example', '/%5Cevil.example', '/%0d%0aset-cookie:x=y', '/%2Fevil.example']
)
def test_the_token_leads_to_no_other_site(guarded, path):
    answer = guarded.get(f'{BASE}{path}?token={TOKEN}')
    location = answer.headers['location']
    assert location[0] == '/' and location[1] not in '/\\' and not set(location) & set('\r\n')
    assert 'x=y' not in answer.headers['set-cookie']


def test_a_bearer_of_the_token_is_let_in(guarded):
    assert guarded.get('/api/info', headers=dict(authorization=f'Bearer {TOKEN}')).status_code == 200
    answer = guarded.put(
        '/api/cases/0/annotations/Kim',
        json=dict(base_version=0, landmarks={}, action='x'),
        headers=dict(authorization=f'bearer {TOKEN}'),
    )
    assert answer.status_code == 200


@pytest.mark.parametrize(
    'path', ['/', '/api/info', '/api/nothing', '/api/cases/99', '/static/none.js', '/api/cases/0/thumbnail']
)
def test_every_answer_has_the_headers(client, path):
    headers = client.get(path).headers
    assert headers['content-security-policy'] == CSP
    assert headers['x-content-type-options'] == 'nosniff' and headers['referrer-policy'] == 'no-referrer'
    assert headers['cross-origin-opener-policy'] == headers['cross-origin-resource-policy'] == 'same-origin'
    assert 'access-control-allow-origin' not in headers


def test_refusals_have_the_headers_too(client):
    headers = client.get('/', headers=dict(host='evil.example')).headers
    assert headers['content-security-policy'] == CSP and headers['cache-control'] == 'no-store'


def test_the_policy_lets_no_script_run_but_those_of_the_page():
    assert "script-src 'self';" in CSP and 'unsafe' not in CSP and "default-src 'none'" in CSP
    assert "frame-ancestors 'none'" in CSP


def test_what_the_api_tells_stays_in_no_cache(client):
    assert client.get('/api/cases').headers['cache-control'] == 'no-store'
    assert client.get('/api/cases/0/tiles/0/0/0').headers['cache-control'] == 'no-store'


def test_there_is_no_page_of_documentation_with_scripts_of_others(client):
    assert [client.get(path).status_code for path in ('/docs', '/redoc', '/api/docs')] == [404] * 3
    assert client.get('/api/openapi.json').json()['info']['title'] == 'aariz_mm review'


def test_a_websocket_is_closed(client):
    with pytest.raises(Exception), client.websocket_connect('/api/info'):  # noqa: B017
        pass


def test_hosts_are_those_of_the_port_that_was_taken():
    assert allowed_hosts(['ward3'], 9000) == {'ward3:9000', 'localhost:9000', '127.0.0.1:9000', '[::1]:9000'}
    assert 'localhost' in allowed_hosts([], 80) and '[fe80::1]:9000' in allowed_hosts(['fe80::1'], 9000)


@pytest.mark.parametrize('host, expected', [
    ('127.0.0.1', True), ('127.8.8.8', True), ('localhost', True), ('::1', True), ('0.0.0.0', False), ('::', False),
    ('192.168.0.7', False), ('ward3', False), ('localhost.evil.example', False),
])  # fmt: skip
def test_loopback_is_this_machine_alone(host, expected):
    assert is_loopback(host) is expected


def test_readers_see_each_other_unless_it_is_blind(client):
    save(client, 'Kim'), save(client, 'Lee')
    assert [one['reader'] for one in client.get('/api/cases/0/annotations').json()] == ['Kim', 'Lee']
    assert client.get('/api/cases/0/annotations/Kim?reader=Lee').status_code == 200
