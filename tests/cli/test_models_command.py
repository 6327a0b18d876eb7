import sys
from pathlib import Path

import pytest

from aariz_mm.cli import main

sys.path.insert(0, str(Path(__file__).parents[1] / 'reading'))
from tiny_bundles import write_landmark_bundle, write_stage_bundle


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


def test_bundles_are_listed_with_what_they_read_and_their_licence(tmp_path, monkeypatch, capsys):
    write_landmark_bundle(tmp_path / 'ceph29.onnx')
    write_stage_bundle(tmp_path / 'cvm6.onnx')
    (tmp_path / 'broken.onnx').write_bytes(b'')
    monkeypatch.setattr('aariz_mm.bundles.finding.SHIPPED', tmp_path)
    assert main(['models', '--bundles']) == 0
    rows = {line.split()[0]: line for line in capsys.readouterr().out.splitlines()}
    assert '29 landmarks' in rows['ceph29'] and 'CC0' in rows['ceph29'] and 'tiny' in rows['ceph29']
    assert 'CVM stage' in rows['cvm6'] and 'not stated' in rows['cvm6'] and 'no ONNX model' in rows['broken']
    assert main(['models', 'cvm', '--bundles']) == 0 and 'ceph29' not in capsys.readouterr().out


def test_bundles_that_are_not_there_have_a_cure(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr('aariz_mm.bundles.finding.SHIPPED', tmp_path)
    monkeypatch.delenv('AARIZ_BUNDLES', raising=False)
    assert (
        main(['models', '--bundles']) == 2
        and 'name a folder of .onnx files in AARIZ_BUNDLES' in capsys.readouterr().err
    )


def test_scores_of_a_bundle_are_listed():
    from types import SimpleNamespace

    from aariz_mm.reading.bundle_table import _scores

    found = SimpleNamespace(scores={'MRE_mm': 1.144, 'SDR_2.0mm': 87.3, 'CVM_accuracy': 0.5})
    assert _scores(found) == 'MRE 1.14 mm, SDR 2 mm 87.3 %, CVM 50.0 %'
