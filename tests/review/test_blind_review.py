"""A blind review: nothing of the model, nothing of other readers, whatever is asked."""

import json
from dataclasses import replace

import pytest
from served_reviews import draw_folder, open_client, save, settings_of, wait_until_read


@pytest.fixture
def blind(xrays, model):
    """A blind review of a folder that the model has read before, and that Kim and Lee have annotated."""
    settings = settings_of(xrays, model)
    with open_client(settings) as client:
        wait_until_read(client)
        save(client, 'Kim', landmarks=dict(A=dict(x=77.25, y=88.5))), save(client, 'Lee', 1)
        client.post('/api/cases/0/comments', json=dict(reader='Kim', text='a fracture, I think'))
    with open_client(replace(settings, is_blind=True)) as client:
        yield client


def test_a_case_has_no_reading_and_no_doubt(blind):
    case = blind.get('/api/cases/0?reader=Lee').json()
    assert case['reading'] is None and case['state'] == 'read' and case['annotation'] is None
    lines = blind.get('/api/cases?reader=Lee').json()['cases']
    assert {(line['doubt_mm'], line['doubt_px'], line['state'], tuple(line['readers'])) for line in lines} == {
        (None, None, 'read', ())
    }


def test_one_s_own_annotation_is_there(blind):
    assert blind.get('/api/cases/0?reader=Kim').json()['annotation']['landmarks']['A']['x'] == 77.25
    assert blind.get('/api/cases/0/annotations/Kim?reader=kim').status_code == 200
    assert [one['reader'] for one in blind.get('/api/cases/0/annotations?reader=Kim').json()] == ['Kim']


@pytest.mark.parametrize('path', [
    '/annotations/Kim', '/annotations/Kim?reader=Lee', '/annotations/Kim?version=1&reader=Lee',
    '/annotations/KIM?reader=Lee', '/annotations/Kim?source=review&reader=Lee', '/annotations/Kim?reader=',
    '/history/Kim', '/history/Kim?reader=Lee',
])  # fmt: skip
def test_the_annotation_of_another_one_is_not_given(blind, path):
    answer = blind.get(f'/api/cases/0{path}')
    assert answer.status_code == 403 and '77.25' not in answer.text


@pytest.mark.parametrize('path', [
    '/api/info', '/api/cases?reader=Lee', '/api/cases', '/api/cases/0', '/api/cases/0?reader=Lee&profile=Kim',
    '/api/cases/0/annotations', '/api/cases/0/annotations?reader=Lee', '/api/cases/0/comments?reader=Lee',
    '/api/cases/0/comments', '/api/profile/Kim', '/api/cases/0?profile=Kim',
])  # fmt: skip
def test_no_answer_names_another_reader_or_what_he_said(blind, path):
    text = blind.get(path).text
    assert 'fracture' not in text and '77.25' not in text and '"Kim"' not in text


def test_nothing_is_learnt_and_no_profile_shown(blind):
    assert blind.post('/api/profile/Kim').status_code == 403
    assert blind.get('/api/profile/Kim').status_code == 403


def test_measurements_have_no_interval_of_the_model(blind):
    body = dict(landmarks=dict(S=[60, 85], N=[155, 60], A=[170, 125]), n=0)
    measured = blind.post('/api/measure', json=body).json()
    assert {(one['low'], one['high']) for one in measured['measurements']} == {(None, None)}


def test_the_order_is_another_one_for_each_reader_and_always_the_same(tmp_path):
    folder = draw_folder(tmp_path / 'xrays', 1)
    for index in range(12):
        (folder / f'c{index}.png').write_bytes((folder / 'p0.png').read_bytes())
    with open_client(settings_of(folder, is_blind=True)) as client:
        orders = {
            name: [case['n'] for case in client.get(f'/api/cases?reader={name}').json()['cases']]
            for name in ('Kim', 'kim', 'Lee', 'Park')
        }
        assert orders['Kim'] == orders['kim'] and len({json.dumps(order) for order in orders.values()}) == 3
        assert sorted(orders['Kim']) == list(range(13))
    with open_client(settings_of(folder, is_blind=True)) as client:
        assert [case['n'] for case in client.get('/api/cases?reader=Kim').json()['cases']] == orders['Kim']


def test_the_reader_of_the_command_is_the_only_one(xrays):
    with open_client(settings_of(xrays, is_blind=True, reader='Kim')) as client:
        assert save(client, 'Lee').status_code == 403 and save(client, 'Kim').status_code == 200
        assert client.get('/api/cases?reader=Lee').status_code == 403
        assert client.get('/api/cases/0/annotations/Lee?reader=Lee').status_code == 403


def test_no_model_reads_while_it_is_blind(xrays, model):
    settings = settings_of(xrays, model, is_blind=True)
    with open_client(settings) as client:
        client.get('/api/cases')
        assert client.app.state.workplace.store.readings(client.app.state.workplace.model_sha) == {}
