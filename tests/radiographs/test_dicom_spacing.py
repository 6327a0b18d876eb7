import pytest
from dicom_files import SC, make_dataset, write_dicom

from aariz_mm.radiographs.facts import dicom_facts
from aariz_mm.radiographs.images import read_radiograph
from aariz_mm.radiographs.radiograph import open_radiograph
from aariz_mm.radiographs.resolution import NotSquareError

TENTH = [0.1, 0.1]


def facts(**values):
    return dicom_facts(make_dataset(**values), 'a.dcm')


@pytest.mark.parametrize(('kind', 'words'), [('GEOMETRY', 'geometry of the device'), ('FIDUCIAL', 'object of known')])
def test_a_calibrated_spacing_is_used_as_it_is(kind, words):
    found = facts(PixelSpacing=TENTH, ImagerPixelSpacing=TENTH, PixelSpacingCalibrationType=kind)
    assert found.pixel_size_mm == 0.1 and words in found.pixel_size_source


def test_a_spacing_that_differs_from_that_of_the_detector_is_calibrated():
    found = facts(PixelSpacing=[0.09, 0.09], ImagerPixelSpacing=TENTH, EstimatedRadiographicMagnificationFactor=1.1)
    assert found.pixel_size_mm == 0.09 and 'it differs from the spacing at the detector' in found.pixel_size_source


@pytest.mark.parametrize('pixel', [{}, dict(PixelSpacing=TENTH), dict(PixelSpacing=[0.10001, 0.10001])])
def test_the_spacing_of_the_detector_is_divided_by_the_magnification(pixel):
    found = facts(ImagerPixelSpacing=TENTH, EstimatedRadiographicMagnificationFactor=1.1, **pixel)
    assert found.pixel_size_mm == pytest.approx(0.1 / 1.1) and 'divided by the magnification of 1.1' in (
        found.pixel_size_source
    )
    assert found.notes == ()


def test_distances_give_the_magnification():
    found = facts(ImagerPixelSpacing=TENTH, DistanceSourceToDetector=1650, DistanceSourceToPatient=1500)
    assert found.pixel_size_mm == pytest.approx(0.1 / 1.1) and 'distance of the source' in found.pixel_size_source


@pytest.mark.parametrize('values', [
    {}, dict(PixelSpacing=TENTH), dict(DistanceSourceToDetector=1650), dict(EstimatedRadiographicMagnificationFactor=0),
    dict(DistanceSourceToDetector=1650, DistanceSourceToPatient=0),
])  # fmt: skip
def test_without_a_magnification_the_note_says_that_it_is_contained(values):
    found = facts(ImagerPixelSpacing=TENTH, **values)
    assert found.pixel_size_mm == 0.1 and 'measured at the detector' in found.pixel_size_source
    assert 'lengths contain the magnification, typically about 10 %' in found.pixel_size_source


@pytest.mark.parametrize('factor', [0.5, 3, 100])
def test_an_impossible_magnification_is_not_used(factor):
    found = facts(ImagerPixelSpacing=TENTH, EstimatedRadiographicMagnificationFactor=factor)
    assert found.pixel_size_mm == 0.1 and 'is none of a cephalograph: not used' in found.notes[0]


def test_a_scanned_film_has_the_size_of_the_film():
    found = facts(SOPClassUID=SC, NominalScannedPixelSpacing=TENTH)
    assert found.pixel_size_mm == 0.1 and found.pixel_size_source.startswith('Nominal Scanned Pixel Spacing')
    assert 'scanned film: lengths contain' in found.pixel_size_source


def test_a_spacing_alone_is_used_and_doubted():
    found = facts(SOPClassUID=SC, PixelSpacing=TENTH)
    assert found.pixel_size_mm == 0.1 and found.notes == ()
    assert 'unless it was calibrated, lengths contain' in found.pixel_size_source


@pytest.mark.parametrize('spacing', [[1, 1], [0, 0], [-0.1, -0.1], [0.001, 0.001], [0.6, 0.6], [0, 0.1], [0.1], 'abc'])
def test_an_absurd_spacing_is_not_used_and_said(spacing):
    dataset = make_dataset()
    if spacing == 'abc':
        dataset.add_new('PixelSpacing', 'LO', spacing)
    else:
        dataset.PixelSpacing = spacing
    found = dicom_facts(dataset, 'a.dcm')
    assert found.pixel_size_mm is None and found.pixel_size_source == ''
    assert found.notes[0].startswith('Pixel Spacing') and found.notes[0].endswith('not used')


def test_behind_an_absurd_spacing_stands_that_of_the_detector():
    found = facts(PixelSpacing=[1, 1], ImagerPixelSpacing=TENTH)
    assert found.pixel_size_mm == 0.1 and 'at the detector' in found.pixel_size_source and len(found.notes) == 1


@pytest.mark.parametrize('values', [dict(PixelSpacing=''), dict(ImagerPixelSpacing=''), {}])
def test_without_a_spacing_there_is_no_millimetre_and_no_word(values):
    found = facts(**values)
    assert (found.pixel_size_mm, found.pixel_size_source, found.notes) == (None, '', ())


@pytest.mark.parametrize('keyword', ['PixelSpacing', 'ImagerPixelSpacing', 'NominalScannedPixelSpacing'])
def test_pixels_that_are_not_square_are_refused(keyword):
    with pytest.raises(NotSquareError, match='the pixels are not square'):
        open_radiograph(make_dataset(**{keyword: [0.1, 0.12]}))


def test_an_aspect_that_is_not_one_is_refused(tmp_path):
    with pytest.raises(NotSquareError):
        open_radiograph(make_dataset(PixelAspectRatio=[4, 3]))
    assert open_radiograph(make_dataset(PixelAspectRatio=[1, 1])).grey.shape == (80, 60)


def test_a_spacing_of_another_type_is_read():
    dataset = make_dataset()
    dataset.add_new('PixelSpacing', 'LO', '0.1\\0.1')
    assert dicom_facts(dataset, 'a.dcm').pixel_size_mm == 0.1


def test_an_absurd_spacing_does_not_keep_the_greys_from_being_read(tmp_path):
    assert read_radiograph(write_dicom(tmp_path / 'a', PixelSpacing=[1, 1])).shape == (80, 60)
