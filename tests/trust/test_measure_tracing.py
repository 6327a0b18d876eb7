"""The script that measures tracings."""

from measure_tracing import main


def test_without_data_the_script_says_so_and_gives_what_it_can(monkeypatch, capsys):
    monkeypatch.delenv('ISBI2015_ROOT', raising=False)
    main(['--phantoms', '1', '--times', '2'])
    found = capsys.readouterr().out
    assert 'no data; give --root or ISBI2015_ROOT' in found
    assert '| symphysis | 0.' in found and '| trace, all layers |' in found
