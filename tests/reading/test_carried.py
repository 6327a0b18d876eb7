import os

import cv2
import numpy as np
import pytest
from tiny_bundles import write_landmark_bundle

from aariz_mm.phantom import draw_indexed_phantom
from aariz_mm.radiographs.listing import list_radiographs
from aariz_mm.reading.carried import read_carried, write_carried
from aariz_mm.reading.reader import Reader
from aariz_mm.reading.single import ReadingOptions, read_file


@pytest.fixture
def file(tmp_path):
    (tmp_path / 'films' / 'P1').mkdir(parents=True)
    cv2.imwrite(str(tmp_path / 'films' / 'P1' / 'a.png'), draw_indexed_phantom(0, 'test', 0, (144, 176)).image)
    return list_radiographs([tmp_path / 'films']).radiographs[0]


@pytest.fixture
def reader(tmp_path):
    return Reader(write_landmark_bundle(tmp_path / 'b.onnx'), threads=1)


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob('*') if path.is_file()}


@pytest.mark.parametrize('overlay', ['png', 'jpg', 'none'])
def test_carried_files_are_those_that_are_written_at_once(tmp_path, file, reader, overlay):
    one, two = (ReadingOptions(tmp_path / name, overlay, 200, thumbnails=True) for name in ('one', 'two'))
    at_once, carried = read_file(reader, file, one), read_carried(reader, file, two)
    assert not two.out_dir.exists()
    written = write_carried(carried, two)
    assert files(one.out_dir) == files(two.out_dir) and written.content == at_once.content
    assert (written.overlay, written.thumbnail, written.image) == (at_once.overlay, at_once.thumbnail, at_once.image)


def test_an_overlay_of_another_kind_goes(tmp_path, file, reader):
    for overlay in ('jpg', 'png'):
        options = ReadingOptions(tmp_path / 'out', overlay, 200)
        write_carried(read_carried(reader, file, options), options)
    assert sorted(files(options.out_dir)) == ['P1/a.json', 'P1/a_overlay.png']


def test_a_failure_has_no_files(tmp_path, file, reader):
    file.path.write_bytes(b'')
    options = ReadingOptions(tmp_path / 'out')
    carried = read_carried(reader, file, options)
    assert carried.files == {} and 'empty' in write_carried(carried, options).failure
    assert not np.any(list(options.out_dir.glob('*')))


def test_a_folder_that_takes_no_more_stops_everything(tmp_path, file, reader):
    options = ReadingOptions(tmp_path / 'out', 'none')
    carried = read_carried(reader, file, options)
    (tmp_path / 'out').write_text('a file, no folder')
    with pytest.raises(OSError, match='out'):
        write_carried(carried, options)


@pytest.mark.skipif(os.name == 'nt', reason='names of 250 letters are too long as such here')
def test_a_name_too_long_for_its_results_is_told(tmp_path, file, reader):
    path = file.path.rename(file.path.with_name('n' * 250 + '.png'))
    options = ReadingOptions(tmp_path / 'out', 'png', 200)
    outcome = write_carried(read_carried(reader, list_radiographs([path]).radiographs[0], options), options)
    assert 'too long' in outcome.failure and files(tmp_path / 'out') == {}
