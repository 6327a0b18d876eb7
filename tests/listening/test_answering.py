"""One instance read and answered, without a network: with the objects that are really sent."""

import numpy as np
import pytest

pytest.importorskip('pynetdicom', reason='the listener needs the extra dicom')
pytest.importorskip('highdicom', reason='the objects need the extra dicom')

from dicom_files import write_dicom
from dicom_peers import SECRETS, instance, source_of
from pydicom import dcmread
from stand_in import OTHER, StandIn

from aariz_mm.listening.answering import Answering, answer_instance
from aariz_mm.listening.folder import SpoolFolder
from aariz_mm.listening.sending import ANSWER_CLASSES


@pytest.fixture
def folder(tmp_path):
    folder = SpoolFolder(tmp_path)
    folder.prepare()
    return folder


def put(folder, n, dataset):
    write_dicom(folder.instance(n), dataset)


def test_answers_are_objects_of_the_patient_that_refer_to_the_radiograph(folder):
    put(folder, 1, instance(0))
    how = Answering(folder.path, ('sr', 'gsps', 'sc'), pixel_size_mm=0.1, magnification=1.1)
    found = answer_instance(StandIn(), 1, how)
    assert (found.state, found.kinds) == ('read', ('sr', 'gsps', 'sc'))
    answers = [dcmread(folder.answer(1, kind)) for kind in found.kinds]
    assert [one.Modality for one in answers] == ['SR', 'PR', 'OT']
    for one in answers:
        assert one.PatientName == SECRETS['PatientName'] and one.StudyInstanceUID == instance(0).StudyInstanceUID
        assert source_of(one) == instance(0).SOPInstanceUID


def test_the_same_instance_gives_the_same_objects(folder):
    put(folder, 1, instance(0)), put(folder, 2, instance(0))
    for n in (1, 2):
        answer_instance(StandIn(), n, Answering(folder.path, ('gsps',)))
    one, two = (dcmread(folder.answer(n, 'gsps')) for n in (1, 2))
    assert one.SOPInstanceUID == two.SOPInstanceUID


def test_what_cannot_be_read_is_told_without_a_word_of_the_header(folder):
    put(folder, 1, instance(0, width=OTHER))
    put(folder, 2, instance(1, PhotometricInterpretation='Kim^Minsu'))
    put(folder, 3, instance(2, PixelData=b'short'))
    found = [answer_instance(StandIn(), n, Answering(folder.path)) for n in (1, 2, 3, 4)]
    assert [one.state for one in found] == ['other', 'failed', 'failed', 'failed']
    assert not any(secret in one.reason for one in found for secret in [*SECRETS.values(), str(folder.path)])
    assert all(one.reason for one in found) and not list((folder.path / 'answers').iterdir())


@pytest.mark.filterwarnings('ignore:Invalid value for VR')
@pytest.mark.parametrize(
    'values',
    [
        dict(PhotometricInterpretation='KIM^MINSU'),
        dict(StudyInstanceUID="Kim^O'Minsu 4711"),
        dict(SeriesInstanceUID='Kim "Minsu"'),
        dict(SOPInstanceUID='Kim/Minsu', StudyInstanceUID='1.2'),
        dict(PixelData=b'Kim^Minsu'),
    ],
)
def test_reasons_quote_nothing_of_a_header(folder, values):
    dataset = instance(0)
    for keyword, value in values.items():
        setattr(dataset, keyword, value)
    put(folder, 1, dataset)
    found = answer_instance(StandIn(), 1, Answering(folder.path))
    assert found.state == 'failed' and len(found.reason) > 20 and not found.reason.startswith('source')
    assert 'kim' not in found.reason.lower() and 'minsu' not in found.reason.lower() and '4711' not in found.reason


def test_words_of_a_library_are_left_out(folder, monkeypatch):
    def fail(*_):
        raise RuntimeError('element (0010,0010) of Kim^Minsu (PN); odd (too)')

    monkeypatch.setattr('aariz_mm.radiographs.dicom_pixels._decode', fail)
    put(folder, 1, instance(0))
    reason = answer_instance(StandIn(), 1, Answering(folder.path)).reason
    assert reason.startswith('the pixels of the DICOM file cannot be decoded (RuntimeError); ') and 'Kim' not in reason


@pytest.mark.parametrize('shape', [(80, 60), (80, 60, 3)])
def test_every_answer_is_of_a_class_that_is_sent(folder, shape):
    put(folder, 1, instance(0, pixels=np.random.default_rng(0).integers(0, 255, shape).astype(np.uint8), bits=8))
    found = answer_instance(StandIn(), 1, Answering(folder.path, ('gsps', 'sc')))
    classes = {dcmread(folder.answer(1, kind)).SOPClassUID for kind in found.kinds}
    assert len(classes) == 2 and classes <= set(ANSWER_CLASSES)


def test_a_bug_is_told_by_its_kind_alone(folder):
    def fail(*_):
        raise KeyError('Kim^Minsu')

    put(folder, 1, instance(0))
    found = answer_instance(fail, 1, Answering(folder.path))
    assert found.state == 'failed' and found.reason == 'it cannot be read or answered (KeyError)'


def test_a_model_without_landmarks_on_the_picture_fails(folder):
    put(folder, 1, instance(0))

    def lose(opened, pixel_size_mm=None):
        found = StandIn()(opened)
        found.keypoints_px[:] = np.nan
        return found

    lose.takes_opened = True
    assert answer_instance(lose, 1, Answering(folder.path)).state == 'failed'
