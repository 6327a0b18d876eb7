"""The reader brings a radiograph upright, refuses what is none, and doubts what the predictor doubts."""

from types import SimpleNamespace

import numpy as np
import pytest
from dicom_files import SECRETS, make_dataset, write_dicom

from aariz_mm.intake.refusal import NotACephalogramError
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.phantom import draw_indexed_phantom
from aariz_mm.reading.picture import map_points, picture_to_input
from aariz_mm.reading.reader import Reader

SIZE = (192, 240)


@pytest.fixture(scope='module')
def phantom():
    return draw_indexed_phantom(1, 'test', 0, (225, 275))


@pytest.fixture
def reader(phantom):
    """One whose model finds the true landmarks of the phantom as drawn, or inverted, and noise in all else."""
    picture, to_input = picture_to_input(phantom.image, None, SIZE)
    inside = picture_to_input(np.full_like(phantom.image, 255), None, SIZE)[0] == 255
    true, noise = map_points(to_input, phantom.landmarks_px), np.random.default_rng(0).uniform(0, 190, (29, 2))

    def run(pictures):
        likeness = abs(np.corrcoef(pictures[0][inside], picture[inside])[0, 1])
        return dict(points=(true if likeness > 0.9 else noise)[None], scores=np.ones((1, 29)))

    made = object.__new__(Reader)
    info = SimpleNamespace(fit_size=None, input_size=SIZE, symbols=SYMBOLS, decision='median')
    made.bundle, made.cvm, made.force = SimpleNamespace(info=info, run=run), None, False
    return made


TURNS = {
    'mirrored': (lambda image: image[:, ::-1], lambda points, w, h: points * [-1, 1] + [w - 1, 0]),
    'turned upside down': (lambda image: image[::-1], lambda points, w, h: points * [1, -1] + [0, h - 1]),
    'turned by 180°': (lambda image: image[::-1, ::-1], lambda points, w, h: [w - 1, h - 1] - points),
    'turned by 90° clockwise': (np.rot90, lambda points, w, h: np.c_[points[:, 1], w - 1 - points[:, 0]]),
    'turned by 90° anticlockwise': (
        lambda image: np.rot90(image, -1), lambda points, w, h: np.c_[h - 1 - points[:, 1], points[:, 0]]),
    'inverted': (lambda image: 255 - image, lambda points, w, h: points),
    'inverted and mirrored': (
        lambda image: 255 - image[:, ::-1], lambda points, w, h: points * [-1, 1] + [w - 1, 0]),
    'inverted and turned by 180°': (
        lambda image: 255 - image[::-1, ::-1], lambda points, w, h: [w - 1, h - 1] - points),
}  # fmt: skip


@pytest.mark.parametrize('turn', TURNS)
def test_reader_turns_a_radiograph_and_gives_its_stored_pixels(reader, phantom, turn):
    make, move = TURNS[turn]
    found = reader(np.ascontiguousarray(make(phantom.image)))
    assert found.turn == turn and found.warnings == ()
    true = move(phantom.landmarks_px, *phantom.image.shape[::-1])
    np.testing.assert_allclose(found.keypoints_px, true, atol=0.01)


def test_reader_leaves_an_upright_radiograph_alone(reader, phantom):
    found = reader(phantom.image)
    assert found.turn == '' and found.warnings == ()
    np.testing.assert_allclose(found.keypoints_px, phantom.landmarks_px, atol=1e-3)


def test_reader_warns_of_grey_values(reader, phantom):
    found = reader(phantom.image.astype(np.uint16) * 10 + 40000).warnings
    assert len(found) == 1 and 'grey values from' in found[0]


NOISE = np.random.default_rng(0).integers(0, 256, (300, 240), np.uint8)


@pytest.mark.parametrize('picture', [np.full((300, 240), 90, np.uint8), NOISE])
def test_reader_refuses_what_is_no_cephalogram(reader, picture):
    with pytest.raises(NotACephalogramError, match=r'image array: no lateral cephalogram: .*--force'):
        reader(picture)


def test_reader_reads_all_the_same_by_force(reader):
    reader.force = True
    found = reader(NOISE)
    assert found.turn == '' and 'read by force' in found.warnings[0]


def test_reader_compares_the_pixel_size_with_the_face(reader, phantom):
    assert any('S-N is' in text for text in reader(phantom.image, 0.1).warnings)
    assert not any('S-N is' in text for text in reader(phantom.image, phantom.pixel_size_mm).warnings)


@pytest.mark.parametrize('size', [0, -1, float('nan')])
def test_reader_refuses_a_pixel_size_that_is_none(reader, phantom, size):
    with pytest.raises(ValueError, match=r'pixel_size_mm .* expected a positive number'):
        reader(phantom.image, size)


def test_reader_takes_dicom_files_and_datasets_with_what_they_say(reader, phantom, tmp_path):
    dataset = make_dataset(
        255 - phantom.image, 8, PhotometricInterpretation='MONOCHROME1', PatientAge='012Y', PatientSex='F',
        ImagerPixelSpacing=[0.35, 0.35], EstimatedRadiographicMagnificationFactor=1.1, **SECRETS,
    )  # fmt: skip
    expected = reader(phantom.image).keypoints_px
    for source in (dataset, write_dicom(tmp_path / 'a.dcm', dataset)):
        found = reader(source)
        np.testing.assert_allclose(found.keypoints_px, expected)
        assert found.pixel_size_mm == pytest.approx(0.35 / 1.1) and 'magnification' in found.pixel_size_source
        assert (found.subject.age_years, found.subject.sex) == (12, 'f')
        assert not any(secret in str(found) for secret in SECRETS.values())


def test_a_given_pixel_size_goes_before_that_of_the_file(reader, phantom):
    found = reader(make_dataset(phantom.image, 8, PixelSpacing=[0.1, 0.1]), pixel_size_mm=0.3)
    assert (found.pixel_size_mm, found.pixel_size_source) == (0.3, 'given')
