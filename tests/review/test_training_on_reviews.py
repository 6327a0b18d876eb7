"""Corrected radiographs train, adapt and are studied as they lie there, without a step between."""

import shutil
from dataclasses import replace

import numpy as np
import pytest
from cheap_pictures import draw_nothing
from made_reviews import open_review

from aariz_mm.annotations.files import read_landmarks
from aariz_mm.cli.commands import main
from aariz_mm.landmarks import SUBSETS, SYMBOLS
from aariz_mm.phantom import write_phantom_dataset
from aariz_mm.radiographs.images import image_size
from aariz_mm.review.state import AnnotationState, Mark

READER, TRUTH = 'Dr Kim', 'reader:Dr Kim'
DRAFTS = (0, 4)
NOT_VISIBLE = (1, 'Go')
COUNT = 8


@pytest.fixture(scope='module')
def phantoms(tmp_path_factory):
    """A dataset of phantoms."""
    root = tmp_path_factory.mktemp('phantoms') / 'aariz'
    return write_phantom_dataset(root, COUNT, 0, 0, size=(300, 365), progress=False)


@pytest.fixture
def folder(phantoms, tmp_path):
    """A plain folder of their pictures."""
    shutil.copytree(phantoms / 'train' / 'Cephalograms', tmp_path / 'xrays')
    return tmp_path / 'xrays'


def truth_of(phantoms, row):
    path = phantoms / 'train' / 'Annotations' / 'Cephalometric Landmarks' / 'Senior Orthodontists'
    points = read_landmarks(path / f'{row.case_id}.json', row.case_id, image_size(row.path))
    return {symbol: Mark(float(x), float(y)) for symbol, (x, y) in zip(SYMBOLS, points, strict=True)}


def review(folder, phantoms, reader=READER, symbols=SYMBOLS, pixel_sizes=(0.3,) * COUNT, skip=()):
    """Correct all radiographs: two drafts with ten landmarks, one landmark that is not visible; gives the home."""
    with open_review(folder) as store:
        for row in store.cases():
            marks = {key: mark for key, mark in truth_of(phantoms, row).items() if key in symbols}
            if row.n == NOT_VISIBLE[0]:
                marks[NOT_VISIBLE[1]] = Mark(None, None, visible=False)
            if row.n in DRAFTS:
                marks = {key: mark if place < 10 else replace(mark, by='model')
                         for place, (key, mark) in enumerate(marks.items())}  # fmt: skip
            status = 'draft' if row.n in DRAFTS else 'finished'
            if row.n not in skip:
                state = AnnotationState(marks, status, pixel_sizes[row.n], 'ruler', stage=1 + row.n % 6)
                store.save(row.n, reader, 0, state, 'correct')
        return store.home


def load(home, split='train', **settings):
    datasets = pytest.importorskip('aariz_mm.datasets', reason='training needs the extra train')
    return datasets.AarizDataset(**(dict(data_root=str(home), split=split, truth=TRUTH) | settings))


def test_the_settings_of_the_page_train(folder, phantoms):
    home = review(folder, phantoms)
    parts = [load(home, split) for split in ('train', 'valid')]
    both = [part.get_data_info(index) for part in parts for index in range(len(part))]
    visible = {info['img_id']: info['keypoints_visible'][0] for info in both}
    with open_review(folder) as store:
        names = [row.image_id for row in store.cases()]
    assert sorted(visible) == sorted(names)
    assert [int(visible[name].sum()) for name in names] == [10, 28, 29, 29, 10, 29, 29, 29]
    assert visible[names[1]][SYMBOLS.index('Go')] == 0
    assert {info['pixel_size_mm'] for info in both} == {0.3}


def test_points_are_those_that_were_saved(folder, phantoms):
    home = review(folder, phantoms)
    with open_review(folder) as store:
        truth = {row.image_id: truth_of(phantoms, row) for row in store.cases()}
    info = load(home, fold=None).get_data_info(0)
    wanted = [(truth[info['img_id']][symbol].x, truth[info['img_id']][symbol].y) for symbol in SYMBOLS]
    seen = info['keypoints_visible'][0] > 0
    np.testing.assert_allclose(info['keypoints'][0][seen], np.array(wanted)[seen], atol=0.01)


def test_without_a_valid_folder_a_share_is_held_out(folder, phantoms):
    home = review(folder, phantoms)
    parts = [{info['img_id'] for info in load(home, split)} for split in ('train', 'valid')]
    assert [len(part) for part in parts] == [COUNT - 1, 1] and not parts[0] & parts[1]
    assert len(load(home, 'valid', valid_fraction=0.5)) == 4


def test_stages_come_from_finished_cases(folder, phantoms):
    infos = {info['img_id']: info['cvm_stage'] for info in load(review(folder, phantoms), valid_fraction=0.01)}
    with open_review(folder) as store:
        expected = {row.image_id: None if row.n in DRAFTS else 1 + row.n % 6 for row in store.cases()}
    assert infos.items() <= expected.items()


def test_landmarks_that_nobody_marked_are_told_with_the_setting_for_the_others(folder, phantoms):
    home = review(folder, phantoms, symbols=SUBSETS['cldetection24'])
    with pytest.raises(ValueError, match=r"no image has R, LPM, LMT, UPM, UMT.*landmarks='cldetection24'.*number 24"):
        load(home).check_for_training()
    load(home, landmarks='cldetection24').check_for_training()


def test_a_radiograph_without_pixel_size_says_what_to_do(folder, phantoms):
    home = review(folder, phantoms, pixel_sizes=(0.3, None, *(0.3,) * 6))
    with pytest.raises(ValueError, match='calibrate the radiograph on the review page, or set'):
        [load(home, split) for split in ('train', 'valid')]
    assert len(load(home, pixel_size=0.3)) + len(load(home, 'valid', pixel_size=0.3)) == COUNT
    assert len(load(home, on_error='drop')) + len(load(home, 'valid', on_error='drop')) == COUNT - 1


def test_what_one_of_two_readers_left_out_is_dropped_by_a_setting(folder, phantoms):
    review(folder, phantoms, 'Dr Lee')
    home = review(folder, phantoms, skip=(2, 3))
    with pytest.raises(ValueError, match=r"image without annotation.*on_error='drop'"):
        load(home, landmarks=['S', 'N'])
    dropped = dict(on_error='drop')
    assert len(load(home, **dropped)) + len(load(home, 'valid', **dropped)) == COUNT - 2
    joined = dict(truth=[TRUTH, 'reader:Dr Lee'])
    assert len(load(home, **joined)) + len(load(home, 'valid', **joined)) == COUNT


def test_the_truth_of_the_release_names_the_readers_there_are(folder, phantoms):
    with pytest.raises(ValueError, match=r"found \['Dr Kim'\]: choose another truth"):
        load(review(folder, phantoms), truth='official')


def test_the_doctor_finds_no_error(folder, phantoms, capsys):
    main(['doctor', str(review(folder, phantoms))])
    told = capsys.readouterr().out
    assert 'Dr Kim lacks Go' in told and told.splitlines()[-1].startswith('no errors')


def test_two_readers_are_studied(folder, phantoms, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr('aariz_mm.study.plots.as_png', draw_nothing)
    review(folder, phantoms, 'Dr Lee')
    home = review(folder, phantoms, pixel_sizes=(0.3, None, *(0.3,) * 6))
    main(['reader-study', str(home), '--out-dir', str(tmp_path / 'study')])
    assert 'read by Dr Kim, Dr Lee' in capsys.readouterr().out
    assert (tmp_path / 'study' / 'study.html').is_file()


def test_a_profile_is_learnt_of_the_folder_even_without_pixel_sizes(folder, phantoms, tmp_path, capsys):
    home = review(folder, phantoms, pixel_sizes=(None,) * COUNT)
    main(['adapt', str(home), '--truth', READER, '--out', str(tmp_path / 'profile.json'), '--threads', '1'])
    assert f'Dr Kim, {COUNT} radiographs' in capsys.readouterr().out
