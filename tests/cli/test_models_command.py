from pathlib import Path

import pytest

from aariz_mm.cli import main


def test_models_are_listed_with_what_they_are(capsys):
    assert main(['models', 'aariz_lite?_512']) == 0
    rows = [line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines()]
    assert [row[0] for row in rows] == ['aariz_lite0_512', 'aariz_lite1_512', 'aariz_lite2_512']
    assert rows[0][1].startswith('EfficientNet-Lite0')


def test_models_prints_paths_for_other_commands(capsys):
    assert main(['models', 'phantom_lite0', '--paths']) == 0
    path = Path(capsys.readouterr().out.strip())
    assert path.name == 'phantom_lite0.py' and path.is_file()


@pytest.mark.parametrize('pattern', ['no_such', '*x'])
def test_pattern_that_fits_nothing_is_a_mistake(capsys, pattern):
    assert main(['models', pattern]) == 2
    assert f"no model is called like '{pattern}'" in capsys.readouterr().err
