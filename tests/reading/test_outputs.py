"""Tables are renewed while a run goes on, and seldom enough that long runs do not spend their time on it."""

from pathlib import Path

import pytest

from aariz_mm.reading.outputs import Outputs
from aariz_mm.reading.sheets import CsvTable
from aariz_mm.reading.single import Outcome


def renewals(folder, count, every, monkeypatch):
    """After how many radiographs the files were renewed, with the end."""
    outputs, seen = Outputs(folder, ('csv',), every=every), []
    publish = CsvTable.publish
    monkeypatch.setattr(CsvTable, 'publish', lambda table: (seen.append(number), publish(table)))
    for number in range(1, count + 1):
        outputs.add(Outcome(Path(f'{number}.png'), failure='broken', result=str(number)))
    outputs.finish()
    return list(dict.fromkeys(seen))


def test_short_runs_are_renewed_evenly(tmp_path, monkeypatch):
    assert renewals(tmp_path, 32, 5, monkeypatch) == [5, 10, 15, 20, 25, 30, 32]


def test_long_runs_are_renewed_after_a_tenth_more(tmp_path, monkeypatch):
    found = renewals(tmp_path, 45, 1, monkeypatch)
    assert found == [*range(1, 21), 22, 24, 26, 28, 30, 33, 36, 39, 42, 45]


@pytest.mark.parametrize('count', [1, 4, 7, 23])
def test_the_end_writes_what_is_left(tmp_path, count, monkeypatch):
    renewals(tmp_path, count, 5, monkeypatch)
    assert len((tmp_path / 'summary.csv').read_text('utf-8-sig').splitlines()) == count + 1
