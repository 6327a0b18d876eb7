"""One dataset of readers and folders that marked different landmarks and images."""

import json
import shutil

import numpy as np
import pytest

from aariz_mm.datasets import AarizDataset
from aariz_mm.evaluation.functional import radial_errors_px

PAIR, SENIOR = ['S', 'Pn'], 'Senior Orthodontists'


@pytest.fixture
def third_reader(tiny_aariz):
    """A reader ``Kim`` of image ``b`` alone, who has Pn at (50, 60); nobody else has Pn."""
    content = json.loads(tiny_aariz.landmark_path('b').read_text())
    point = dict(find_point(content['landmarks'], 'Pn'), value=dict(x=50, y=60))
    path = tiny_aariz.landmark_path('b', 'Kim')
    path.parent.mkdir()
    path.write_text(json.dumps(dict(content, landmarks=[point])))
    for ceph_id in ('a.1', 'b', 'c'):
        tiny_aariz.edit_landmarks(ceph_id, lambda points: points.remove(find_point(points, 'Pn')))
    return tiny_aariz


def find_point(points, symbol):
    return next(point for point in points if point['symbol'] == symbol)


def load(tiny, **settings):
    return AarizDataset(**dict(dict(data_root=str(tiny.root), landmarks=PAIR), **settings))


def records(dataset):
    return [dataset.get_data_info(index) for index in range(len(dataset))]


@pytest.fixture
def clinic(tiny_aariz, tmp_path):
    """Another folder of two training images, read by ``Lee`` alone."""
    tiny = type(tiny_aariz)(tmp_path / 'Clinic')
    for ceph_id in ('b', 'k'):
        tiny.add(ceph_id, machine='Own', stage=None)
        tiny.landmark_path(ceph_id, 'Lee').parent.mkdir(exist_ok=True)
        shutil.move(tiny.landmark_path(ceph_id, SENIOR), tiny.landmark_path(ceph_id, 'Lee'))
    tiny.add('w', 'valid')
    return tiny


def test_a_further_reader_adds_what_he_marked(third_reader):
    found = records(load(third_reader, truth=['mean', 'reader:Kim']))
    assert [record['keypoints_visible'][0].tolist() for record in found] == [[1, 0], [1, 1], [1, 0]]
    assert found[1]['keypoints'][0, 1].tolist() == [50, 60] and found[0]['keypoints'][0, 1].tolist() == [0, 0]
    assert found[0]['truth'] == 'mean + reader:Kim' and found[0]['readers_px'].shape == (2, 2, 2)


def test_the_first_truth_comes_first(third_reader):
    shutil.copy(third_reader.landmark_path('b'), third_reader.landmark_path('b', 'Kim'))
    first, second = (
        records(load(third_reader, truth=truth))[1]['keypoints'][0, 0]
        for truth in (['junior', 'reader:Kim'], ['reader:Kim', 'junior'])
    )
    assert (second - first).tolist() == [1, 0]  # the senior, whom Kim copies, lies one px to the right


def test_an_image_that_none_of_the_readers_marked_is_refused(third_reader):
    for reader in (SENIOR, 'Junior Orthodontists'):
        third_reader.landmark_path('c', reader).unlink()
    with pytest.raises(ValueError, match='image without annotation'):
        load(third_reader, truth=['mean', 'reader:Kim'])
    assert len(load(third_reader, truth=['mean', 'reader:Kim'], on_error='drop')) == 2


def test_a_swap_of_joined_readers_says_whose(third_reader):
    rule = dict(landmarks=('S', 'N'), ids=['b'])
    with pytest.raises(ValueError, match=r"say whose labels are swapped: reader='FOLDER'"):
        load(third_reader, truth=['mean', 'reader:Kim'], swapped=[rule])
    plain, kim = (
        load(third_reader),
        load(third_reader, truth=['mean', 'reader:Kim'], swapped=[dict(rule, reader='Kim')]),
    )
    np.testing.assert_allclose(
        plain.get_data_info(1)['keypoints'][0, 0], kim.get_data_info(1)['keypoints'][0, 0], atol=1
    )


def test_each_landmark_is_scored_on_those_who_have_it(third_reader):
    found = records(load(third_reader, truth=['mean', 'reader:Kim']))
    truth = np.stack([np.where(r['keypoints_visible'][0][:, None] > 0, r['keypoints'][0], np.nan) for r in found])
    counted = np.isfinite(radial_errors_px(np.zeros_like(truth), truth)).sum(axis=0)
    assert counted.tolist() == [3, 1]


def test_folders_are_joined_under_their_prefix(tiny_aariz, clinic):
    other = dict(data_root=str(clinic.root), truth='reader:Lee', prefix='clinic_')
    dataset = load(tiny_aariz, join=[other])
    assert [record['img_id'] for record in records(dataset)] == ['a.1', 'b', 'c', 'clinic_b', 'clinic_k']
    assert [record['id'] for record in records(dataset)] == [0, 1, 2, 3, 4]
    protocol = dataset.metainfo['protocol']
    assert (protocol['images'], protocol['joined']) == (5, [str(clinic.root)])


def test_folds_are_drawn_from_all_folders_together(tiny_aariz, clinic):
    join = [dict(data_root=str(clinic.root), truth='reader:Lee', prefix='clinic_')]
    parts = [load(tiny_aariz, join=join, fold=fold, num_folds=2, fold_part='valid') for fold in (0, 1)]
    held_out = [[record['img_id'] for record in records(part)] for part in parts]
    assert sorted(held_out[0] + held_out[1]) == ['a.1', 'b', 'c', 'clinic_b', 'clinic_k']
    assert [sum(img_id.startswith('clinic') for img_id in ids) for ids in held_out] == [1, 1]


def test_two_radiographs_of_one_id_are_refused(tiny_aariz, clinic):
    with pytest.raises(ValueError, match=r"id 'b' is in .*Aariz and in .*Clinic; .* prefix='...'"):
        load(tiny_aariz, join=[dict(data_root=str(clinic.root), truth='reader:Lee')])
    dataset = load(tiny_aariz, join=[dict(data_root=str(clinic.root), truth='reader:Lee', exclude=['b'])])
    assert len(dataset) == 4 and dataset.metainfo['protocol']['excluded'] == 1


@pytest.mark.parametrize('settings', [{}, dict(data_root='x', fold=1), dict(data_root='x', landmarks=['S']), dict(a=1)])
def test_settings_that_a_joined_folder_cannot_have_are_refused(tiny_aariz, settings):
    with pytest.raises(ValueError, match=r'join: .* expected data_root=FOLDER'):
        load(tiny_aariz, join=[settings])


def test_a_joined_folder_that_is_not_there_is_named(tiny_aariz):
    with pytest.raises(FileNotFoundError, match=r"data_root='/nowhere'"):
        load(tiny_aariz, join=[dict(data_root='/nowhere')])


@pytest.mark.parametrize(
    'join', ['/data/mine', dict(data_root='/data/mine'), ['/data/mine'], [[dict(data_root='/data/mine')]], None, 3]
)
def test_folders_to_join_that_are_no_list_of_dicts_are_refused(tiny_aariz, join):
    with pytest.raises(ValueError, match=r'join=.*: expected a list with a dict for each folder, such as join='):
        load(tiny_aariz, join=join)


def test_tuple_of_folders_is_joined(tiny_aariz, clinic):
    assert len(load(tiny_aariz, join=(dict(data_root=str(clinic.root), truth='reader:Lee', prefix='x'),))) == 5


def test_images_held_out_of_a_joined_folder_are_there_to_validate(tiny_aariz, clinic):
    shutil.rmtree(clinic.root / 'valid')
    join = [dict(data_root=str(clinic.root), truth='reader:Lee', prefix='x_', valid_fraction=0.5)]
    trained, validated = (
        [record['img_id'] for record in records(load(tiny_aariz, split=split, join=join))]
        for split in ('train', 'valid')
    )
    assert sorted(trained + validated) == ['a.1', 'b', 'c', 'v', 'x_b', 'x_k']
    assert 'v' in validated and len(validated) == 2
