"""Saves outlive the process that acknowledged them."""

import pytest
from kill_campaign import campaign, check, kill_once, kill_server
from made_reviews import open_review, write_folder


def test_acknowledged_saves_survive_kills(tmp_path):
    total, wrong = campaign(3, 0, tmp_path / 'xrays')
    assert wrong == [] and total >= 3


def test_saves_that_the_server_acknowledged_survive_kills(tmp_path):
    pytest.importorskip('uvicorn', reason='the server needs the extra review')
    total, wrong = campaign(2, 1, tmp_path / 'xrays', kill_server)
    assert wrong == [] and total >= 2


def test_the_campaign_sees_a_lost_save(tmp_path):
    folder = write_folder(tmp_path / 'xrays', *(f'case {number}.png' for number in range(4)))
    acknowledged = kill_once(folder, 0.2)
    n, reader, _ = acknowledged[0]
    assert check(folder, acknowledged) == []
    with open_review(folder) as store:
        last = store.latest(n, reader).version
    assert check(folder, [(n, reader, last + 1)]) == [f'version {last + 1} of {reader} in case {n} is lost']
