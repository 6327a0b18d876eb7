"""Only radiographs that a bundle was not trained on are read by it, each by one bundle."""

import numpy as np
import pytest
from made_bundles import made_info, write_mean_face

from aariz_mm.annotations.folds import stratified_folds
from aariz_mm.phantom import write_phantom_dataset
from aariz_mm.reading.bundle import Bundle
from aariz_mm.reading.held_out import find_held_out, read_held_out

COUNT = 12


@pytest.fixture(scope='module')
def data_root(tmp_path_factory):
    return write_phantom_dataset(tmp_path_factory.mktemp('phantoms') / 'data', COUNT, 4, 0, (180, 220), progress=False)


def bundle_of(tmp_path, name='a', **trained_on):
    return Bundle(write_mean_face(tmp_path / f'{name}.onnx', made_info(**trained_on)), threads=1)


def folds(tmp_path, images=8, count=3):
    return [
        bundle_of(tmp_path, f'f{fold}', fold=fold, num_folds=count, fold_seed=0, images=images) for fold in range(count)
    ]


def test_each_radiograph_is_held_out_once(data_root, tmp_path):
    found = find_held_out(data_root, folds(tmp_path))
    ids = [one.image_id for _, images in found for one in images]
    assert len(ids) == len(set(ids)) == COUNT and [len(images) for _, images in found] == [4, 4, 4]


def test_held_out_are_those_of_the_dataset_of_the_training(data_root, tmp_path):
    from aariz_mm.datasets import AarizDataset

    for fold, (_, images) in enumerate(find_held_out(data_root, folds(tmp_path))):
        dataset = AarizDataset(data_root, truth='mean', landmarks='isbi19', fold=fold, num_folds=3, fold_part='valid')
        assert sorted(one.image_id for one in images) == sorted(info['img_id'] for info in dataset)
        assert len(stratified_folds([0] * COUNT, 3, 0)) == COUNT


def test_what_a_training_without_a_valid_folder_held_out_is_held_out(data_root, tmp_path):
    # 2 of 12 are drawn for it; of the other 10 folds of 3 and 4 are left out
    bundles = [
        bundle_of(tmp_path, f'f{fold}', fold=fold, num_folds=3, fold_seed=0, images=images)
        for fold, images in enumerate((6, 7, 7))
    ]
    found = find_held_out(data_root, bundles)
    assert sum(len(images) for _, images in found) == COUNT


def test_another_split_is_held_out_of_all(data_root, tmp_path):
    found = find_held_out(data_root, folds(tmp_path)[:1], split='valid')
    assert [len(images) for _, images in found] == [4]


@pytest.mark.parametrize(
    ('trained_on', 'split', 'words'),
    [
        (dict(truth='mean'), None, r'was trained on all of .* give bundles of folds'),
        (dict(fold=0, num_folds=3, fold_seed=0, images=8), 'train', r"was trained on 'train'; give another --split"),
        (dict(fold=0, num_folds=3, fold_seed=0, images=5), None, r'was trained on 5 radiographs, but .* has 8 for it'),
        ({}, None, 'does not say what its landmarks were trained on'),
    ],
)
def test_radiographs_of_the_training_are_refused(data_root, tmp_path, trained_on, split, words):
    with pytest.raises(ValueError, match=words):
        find_held_out(data_root, [bundle_of(tmp_path, **trained_on)], split)


def test_missing_splits_are_called_missing(data_root, tmp_path):
    with pytest.raises(FileNotFoundError, match='no image found'):
        find_held_out(data_root, folds(tmp_path), split='test')


def test_excluded_ids_are_left_out(data_root, tmp_path):
    first = find_held_out(data_root, folds(tmp_path))[0][1][0].image_id
    bundles = [
        bundle_of(tmp_path, f'g{fold}', fold=fold, num_folds=3, fold_seed=0, images=images)
        for fold, images in enumerate((7, 7, 8))
    ]
    found = find_held_out(data_root, bundles, exclude=[first])
    assert first not in [one.image_id for _, images in found for one in images]


def test_readings_carry_truth_part_and_kind(data_root, tmp_path):
    held_out = read_held_out(find_held_out(data_root, folds(tmp_path)), ('blur', 'shift'))
    assert held_out.truth_px.shape == (3 * COUNT, 19, 2) and np.isfinite(held_out.truth_px).all()
    assert list(held_out.kinds[:3]) == ['', 'blur', 'shift'] and set(held_out.parts) == {0, 1, 2}
    assert (held_out.numbers == np.repeat(np.arange(COUNT), 3)).all()
    assert np.array_equal(held_out.truth_px[0], held_out.truth_px[1])
    assert not np.allclose(held_out.truth_px[0], held_out.truth_px[2])


def test_radiographs_of_one_bundle_are_dealt_into_thirds(data_root, tmp_path):
    bundle = bundle_of(tmp_path, fold=0, num_folds=3, fold_seed=0, images=8)
    held_out = read_held_out(find_held_out(data_root, [bundle], split='valid'), ())
    assert list(held_out.parts) == [0, 1, 2, 0]
