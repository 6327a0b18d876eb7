"""The synthetic cephalograms: released layout, reproducible, plausible geometry, stages that show in the bones."""

import csv
import json

import cv2
import numpy as np
import pytest

from aariz_mm.landmarks import BY_ID, CVM_STAGES, SYMBOLS
from aariz_mm.outlines.curves import parse_outline, smooth_curve, thin_plate_warp
from aariz_mm.phantom import (
    DEVICES,
    cervical_shape,
    draw_indexed_phantom,
    draw_phantom,
    phantom_pixel_size_mm,
    read_landmarks,
    write_phantom_dataset,
)
from aariz_mm.phantom.cervical import body_outline
from aariz_mm.phantom.film import add_region, rounded_thickness
from aariz_mm.phantom.readers import JUNIOR_SD_MM
from aariz_mm.phantom.teeth import place_teeth

SIZE = (225, 275)


@pytest.fixture(scope='module')
def dataset(tmp_path_factory):
    return write_phantom_dataset(tmp_path_factory.mktemp('phantom') / 'new', 3, 2, 1, SIZE, seed=5, progress=False)


def folder_bytes(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob('*') if path.is_file()}


def test_dataset_layout_is_the_released_one(dataset):
    names = [f'Annotations/Cephalometric Landmarks/{who} Orthodontists' for who in ('Junior', 'Senior')]
    names += ['Annotations/CVM Stages', 'Cephalograms']
    for split, count in (('train', 3), ('valid', 2), ('test', 1)):
        stems = [{path.stem for path in (dataset / split / name).iterdir()} for name in names]
        assert len(stems[0]) == count
        assert all(stem == stems[0] for stem in stems)


def test_dataset_csv_names_every_image_with_its_mode_and_scale(dataset):
    with open(dataset / 'cephalogram_machine_mappings.csv', newline='') as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ['cephalogram_id', 'machine', 'pixel_size', 'image_format', 'mode']
    assert [row['mode'] for row in rows] == ['Train'] * 3 + ['Valid'] * 2 + ['Test']
    for row in rows:
        device = next(device for device in DEVICES if device.name == row['machine'])
        assert float(row['pixel_size']) == phantom_pixel_size_mm(device, SIZE)
        assert (dataset / row['mode'].lower() / 'Cephalograms' / f'{row["cephalogram_id"]}.png').is_file()


def test_landmark_files_have_the_released_schema_in_shuffled_order(dataset):
    files = list(dataset.glob('*/Annotations/Cephalometric Landmarks/*/*.json'))
    contents = [json.loads(path.read_text()) for path in files]
    for path, content in zip(files, contents, strict=True):
        assert content['ceph_id'] == path.stem
        assert {mark['landmark_id'] for mark in content['landmarks']} == set(BY_ID)
        mark = content['landmarks'][0]
        assert (mark['title'], mark['symbol']) == (BY_ID[mark['landmark_id']].title, BY_ID[mark['landmark_id']].symbol)
        assert all(type(value) is int for value in mark['value'].values())
    assert len({tuple(mark['symbol'] for mark in content['landmarks']) for content in contents}) == len(files)


def test_stage_files_have_the_released_schema(dataset):
    for path in dataset.glob('*/Annotations/CVM Stages/*.json'):
        content = json.loads(path.read_text())
        stage = content['cvm_stage']
        assert content['ceph_id'] == path.stem
        assert stage['title'] == CVM_STAGES[stage['value'] - 1]
        assert set(stage) == {'id', 'title', 'value'}


def test_written_image_and_marks_belong_to_the_indexed_phantom(dataset):
    phantom = draw_indexed_phantom(5, 'test', 0, SIZE)
    path = next((dataset / 'test').glob('Cephalograms/*.png'))
    np.testing.assert_array_equal(cv2.imread(str(path), cv2.IMREAD_UNCHANGED), phantom.image)
    senior = dataset / 'test/Annotations/Cephalometric Landmarks/Senior Orthodontists' / f'{path.stem}.json'
    marks = {mark['symbol']: mark['value'] for mark in json.loads(senior.read_text())['landmarks']}
    marks_px = np.array([[marks[symbol]['x'], marks[symbol]['y']] for symbol in SYMBOLS])
    assert np.abs(marks_px - phantom.landmarks_px).max() * phantom.pixel_size_mm < 4


def test_same_seed_gives_the_same_bytes_whatever_the_counts(dataset, tmp_path):
    again = folder_bytes(write_phantom_dataset(tmp_path / 'a', 4, 2, 1, SIZE, seed=5, progress=False))
    first = folder_bytes(dataset)
    first.pop('cephalogram_machine_mappings.csv')
    assert all(again[name] == content for name, content in first.items())


def test_different_seeds_give_different_images():
    first, second = (draw_phantom(seed, SIZE, stage=4, device=DEVICES[0]) for seed in (1, 2))
    assert first.image.shape == second.image.shape
    assert np.abs(first.image.astype(int) - second.image).mean() > 3
    assert np.abs(first.landmarks_px - second.landmarks_px).mean() > 1


def test_landmarks_stay_inside_and_sn_is_near_70_mm():
    phantoms = [draw_phantom(seed, SIZE) for seed in range(40)]
    s, n = SYMBOLS.index('S'), SYMBOLS.index('N')
    for phantom in phantoms:
        side = np.array(phantom.image.shape[::-1])
        assert (phantom.landmarks_px > 0.02 * side).all()
        assert (phantom.landmarks_px < 0.98 * side).all()
    sn_mm = [np.linalg.norm(p.landmarks_px[s] - p.landmarks_px[n]) * p.pixel_size_mm for p in phantoms]
    assert abs(np.mean(sn_mm) - 70) < 3
    assert 1 < np.std(sn_mm) < 7


def test_face_looks_right_and_teeth_are_brighter_than_air():
    phantom = draw_phantom(3, SIZE, device=DEVICES[0])
    at = dict(zip(SYMBOLS, phantom.landmarks_px, strict=True))
    assert at['Pn'][0] > at['S'][0]
    x, y = np.round(0.6 * at['UIT'] + 0.4 * at['UIA']).astype(int)
    assert phantom.image[y, x] > 3 * phantom.image[y, -20:-10].mean()


def test_teeth_have_their_landmarks_as_corners():
    landmarks_mm = np.random.default_rng(0).uniform(0, 50, (29, 2))
    incisors, cheek_teeth = place_teeth(landmarks_mm)
    outlines = np.vstack([tooth.outline for tooth in incisors + cheek_teeth])
    for symbol in ('UIT', 'UIA', 'LIT', 'LIA', 'UPM', 'LPM', 'UMT', 'LMT'):
        gap = np.linalg.norm(outlines - landmarks_mm[SYMBOLS.index(symbol)], axis=1).min()
        assert gap < 1e-9, symbol


def test_pixel_size_is_constant_per_device_and_scales_with_the_size():
    for device in DEVICES:
        fine, coarse = phantom_pixel_size_mm(device, (900, 1100)), phantom_pixel_size_mm(device, (450, 550))
        assert coarse == pytest.approx(2 * fine, rel=0.01)
        assert draw_phantom(0, SIZE, device=device).pixel_size_mm == phantom_pixel_size_mm(device, SIZE)


def test_readers_differ_as_stated_and_do_not_touch_the_truth():
    rng, truth = np.random.default_rng(0), np.full((29, 2), 500.0)
    pairs = [read_landmarks(rng, truth, 0.1, (1000, 1000)) for _ in range(200)]
    junior, senior = (np.array([pair[f'{who} Orthodontists'] for pair in pairs]) for who in ('Junior', 'Senior'))
    for symbol in ('LPM', 'UPM', 'UMT', 'S'):
        k = SYMBOLS.index(symbol)
        np.testing.assert_array_equal(junior[:, k], senior[:, k])
    go = SYMBOLS.index('Go')
    assert 0.1 * junior[:, go].std() == pytest.approx(JUNIOR_SD_MM['Go'], rel=0.15)
    assert senior[:, go].std() == pytest.approx(0.6 * junior[:, go].std(), rel=0.2)
    assert (truth == 500).all()


def test_cervical_shape_matures_monotonically():
    shapes = [cervical_shape(maturity) for maturity in np.arange(1, 6.01, 0.1)]
    for value in ('height_to_width', 'front_to_back'):
        assert (np.diff([getattr(shape, value) for shape in shapes]) >= -1e-9).all()
    assert (np.diff([shape.concavity_mm for shape in shapes], axis=0) >= -1e-9).all()


def test_cervical_shape_follows_the_definition_of_the_stages():
    notched = [(cervical_shape(stage).concavity_mm > 0.8).tolist() for stage in range(1, 7)]
    assert notched[:4] == [[False] * 3, [True, False, False], [True, True, False], [True] * 3]
    ratios = [cervical_shape(stage).height_to_width for stage in range(1, 7)]
    assert ratios[3] < 0.9 < ratios[4] < 1.1 < ratios[5]


def test_body_outline_has_the_stated_height_and_notch():
    below = body_outline(14.0, 10.0, 1.0, 0.0)[:13]
    notched = body_outline(14.0, 10.0, 1.0, 2.0)[:13]
    assert below[6, 1] == pytest.approx(5.0)
    assert below[6, 1] - notched[6, 1] == pytest.approx(2.0)
    np.testing.assert_allclose(below[[0, -1]], notched[[0, -1]])


def test_every_twelve_images_hold_all_stages():
    stages = [draw_indexed_phantom(0, 'valid', index, (128, 156)).stage for index in range(12)]
    assert np.bincount(stages, minlength=7)[1:].tolist() == [1, 1, 1, 3, 4, 2]


def test_thin_plate_warp_takes_source_to_target():
    rng = np.random.default_rng(0)
    source = rng.uniform(0, 100, (12, 2))
    target = source + rng.normal(0, 3, (12, 2))
    np.testing.assert_allclose(thin_plate_warp(source, target)(source), target, atol=1e-6)
    np.testing.assert_allclose(thin_plate_warp(source, source + 5)(target), target + 5, atol=1e-6)


def test_curves_run_through_their_points():
    points = np.array([[0, 0], [10, 0], [10, 5], [0, 9]], float)
    outline = parse_outline('0 0, A!, 10 5, 0 9', {'A': points[1]}, closed=True)
    for curve in (smooth_curve(points), smooth_curve(points, closed=True), outline):
        assert max(np.linalg.norm(curve - point, axis=1).min() for point in points) < 1e-9


def test_region_adds_its_amount_inside_alone():
    layer = np.zeros((20, 30), np.float32)
    add_region(layer, np.array([[5, 5], [14, 5], [14, 14], [5, 14]], float), 0.5)
    assert layer[10, 10] == pytest.approx(0.5)
    assert layer[2, 2] == layer[10, 20] == 0


def test_rounded_thickness_grows_from_the_outline_to_one():
    square = np.array([[10, 10], [89, 10], [89, 89], [10, 89]], float)
    row = rounded_thickness(square, 20.0, (100, 100))[50]
    assert row[2] < 1e-3
    assert row[50] == pytest.approx(1.0)
    assert row[20] == pytest.approx(np.sqrt(1 - (1 - 10 / 20) ** 2), abs=0.06)


def test_writer_refuses_a_folder_with_files(tmp_path):
    (tmp_path / 'mine.txt').write_text('keep')
    with pytest.raises(FileExistsError, match='not an empty folder; name a new folder'):
        write_phantom_dataset(tmp_path, 1, 0, 0, SIZE, progress=False)
    assert [path.name for path in tmp_path.iterdir()] == ['mine.txt']


@pytest.mark.parametrize('counts', [(-1, 1, 1), (0, 0, 0), (1.5, 0, 0)])
def test_writer_refuses_bad_counts(tmp_path, counts):
    with pytest.raises(ValueError, match='image counts'):
        write_phantom_dataset(tmp_path / 'new', *counts, SIZE, progress=False)
    assert not (tmp_path / 'new').exists()


@pytest.mark.parametrize('size', [(64, 275), (225, 0), (225.5, 275), (225,)])
def test_bad_size_is_refused(size):
    with pytest.raises(ValueError, match='at least 128 pixels'):
        draw_phantom(0, size)


def test_unknown_stage_is_refused():
    with pytest.raises(ValueError, match='from 1 to 6'):
        draw_phantom(0, SIZE, stage=7)
