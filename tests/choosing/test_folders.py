"""Corrected radiographs are known by their content."""

import json
import shutil

import cv2
import numpy as np
import pytest

from aariz_mm.choosing.folders import corrected_hashes, find_radiographs, part_by_correction, review_folder


def write_radiographs(folder, *names):
    folder.mkdir(parents=True)
    for number, name in enumerate(names):
        cv2.imwrite(str(folder / name), np.full((40, 30), 10 * number + 9, np.uint8))


def make_dataset(root, images, annotated, reader='Dr. Kim', split='train'):
    (root / split / 'Cephalograms').mkdir(parents=True)
    for path in images:
        shutil.copy(path, root / split / 'Cephalograms' / f'home_{path.name}')
    (root / 'cephalogram_machine_mappings.csv').write_text('cephalogram_id,machine,pixel_size,image_format,mode\n')
    folder = root / split / 'Annotations' / 'Cephalometric Landmarks' / reader
    folder.mkdir(parents=True)
    for name in annotated:
        (folder / f'home_{name}.json').write_text(json.dumps({}))


def test_corrected_ones_are_known_under_any_name(tmp_path):
    write_radiographs(tmp_path / 'films', 'a.png', 'b.png', 'c.png')
    images = sorted((tmp_path / 'films').iterdir())
    make_dataset(tmp_path / 'films_review', images[:2], ['a'])
    files = find_radiographs(tmp_path / 'films')
    open_ones, done = part_by_correction(files, corrected_hashes(review_folder(tmp_path / 'films')))
    assert [file.result for file in done] == ['a'] and [file.result for file in open_ones] == ['b', 'c']


def test_another_readers_corrections_do_not_count(tmp_path):
    write_radiographs(tmp_path / 'films', 'a.png')
    make_dataset(tmp_path / 'home', [tmp_path / 'films' / 'a.png'], ['a'])
    assert len(corrected_hashes(tmp_path / 'home', 'dr. kim')) == 1
    with pytest.raises(ValueError, match=r"no reader 'Lee'; it has \['Dr\. Kim'\]"):
        corrected_hashes(tmp_path / 'home', 'Lee')


def test_a_dataset_gives_the_radiographs_of_its_split(tmp_path):
    write_radiographs(tmp_path / 'films', 'a.png', 'b.png')
    make_dataset(tmp_path / 'data', sorted((tmp_path / 'films').iterdir()), [], split='valid')
    assert [file.result for file in find_radiographs(tmp_path / 'data', 'valid')] == ['home_a', 'home_b']
    with pytest.raises(FileNotFoundError, match="no folder 'train'"):
        find_radiographs(tmp_path / 'data')


@pytest.mark.parametrize('call', [find_radiographs, corrected_hashes])
def test_a_folder_that_is_not_there_is_named(tmp_path, call):
    with pytest.raises(FileNotFoundError, match='gone'):
        call(tmp_path / 'gone')


@pytest.mark.parametrize(('name', 'home'), [('films', 'films_review'), ('a.b', 'a.b_review')])
def test_home_lies_beside_the_folder(tmp_path, name, home):
    (tmp_path / name).mkdir()
    assert review_folder(tmp_path / name) == tmp_path.resolve() / home
