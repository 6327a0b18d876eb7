"""`tools/predict.py` on a folder as users have them, with an untrained model."""

import json

import cv2
import numpy as np
import pytest
from forked_tools import run_tool
from made_checkpoints import write_untrained

from aariz_mm.phantom import draw_indexed_phantom

CONFIG = 'configs/phantom/phantom_lite0.py'


@pytest.fixture(scope='module')
def checkpoint(tmp_path_factory):
    return write_untrained(tmp_path_factory.mktemp('run') / 'epoch_1.pth', CONFIG)


def predict(checkpoint, *args):
    return run_tool('predict', CONFIG, checkpoint, *args, '--device', 'cpu')


def test_predict_goes_on_at_broken_files_and_says_what_it_did(checkpoint, tmp_path):
    image = draw_indexed_phantom(0, 'test', 0, (180, 220)).image
    films, out = tmp_path / 'films', tmp_path / 'out'
    for name in ('a.png', 'c.TIF', 'P1/ceph.png', 'P2/ceph.png'):
        (films / name).parent.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(films / name), image)
    (films / 'b.png').write_bytes(b'')
    (films / 'x.dcm').write_bytes(bytes(200))
    (films / 'DICOMDIR').write_bytes(bytes(200))
    done = predict(checkpoint, films, '--out-dir', out, '--pixel-size', '10')
    assert done.returncode == 1 and 'Traceback' not in done.stderr
    assert '4 of 6 radiographs read' in done.stdout
    assert 'b.png: failed: ' in done.stderr and 'the file is empty' in done.stderr and '2 failed: ' in done.stderr
    assert 'skipped 1 file, an index of DICOM files' in done.stderr and 'x.dcm: failed: ' in done.stderr
    assert done.stderr.count('10 mm per pixel is unusual') == 1
    results = sorted(path.relative_to(out).as_posix() for path in out.rglob('*.json'))
    assert results == ['P1/ceph.json', 'P2/ceph.json', 'a.json', 'c.json']
    # An untrained model finds no face, and both the screen and the file say so.
    assert 'the landmarks form no face' in done.stderr and '4 doubtful: ' in done.stderr
    assert 'the landmarks form no face' in ' '.join(json.loads((out / 'a.json').read_text())['warnings'])


def test_predict_keeps_the_result_of_another_patient(checkpoint, tmp_path):
    for patient, index in (('P1', 0), ('P2', 1)):
        (tmp_path / patient).mkdir()
        cv2.imwrite(str(tmp_path / patient / 'ceph.png'), draw_indexed_phantom(0, 'test', index, (180, 220)).image)
    assert predict(checkpoint, tmp_path / 'P1' / 'ceph.png', '--out-dir', tmp_path / 'out').returncode == 0
    before = (tmp_path / 'out' / 'ceph.json').read_bytes()
    done = predict(checkpoint, tmp_path / 'P2' / 'ceph.png', '--out-dir', tmp_path / 'out')
    assert done.returncode == 2 and 'is the prediction of another radiograph' in done.stderr
    assert (tmp_path / 'out' / 'ceph.json').read_bytes() == before


@pytest.mark.parametrize('size', ['nan', '0', '-0.1', 'inf', 'a'])
def test_predict_checks_the_pixel_size_before_anything_is_loaded(tmp_path, size):
    done = predict('no_such_checkpoint.pth', tmp_path / 'no_such.png', '--out-dir', tmp_path, f'--pixel-size={size}')
    assert done.returncode == 2 and 'expected a positive number of mm per pixel' in done.stderr
    assert 'Traceback' not in done.stderr


def test_predict_takes_a_radiograph_of_12_bits_with_a_marker_as_without(checkpoint, tmp_path):
    image = draw_indexed_phantom(0, 'test', 0, (180, 220)).image.astype(np.uint16) * 16
    cv2.imwrite(str(tmp_path / 'plain.png'), image)
    image[2, 2] = 65535
    cv2.imwrite(str(tmp_path / 'marked.png'), image)
    done = predict(checkpoint, tmp_path, '--out-dir', tmp_path / 'out')
    assert done.returncode == 0 and 'marked.png: 1 of ' in done.stderr and 'pixels are 65535' in done.stderr
    plain, marked = (json.loads((tmp_path / 'out' / f'{name}.json').read_text()) for name in ('plain', 'marked'))
    points = [np.array([list(one['value'].values()) for one in content['landmarks']]) for content in (plain, marked)]
    # One pixel is another; a map of random weights may have its peak elsewhere for it.
    assert np.median(np.linalg.norm(points[0] - points[1], axis=1)) < 0.5
