"""The page offers the cases that are worth correcting next."""

import pytest
from served_reviews import draw_folder, open_client, save, settings_of, wait_until_read


@pytest.fixture
def doubtful(tmp_path, model):
    """Four cases that were read, with larger expected errors the later they come."""
    with open_client(settings_of(draw_folder(tmp_path / 'xrays', 4), model)) as client:
        wait_until_read(client)
        place = client.app.state.workplace
        for n in range(4):
            content = place.reading(n)
            for entry in content['landmarks']:
                entry['expected_error_px'] = 1.0 + n
            place.store.put_reading(n, place.model_sha, content)
        yield client


def chosen(client, **query):
    answer = client.get('/api/next', params=query)
    assert answer.status_code == 200, answer.text
    return [one['n'] for one in answer.json()['cases']]


def test_as_many_are_offered_as_are_wanted_and_none_twice(doubtful):
    assert len(chosen(doubtful, n=2)) == 2 and sorted(chosen(doubtful)) == [0, 1, 2, 3]
    assert doubtful.get('/api/next').json()['not_chosen_from'] == 0


def test_what_the_reader_corrected_is_not_offered_again(doubtful):
    save(doubtful, 'Kim', n=3)
    assert sorted(chosen(doubtful, reader='kim')) == [0, 1, 2]
    assert sorted(chosen(doubtful, reader='Lee')) == [0, 1, 2, 3] and sorted(chosen(doubtful)) == [0, 1, 2]


def test_when_all_is_corrected_nothing_is_offered(doubtful):
    for n in range(4):
        save(doubtful, 'Kim', n=n)
    assert chosen(doubtful) == []


def test_cases_without_a_reading_are_counted(client):
    answer = client.get('/api/next').json()
    assert answer == dict(cases=[], not_chosen_from=3)


@pytest.mark.parametrize('n', [0, 1001, 'many'])
def test_an_odd_number_is_refused(client, n):
    assert client.get('/api/next', params=dict(n=n)).status_code == 422


def test_a_blind_review_offers_nothing(xrays, model):
    with open_client(settings_of(xrays, model, is_blind=True)) as client:
        assert client.get('/api/next').status_code == 403
