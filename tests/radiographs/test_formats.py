import subprocess
import sys

import pytest
from dicom_files import write_dicom
from PIL import Image

from aariz_mm.radiographs.formats import find_format
from aariz_mm.radiographs.images import image_size, read_radiograph
from aariz_mm.radiographs.radiograph import open_radiograph
from aariz_mm.radiographs.refusals import RadiographFileError, refuse_failures

OTHERS = {
    'a.pdf': (b'%PDF-1.7\n%\xe2\xe3', 'it is a PDF: export the radiograph'),
    'late.pdf': (b'\n\n%PDF-1.4\xff', 'it is a PDF'),
    'a.heic': (b'\0\0\0\x18ftypheic\0\0\0\0mif1', 'it is a HEIC photograph or a film: save the picture as PNG'),
    'a.avif': (b'\0\0\0\x18ftypavif\0\0\0\0mif1', 'it is an AVIF photograph'),
    'a.cr2': (b'II*\0\x10\0\0\0CR\x02\0' + bytes(99), 'it is a camera RAW file: develop it'),
    'a.cr3': (b'\0\0\0\x18ftypcrx \0\0\0', 'it is a camera RAW file'),
    'a.raf': (b'FUJIFILMCCD-RAW', 'it is a camera RAW file'),
    'a.zip': (b'PK\x03\x04' + bytes(30), 'it is a zip archive or an office document: unpack it'),
    'a.dcm.gz': (b'\x1f\x8b\x08\0', 'it is a gzip archive'),
    'a.txt': (b'SELLA 12 13\r\n', 'it is a text, expected a PNG, .* or DICOM file: give the radiograph itself'),
    'a.raw': (bytes(range(256)) * 9, 'it is bare pixel values of unknown size'),
    'a.psd': (b'8BPS\0\1' + bytes(20), 'it is a Photoshop file: save it as PNG or TIFF'),
    'a.nii': (bytes(344) + b'n+1\0', 'it is a NIfTI volume'),
    'a.png': (b'', 'the file is empty: copy it again'),
    'b.png': (bytes(range(200, 256)) * 4, 'expected a PNG, JPEG, BMP, TIFF, WebP or DICOM file'),
}


@pytest.mark.parametrize('name', OTHERS)
@pytest.mark.parametrize('read', [image_size, read_radiograph, open_radiograph])
def test_other_files_are_refused_by_what_they_are_with_the_cure(tmp_path, name, read):
    content, words = OTHERS[name]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ValueError, match=words) as caught:
        read(tmp_path / name)
    assert str(caught.value).startswith(f'{tmp_path / name}: ')


def test_the_content_counts_and_not_the_name(tmp_path):
    Image.new('L', (60, 80)).save(tmp_path / 'a.png')
    (tmp_path / 'a.png').rename(tmp_path / 'a.dcm')
    assert image_size(tmp_path / 'a.dcm') == (60, 80)
    write_dicom(tmp_path / 'b.png')
    assert image_size(tmp_path / 'b.png') == (60, 80)


@pytest.mark.parametrize('head', [b'', b'\x08\0', b'\x08\0\x05\0CS\x0a\0ISO_IR 100', b'\x02\0\0\0UL\x04\0' + bytes(12)])
def test_dicom_without_preamble_begins_with_an_element(head):
    assert find_format(head) == ('dicom' if len(head) > 15 else '')


@pytest.mark.parametrize('head', [b'\x08\0\x05\0cs\xff\xff' + bytes(20), b'\x09\0\x05\0CS\x0a\0' + bytes(20),
                                  b'\x08\0\xff\xffCS\x0a\0' + bytes(20), bytes(200)])  # fmt: skip
def test_other_bytes_are_no_dicom(head):
    assert find_format(head) == ''


def test_a_folder_and_a_missing_file_are_told_apart(tmp_path):
    with pytest.raises(FileNotFoundError):
        open_radiograph(tmp_path / 'none.dcm')
    with pytest.raises(ValueError, match='the file cannot be opened'):
        open_radiograph(tmp_path)


@pytest.mark.parametrize('error', [KeyError('x'), RuntimeError(''), RecursionError(), MemoryError(), OSError('a')])
def test_whatever_a_library_raises_becomes_a_value_error(error):
    expected = pytest.raises(RadiographFileError, match=r'a\.dcm: the pixels cannot be decoded')
    with expected, refuse_failures('a.dcm', 'the pixels cannot be decoded'):
        raise error


def test_what_may_name_a_patient_is_not_quoted():
    with pytest.raises(RadiographFileError) as caught, refuse_failures('a.dcm', 'it cannot be read', quote=False):
        raise TypeError('Kim^Minsu')
    assert 'TypeError' in str(caught.value) and 'Minsu' not in str(caught.value) and caught.value.__cause__ is None


def test_pydicom_is_imported_when_the_first_dicom_comes(tmp_path):
    Image.new('L', (60, 80)).save(tmp_path / 'a.png')
    write_dicom(tmp_path / 'a.dcm')
    script = (
        'import sys; from aariz_mm.radiographs.radiograph import open_radiograph; loaded = []\n'
        'for name in sys.argv[1:]: open_radiograph(name); loaded.append("pydicom" in sys.modules)\n'
        'print(loaded, "gdcm" in sys.modules)'
    )
    call = [sys.executable, '-c', script, str(tmp_path / 'a.png'), str(tmp_path / 'a.dcm')]
    done = subprocess.run(call, capture_output=True, text=True, timeout=60)
    assert done.stdout.startswith('[False, True]'), done.stderr
