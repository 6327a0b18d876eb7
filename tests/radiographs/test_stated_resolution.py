import numpy as np
import pytest
from dicom_files import make_dataset, steps
from PIL import Image
from tiff_files import RATIONAL, SHORT, tiff_bytes

from aariz_mm.radiographs.radiograph import open_radiograph

PICTURE = Image.fromarray(steps(8))


def opened(path, **options):
    PICTURE.save(path, **options)
    return open_radiograph(path, trust_resolution=True)


@pytest.mark.parametrize('name', ['a.png', 'a.jpg', 'a.tif', 'a.bmp'])
def test_the_resolution_counts_only_when_it_is_trusted(tmp_path, name):
    trusted = opened(tmp_path / name, dpi=(254, 254))
    assert trusted.pixel_size_mm == pytest.approx(0.1, abs=1e-4)
    assert trusted.pixel_size_source == 'resolution in the header of the file (254 dpi)'
    assert open_radiograph(tmp_path / name).pixel_size_mm is None


@pytest.mark.parametrize('dpi', [72, 96])
@pytest.mark.parametrize('name', ['a.png', 'a.jpg', 'a.tif'])
def test_what_programs_write_by_default_is_not_used(tmp_path, dpi, name):
    radiograph = opened(tmp_path / name, dpi=(dpi, dpi))
    assert radiograph.pixel_size_mm is None and f'{dpi} dpi, as programs write' in radiograph.notes[0]


@pytest.mark.parametrize('dpi', [10, 2400])
def test_a_resolution_of_no_cephalogram_is_not_used(tmp_path, dpi):
    radiograph = opened(tmp_path / 'a.png', dpi=(dpi, dpi))
    assert radiograph.pixel_size_mm is None and 'expected 0.03 to 0.5 mm: not used' in radiograph.notes[0]


@pytest.mark.parametrize('name', ['a.png', 'a.jpg', 'a.webp'])
def test_a_file_without_a_resolution_says_so(tmp_path, name):
    radiograph = opened(tmp_path / name)
    assert radiograph.pixel_size_mm is None and radiograph.notes == ('the header states no resolution',)


@pytest.mark.parametrize(('unit', 'per_unit', 'size'), [(2, 254, 0.1), (3, 100, 0.1), (1, 254, None)])
@pytest.mark.parametrize('order', ['<', '>'])
def test_the_unit_of_a_tiff_counts(tmp_path, unit, per_unit, size, order):
    tags = {282: (RATIONAL, per_unit), 283: (RATIONAL, per_unit), 296: (SHORT, unit)}
    (tmp_path / 'a.tif').write_bytes(tiff_bytes([(steps(8), tags)], order))
    assert open_radiograph(tmp_path / 'a.tif', trust_resolution=True).pixel_size_mm == pytest.approx(size)


def test_dicom_and_arrays_need_no_trust():
    dataset = make_dataset(PixelSpacing=[0.1, 0.1])
    assert open_radiograph(dataset, trust_resolution=True).pixel_size_mm == 0.1
    assert open_radiograph(np.asarray(PICTURE), trust_resolution=True).pixel_size_mm is None
