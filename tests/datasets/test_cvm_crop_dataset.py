import os
from pathlib import Path

import numpy as np
import pytest
from mmengine.registry import DefaultScope
from PIL import Image

import aariz_mm.register  # noqa: F401
from aariz_mm.datasets import CVMCropDataset

REAL_ROOT = Path(os.environ.get('AARIZ_CVM_ROOT') or Path(__file__).parents[3] / 'shared' / 'data' / 'aariz_cvm_c2c4')
COUNTS = {1: 2, 2: 3, 3: 3, 4: 8, 5: 10, 6: 4}


def add_image(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.zeros((4, 4), dtype=np.uint8)).save(path)


@pytest.fixture
def root(tmp_path):
    """30 training crops as in ``COUNTS`` and one each of stages 1, 5 and 6 for validation."""
    for stage, count in COUNTS.items():
        for index in range(count):
            add_image(tmp_path / 'train' / str(stage) / f's{stage}.{index}.png')
    for stage in (1, 5, 6):
        add_image(tmp_path / 'valid' / str(stage) / f'v{stage}.jpg')
    return tmp_path


def build(root, **options):
    # Serialising collects garbage each time, which takes half a second.
    return CVMCropDataset(data_root=str(root), serialize_data=False, **options)


def ids(dataset):
    return [dataset.get_data_info(index)['img_id'] for index in range(len(dataset))]


def stages(dataset):
    return [dataset.get_data_info(index)['cvm_stage'] for index in range(len(dataset))]


def test_dataset_reads_stage_label_and_id(root):
    dataset = build(root, split='valid')
    infos = [dataset.get_data_info(index) for index in range(3)]
    assert [(info['img_id'], info['cvm_stage'], info['gt_label']) for info in infos] == [
        ('v1', 1, 0), ('v5', 5, 4), ('v6', 6, 5)]  # fmt: skip
    assert infos[1]['img_path'] == str(root / 'valid' / '5' / 'v5.jpg')


def test_dataset_states_protocol_and_majority_stage(root):
    train, valid = (build(root, split=split) for split in ('train', 'valid'))
    assert train.metainfo['protocol'] == dict(split='train', images=30, stage_counts=list(COUNTS.values()))
    assert train.metainfo['majority_stage'] == valid.metainfo['majority_stage'] == 5
    assert valid.metainfo['protocol']['stage_counts'] == [1, 0, 0, 0, 1, 1]


def test_dataset_without_a_training_folder_knows_no_majority_stage(root):
    (root / 'train').rename(root / 'other')
    assert build(root, split='valid').metainfo['majority_stage'] is None


def test_dataset_counts_what_indices_leave(root):
    dataset = build(root, indices=2)
    assert dataset.metainfo['protocol'] == dict(split='train', images=2, stage_counts=[2, 0, 0, 0, 0, 0])
    assert dataset.metainfo['majority_stage'] == 5


@pytest.mark.parametrize('num_folds', [2, 3, 5])
def test_folds_are_disjoint_exhaustive_and_stratified(root, num_folds):
    everyone = set(ids(build(root)))
    held_out = []
    for fold in range(num_folds):
        parts = [build(root, fold=fold, num_folds=num_folds, fold_part=part) for part in ('train', 'valid')]
        assert set(ids(parts[0])) == everyone - set(ids(parts[1]))
        for stage, count in COUNTS.items():
            assert stages(parts[1]).count(stage) in (count // num_folds, -(-count // num_folds))
        held_out += ids(parts[1])
    assert len(held_out) == len(everyone) and set(held_out) == everyone


def test_folds_depend_on_the_seed_alone(root):
    def held_out(seed):
        return ids(build(root, fold=1, fold_seed=seed, fold_part='valid'))

    assert held_out(0) == held_out(0) != held_out(1)


def test_fold_is_stated_and_its_majority_is_that_of_its_training_part(root):
    dataset = build(root, fold=1, num_folds=3, fold_seed=7, fold_part='valid')
    protocol = dataset.metainfo['protocol']
    assert (protocol['fold'], protocol['num_folds'], protocol['fold_seed'], protocol['images']) == (1, 3, 7, 10)
    # Stages 4 and 5 have 8 and 10 crops, this fold holds 2 and 4 of them; of two alike the lower counts.
    assert protocol['stage_counts'][3:5] == [2, 4] and dataset.metainfo['majority_stage'] == 4


def test_dataset_reads_folders_and_suffixes_in_any_case_and_skips_system_files(root):
    (root / 'valid' / '5').rename(root / 'valid' / 'cvm-S5')
    (root / 'valid' / '6').rename(root / 'valid' / 's6')
    (root / 'valid').rename(root / 'VALID')
    add_image(root / 'VALID' / '1' / 'w.PNG')
    for name in ('Thumbs.db', '.DS_Store', '1/desktop.ini'):
        (root / 'VALID' / name).touch()
    assert ids(build(root, split='valid')) == ['v1', 'v5', 'v6', 'w']


@pytest.mark.parametrize(
    ('path', 'match'),
    [
        ('7/a.png', 'this folder is no stage; expected folders 1 to 6 alone'),
        ('unsure/a.png', 'this folder is no stage'),
        ('a.png', 'this file is no stage'),
        ('3/a.ppm', 'expected an image, one of'),
        ('3/deeper/a.png', 'expected an image'),
        ('3/s1.0.png', r"the id 's1.0' is at .*s1.0.png too; keep the right one"),
        ('1/s1.0.jpg', "the id 's1.0' is at"),
    ],
)
def test_malformed_folder_is_an_error_that_names_it(root, path, match):
    add_image(root / 'train' / path)
    with pytest.raises(ValueError, match=match):
        build(root)


def test_missing_folders_are_errors_with_the_expected_layout(root, tmp_path):
    with pytest.raises(FileNotFoundError, match=r'(?s)AARIZ_CVM_ROOT.*Expected:\n  <data_root>'):
        build(tmp_path / 'nowhere')
    with pytest.raises(FileNotFoundError, match=r"no folder 'test' \(folders found: \['train', 'valid'\]\)"):
        build(root, split='test')
    (root / 'test' / '1').mkdir(parents=True)
    with pytest.raises(FileNotFoundError, match='no image found'):
        build(root, split='test')


@pytest.mark.parametrize(
    ('options', 'match'),
    [
        (dict(split='training'), "split='training' is unknown"),
        (dict(fold_part='test'), "fold_part='test' is unknown"),
        (dict(fold=5), r'fold=5: expected None or 0 to 4'),
        (dict(fold=0, num_folds=31), 'num_folds=31: expected 2 to 30'),
    ],
)
def test_impossible_settings_are_errors(root, options, match):
    with pytest.raises(ValueError, match=match):
        build(root, **options)


@pytest.mark.skipif(not REAL_ROOT.is_dir(), reason=f'no CVM crops at {REAL_ROOT}; set AARIZ_CVM_ROOT to run this test')
@pytest.mark.parametrize(('split', 'counts'), [('train', [14, 26, 23, 131, 183, 58]), ('valid', [2, 7, 3, 25, 40, 14])])
def test_real_crops_load_with_their_stages(split, counts):
    load = dict(type='LoadCephalogram', fit_size=(320, 320), cache_dir=None)
    with DefaultScope.overwrite_default_scope('mmpose'):
        dataset = build(REAL_ROOT, split=split, pipeline=[load])
    assert dataset.metainfo['protocol'] == dict(split=split, images=sum(counts), stage_counts=counts)
    assert dataset.metainfo['majority_stage'] == 5
    assert dataset[0]['img'].shape == (320, 320, 3)
