import logging
import shutil

import numpy as np
import pytest
from dicom_files import write_dicom
from mmpose.registry import DATASETS
from PIL import Image

from aariz_mm.datasets import AarizDataset, aariz_dataset
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.radiographs.cache import ImageCache
from aariz_mm.radiographs.images import read_radiograph


def load(tiny, **kwargs):
    return AarizDataset(data_root=str(tiny.root), **kwargs)


def ids(dataset):
    return [dataset.get_data_info(index)['img_id'] for index in range(len(dataset))]


def snapshot(root):
    return {path: path.stat().st_mtime_ns for path in root.rglob('*')}


@pytest.fixture
def log(monkeypatch):
    lines = []
    monkeypatch.setattr(
        aariz_dataset, 'print_log', lambda text, logger, level=logging.INFO: lines.append((level, text))
    )
    return lines


def test_record_has_everything_in_original_pixels(tiny_aariz):
    record = load(tiny_aariz, landmarks=['S', 'A']).get_data_info(0)
    assert (record['id'], record['img_id'], record['dataset_name']) == (0, 'a.1', 'aariz')
    assert record['img_path'] == str(tiny_aariz.image_path('a.1'))
    assert record['ori_shape'] == record['img_shape'] == (80, 60)
    assert record['bbox'].tolist() == [[0, 0, 60, 80]]
    assert record['bbox_score'].tolist() == [1]
    # S is landmark 10 and A landmark 0; junior and senior differ by one px in x: ceil(x + 0.5) = x + 1
    assert record['keypoints'].tolist() == [[[16, 30], [6, 10]]]
    assert record['keypoints_visible'].tolist() == [[1, 1]]
    assert (record['device'], record['pixel_size_mm'], record['cvm_stage']) == ('ART Plus', 0.1, 3)
    assert record['truth'] == 'official'


def test_record_arrays_have_mmpose_types(tiny_aariz):
    record = load(tiny_aariz).get_data_info(0)
    shapes = dict(keypoints=(1, 29, 2), keypoints_visible=(1, 29), bbox=(1, 4), bbox_score=(1,))
    for name, shape in shapes.items():
        assert record[name].shape == shape
        assert record[name].dtype == np.float32


def test_dataset_is_registered_in_mmpose(tiny_aariz):
    dataset = DATASETS.build(dict(type='AarizDataset', data_root=str(tiny_aariz.root), split='test'))
    assert ids(dataset) == ['t']


def test_metainfo_and_data_info_are_mmposes(tiny_aariz):
    dataset = load(tiny_aariz, landmarks=['N', 'S', 'A'])
    assert dataset.metainfo['keypoint_id2name'] == {0: 'N', 1: 'S', 2: 'A'}
    record = dataset.get_data_info(0)
    assert record['flip_indices'] == [0, 1, 2]
    assert record['dataset_keypoint_weights'].tolist() == [1, 1, 1]
    assert record['skeleton_links'] == [(1, 0)]
    assert {'upper_body_ids', 'lower_body_ids', 'flip_pairs'} <= set(record)


def test_subset_order_is_the_users(tiny_aariz):
    points = {order: load(tiny_aariz, landmarks=list(order)).get_data_info(0)['keypoints'][0] for order in ('SN', 'NS')}
    np.testing.assert_array_equal(points['SN'], points['NS'][::-1])


def test_folds_are_disjoint_exhaustive_stratified_by_device_and_stated(tiny_aariz):
    for index in range(7):
        tiny_aariz.add(f'x{index}', machine='CS 9300' if index < 4 else 'ART Plus')
    everyone = ids(load(tiny_aariz))
    parts = [load(tiny_aariz, fold=fold, num_folds=2, fold_part='valid') for fold in (0, 1)]
    assert sorted(ids(parts[0]) + ids(parts[1])) == sorted(everyone)
    assert ids(load(tiny_aariz, fold=0, num_folds=2)) == ids(parts[1])
    devices = [[part.get_data_info(index)['device'] for index in range(len(part))] for part in parts]
    assert [names.count('CS 9300') for names in devices] == [2, 2]
    protocol = parts[0].metainfo['protocol']
    assert (protocol['fold'], protocol['num_folds'], protocol['images']) == (0, 2, len(parts[0]))
    with pytest.raises(ValueError, match=r'fold=2: expected None or 0 to 1'):
        load(tiny_aariz, fold=2, num_folds=2)


def test_missing_landmark_is_invisible(tiny_aariz):
    tiny_aariz.edit_landmarks('b', lambda points: points.pop(0), readers=('Junior Orthodontists',))
    record = load(tiny_aariz, indices=[1]).get_data_info(0)
    assert record['keypoints_visible'][0].tolist() == [0] + [1] * 28
    assert record['keypoints'][0, 0].tolist() == [0, 0]


def test_exchanged_labels_are_put_right_and_counted(tiny_aariz):
    plain = load(tiny_aariz, landmarks=['Me', 'Gn'])
    rule = dict(landmarks=('Me', 'Gn'), ids=['b', 'of another split'])
    dataset = load(tiny_aariz, landmarks=['Me', 'Gn'], swapped=[rule])
    right = [dataset.get_data_info(index)['keypoints'][0].tolist() for index in range(3)]
    asis = [plain.get_data_info(index)['keypoints'][0].tolist() for index in range(3)]
    assert right == [asis[0], asis[1][::-1], asis[2]]
    assert dataset.metainfo['protocol']['swapped'] == 1 and 'swapped' not in plain.metainfo['protocol']


def test_record_holds_what_each_reader_marked(tiny_aariz):
    tiny_aariz.edit_landmarks('b', lambda points: points.pop(0), readers=('Junior Orthodontists',))
    readers_px = load(tiny_aariz, indices=[1], landmarks=['A', 'ANS']).get_data_info(0)['readers_px']
    np.testing.assert_array_equal(readers_px, [[[np.nan, np.nan], [6, 12]], [[6, 10], [7, 12]]])
    assert load(tiny_aariz, truth='senior').get_data_info(1)['readers_px'].shape == (1, 29, 2)


def test_reader_policy_reads_any_folder(tiny_aariz):
    folder = tiny_aariz.landmark_path('b').parent
    shutil.copytree(folder, folder.parent / 'Third Reader')
    record = load(tiny_aariz, truth='reader:third reader', landmarks=['A']).get_data_info(0)
    assert record['keypoints'].tolist() == [[[6, 10]]]


def test_absent_reader_folder_lists_those_found(tiny_aariz):
    with pytest.raises(ValueError, match=r"0 folders 'Nobody' .*found \['Junior Orthodontists', 'Senior Ortho"):
        load(tiny_aariz, truth='reader:Nobody', on_error='drop')


def test_sn70_scales_each_image_to_70_mm(tiny_aariz):
    tiny_aariz.move_point('b', 'S', 10, 10)
    tiny_aariz.move_point('b', 'N', 13, 14)  # 5 px: 14 mm per px
    record = load(tiny_aariz, pixel_size='sn70', landmarks=['A']).get_data_info(1)
    assert record['pixel_size_mm'] == record['sn_mm_per_px'] == 14
    assert load(tiny_aariz).get_data_info(1)['pixel_size_mm'] == 0.1


def test_sn_scale_is_nan_without_sella(tiny_aariz):
    tiny_aariz.edit_landmarks('b', lambda points: points.pop(SYMBOLS.index('S')))
    assert np.isnan(load(tiny_aariz).get_data_info(1)['sn_mm_per_px'])


def test_fixed_pixel_size_overrides_the_table(tiny_aariz):
    tiny_aariz.edit_csv(',0.1,', ',unknown,')
    assert load(tiny_aariz, pixel_size=0.25).get_data_info(0)['pixel_size_mm'] == 0.25


def test_stage_is_none_without_file_or_folder(tiny_aariz):
    tiny_aariz.cvm_path('b').unlink()
    assert [load(tiny_aariz).get_data_info(index)['cvm_stage'] for index in range(3)] == [3, None, 3]
    shutil.rmtree(tiny_aariz.cvm_path('b').parent)
    assert load(tiny_aariz).get_data_info(0)['cvm_stage'] is None
    assert load(tiny_aariz, split='test', with_cvm=False).get_data_info(0)['cvm_stage'] is None


def test_required_stage_is_demanded(tiny_aariz):
    tiny_aariz.cvm_path('b').unlink()
    with pytest.raises(ValueError, match="no CVM file 'b'"):
        load(tiny_aariz, with_cvm=True)


def test_folders_and_suffixes_match_without_case(tiny_aariz):
    image = tiny_aariz.image_path('b')
    image.rename(image.with_suffix('.PNG'))
    annotations = tiny_aariz.root / 'train' / 'Annotations'
    (annotations / 'Cephalometric Landmarks' / 'Junior Orthodontists').rename(
        annotations / 'Cephalometric Landmarks' / 'junior orthodontists'
    )
    (annotations / 'CVM Stages').rename(annotations / 'cvm stages')
    (annotations / 'Cephalometric Landmarks').rename(annotations / 'cephalometric landmarks')
    annotations.rename(tiny_aariz.root / 'train' / 'ANNOTATIONS')
    image.parent.rename(tiny_aariz.root / 'train' / 'cephalograms')
    (tiny_aariz.root / 'train').rename(tiny_aariz.root / 'Train')
    tiny_aariz.csv_path.rename(tiny_aariz.root / 'Cephalogram_Machine_Mappings.CSV')
    assert ids(load(tiny_aariz)) == ['a.1', 'b', 'c']
    assert load(tiny_aariz).get_data_info(1)['cvm_stage'] == 3


def test_loading_leaves_the_data_folder_as_it_is(tiny_aariz):
    shutil.rmtree(tiny_aariz.root / 'valid')
    before = snapshot(tiny_aariz.root)
    load(tiny_aariz, split='train')
    load(tiny_aariz, split='valid')
    assert snapshot(tiny_aariz.root) == before


def test_missing_valid_is_drawn_from_train(tiny_aariz, log):
    shutil.rmtree(tiny_aariz.root / 'valid')
    for index in range(17):
        tiny_aariz.add(f'x{index:02}', machine='Smart3D')
    train, valid = (load(tiny_aariz, split=split, valid_fraction=0.25) for split in ('train', 'valid'))
    assert len(valid) == 5
    assert sorted(ids(train) + ids(valid)) == sorted(['a.1', 'b', 'c', *(f'x{index:02}' for index in range(17))])
    assert any("no folder 'valid' (folders found: ['test', 'train']): 5 of 20 training" in text for _, text in log)


def test_drawn_valid_is_the_same_whatever_is_excluded_or_dropped(tiny_aariz):
    shutil.rmtree(tiny_aariz.root / 'valid')
    (valid_id,) = ids(load(tiny_aariz, split='valid'))
    other = next(ceph_id for ceph_id in ('a.1', 'b', 'c') if ceph_id != valid_id)
    tiny_aariz.landmark_path(other).write_text('{')
    assert ids(load(tiny_aariz, split='valid', exclude=[other])) == [valid_id]
    assert len(load(tiny_aariz, split='train', on_error='drop')) == 1


def test_exclude_leaves_out_and_counts(tiny_aariz):
    tiny_aariz.landmark_path('b').write_text('{')
    dataset = load(tiny_aariz, exclude=['b', 't'])
    assert ids(dataset) == ['a.1', 'c']
    assert [dataset.get_data_info(index)['id'] for index in range(2)] == [0, 1]
    assert dataset.metainfo['protocol']['excluded'] == 1


def test_exclude_refuses_an_unknown_id(tiny_aariz):
    with pytest.raises(ValueError, match=r"exclude: \['a'\] are neither in .* nor in a split folder"):
        load(tiny_aariz, exclude=['a'])


def test_exclude_takes_ids_of_other_splits_that_the_table_lacks(tiny_aariz):
    tiny_aariz.edit_csv('v,ART Plus', 'other,ART Plus')
    assert len(load(tiny_aariz, exclude=['v'])) == 3


def test_indices_and_lazy_init_are_passed_on(tiny_aariz):
    assert ids(load(tiny_aariz, indices=2)) == ['a.1', 'b']
    assert ids(load(tiny_aariz, indices=[2])) == ['c']
    lazy = load(tiny_aariz, lazy_init=True)
    assert lazy.metainfo['protocol']['images'] is None
    lazy.full_init()
    assert lazy.metainfo['protocol']['images'] == 3


def test_protocol_says_how_the_records_were_made(tiny_aariz):
    dataset = load(tiny_aariz, truth='mean', landmarks='isbi19', pixel_size='sn70', split='test')
    assert dataset.metainfo['protocol'] == dict(
        truth='mean', landmarks='isbi19', pixel_size='sn70', split='test', images=1, excluded=0, dropped=0
    )


def test_pipeline_gets_the_record(tiny_aariz):
    dataset = load(tiny_aariz, pipeline=[lambda record: record['img_id']], test_mode=True)
    assert [dataset[index] for index in range(3)] == ['a.1', 'b', 'c']


@pytest.mark.parametrize(
    ('argument', 'message'),
    [
        (dict(split='dev'), r"split='dev' is unknown; use one of \['train', 'valid', 'test'\]"),
        (dict(truth='median'), r"truth='median' is unknown"),
        (dict(landmarks='aariz30'), "landmark subset 'aariz30' is unknown"),
        (dict(pixel_size='sn71'), "pixel_size='sn71': expected 'released', 'sn70' or a positive number"),
        (dict(pixel_size=0), 'pixel_size=0: expected'),
        (dict(pixel_size=True), 'pixel_size=True: expected'),
        (dict(with_cvm='maybe'), "with_cvm='maybe' is unknown"),
        (dict(on_error='ignore'), r"on_error='ignore' is unknown; use one of \['raise', 'drop'\]"),
        (dict(exclude='b'), r"exclude='b': expected a list of ids, got one string; write \['b'\]"),
        (dict(valid_fraction=1), 'valid_fraction=1: expected a share between 0 and 1'),
    ],
)
def test_bad_argument_is_refused_even_when_lazy(tiny_aariz, argument, message):
    with pytest.raises(ValueError, match=message):
        load(tiny_aariz, lazy_init=True, **argument)


@pytest.mark.parametrize('suffix', ['.dcm', '.tif', '.webp', '.DCM'])
def test_images_of_every_format_are_records(tiny_aariz, suffix, tmp_path):
    before = tiny_aariz.image_path('a.1')
    pixels, path = read_radiograph(before), before.with_suffix(suffix)
    before.unlink()
    if suffix.lower() == '.dcm':
        write_dicom(path, pixels=pixels, bits=8)
    else:
        Image.fromarray(pixels).save(path, lossless=True)
    record = load(tiny_aariz).get_data_info(0)
    assert (record['img_id'], record['ori_shape'], record['img_path']) == ('a.1', (80, 60), str(path))
    np.testing.assert_array_equal(ImageCache(tmp_path / 'cache', (60, 80)).load(path)[0], pixels)
