"""`aariz-mm calibrate-stages` fits a temperature to folds, says what it changes, and puts it into a bundle."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from made_stages import make_head

from aariz_mm.bundles.finding import find_bundle
from aariz_mm.cli import main
from aariz_mm.evaluation.case_files import write_cases
from aariz_mm.evaluation.cases import Cases, StageCases
from aariz_mm.reading.bundle import Bundle

COUNT = 300


def write_folds(path, folds=(0, 1), start=0, temperature=2.0, **protocol):
    probabilities, pred, true = make_head(COUNT, start, temperature)
    ids = tuple(f'c{start + index}' for index in range(COUNT))
    stages = StageCases(ids, true, pred, probabilities)
    return write_cases(path, Cases({'folds': list(folds)} | protocol, None, stages))


def test_the_temperature_of_the_folds_is_written_and_told(tmp_path, capsys):
    first, second = write_folds(tmp_path / 'a.json'), write_folds(tmp_path / 'b.json', (2, 3), COUNT)
    assert main(['calibrate-stages', str(first), str(second), '--out', str(tmp_path / 't.json')]) == 0
    printed, written = capsys.readouterr().out, json.loads((tmp_path / 't.json').read_text())
    assert written['temperature'] == pytest.approx(0.5, rel=0.1) and written['images'] == 2 * COUNT
    assert written['folds'] == [0, 1, 2, 3] and written['nested']['ece'] < written['before']['ece'] / 2
    assert 'too flat' in printed and 'a perfect head has' in printed


def test_a_bundle_gets_the_temperature_and_keeps_its_network(tmp_path):
    bundle = Path(shutil.copy(find_bundle('cvm6'), tmp_path / 'b.onnx'))
    crop = np.random.default_rng(0).integers(0, 255, (1, 320, 320), np.uint8)
    before = Bundle(bundle, 1).run(crop)['stage']
    cases = write_folds(tmp_path / 'a.json')
    assert main(['calibrate-stages', str(cases), '--out', str(tmp_path / 't.json'), '--add-to', str(bundle)]) == 0
    after = Bundle(bundle, 1)
    assert after.info.temperature == json.loads((tmp_path / 't.json').read_text())['temperature']
    np.testing.assert_array_equal(after.run(crop)['stage'], before)


def test_files_that_are_not_of_folds_are_refused(tmp_path, capsys):
    cases = write_folds(tmp_path / 'a.json', folds=[])
    assert main(['calibrate-stages', str(cases), '--out', str(tmp_path / 't.json')]) == 2
    said = capsys.readouterr().err
    assert 'never to those that it is reported on' in said and 'Traceback' not in said
    assert not (tmp_path / 't.json').exists()


def test_a_fold_that_is_given_twice_is_refused(tmp_path, capsys):
    cases = str(write_folds(tmp_path / 'a.json'))
    assert main(['calibrate-stages', cases, cases, '--out', str(tmp_path / 't.json')]) == 2
    assert 'stands in two files' in capsys.readouterr().err


def test_a_bundle_without_stages_is_refused_before_anything_is_written(tmp_path, capsys):
    cases, bundle = write_folds(tmp_path / 'a.json'), str(find_bundle('ceph24'))
    assert main(['calibrate-stages', str(cases), '--out', str(tmp_path / 't.json'), '--add-to', bundle]) == 2
    assert 'without CVM stages' in capsys.readouterr().err and not (tmp_path / 't.json').exists()


def test_a_file_of_the_user_is_kept(tmp_path, capsys):
    (tmp_path / 't.json').write_text('mine')
    assert main(['calibrate-stages', str(write_folds(tmp_path / 'a.json')), '--out', str(tmp_path / 't.json')]) == 2
    assert (tmp_path / 't.json').read_text() == 'mine' and 'would be lost' in capsys.readouterr().err


def test_too_few_answers_are_refused(tmp_path, capsys):
    stages = StageCases(('a',), np.array([1]), np.array([1]), np.eye(6)[:1])
    cases = write_cases(tmp_path / 'a.json', Cases({'folds': [0]}, None, stages))
    assert main(['calibrate-stages', str(cases), '--out', str(tmp_path / 't.json')]) == 2
    assert 'give 60 or more' in capsys.readouterr().err
