"""Thousands of damaged files from small whole ones of every format, by a seed; reads some when run by hand.

Example: PYTHONPATH=. python tests/radiographs/damaged_files.py 2000
"""

import collections
import io
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1]))
import dicom_files as dicom

from aariz_mm.radiographs.images import image_size
from aariz_mm.radiographs.radiograph import open_radiograph

SYNTAXES = ('JPEGBaselineProcess1', 'JPEGLosslessProcess14_1', 'JPEGLSLossless', 'JPEG2000Lossless', 'RLELossless',
            'DeflatedExplicitVRLittleEndian', 'ImplicitVRLittleEndian')  # fmt: skip
_WORDS = (
    b'',
    b'abc',
    b'\\\\\\',
    b'-1',
    b'0',
    b'1e999',
    b'nan',
    b'99999999999999999999',
    b'\xff\xfe\x00',
    b'1\\',
    b'^=^=',
)
_TAGS = (
    'Rows', 'Columns', 'BitsAllocated', 'BitsStored', 'HighBit', 'PixelRepresentation', 'SamplesPerPixel',
    'PhotometricInterpretation', 'PlanarConfiguration', 'NumberOfFrames', 'WindowCenter', 'WindowWidth', 'RescaleSlope',
    'RescaleIntercept', 'PixelPaddingValue', 'PixelSpacing', 'ImagerPixelSpacing', 'PatientAge', 'PatientBirthDate',
    'StudyDate', 'PatientSex', 'PatientName', 'VOILUTFunction', 'PresentationLUTShape', 'SOPClassUID', 'PixelData',
    'EstimatedRadiographicMagnificationFactor', 'SpecificCharacterSet', 'VOILUTSequence', 'PixelAspectRatio',
)  # fmt: skip
_VRS = ('US', 'SS', 'DS', 'IS', 'LO', 'PN', 'UN', 'OB', 'OW', 'DA', 'AS', 'UI', 'FD', 'CS', 'SQ', 'UL')


def whole_files(folder):
    """Bytes of a small whole file of each format, by name."""
    grey = Image.fromarray(dicom.steps(8))
    files = {}
    for name, kind, options in (
        ('png', 'PNG', {}), ('jpg', 'JPEG', {}), ('progressive.jpg', 'JPEG', {'progressive': True}), ('bmp', 'BMP', {}),
        ('webp', 'WEBP', {}), ('tif', 'TIFF', {}), ('lzw.tif', 'TIFF', {'compression': 'tiff_lzw'}),
        ('deflate.tif', 'TIFF', {'compression': 'tiff_adobe_deflate'}), ('jpeg.tif', 'TIFF', {'compression': 'jpeg'}),
    ):  # fmt: skip
        content = io.BytesIO()
        grey.save(content, kind, **options)
        files[name] = content.getvalue()
    content = io.BytesIO()
    Image.fromarray(dicom.steps(12)).save(content, 'PNG')
    files['16.png'] = content.getvalue()
    path = Path(folder) / 'whole.dcm'
    files['dcm'] = dicom.write_dicom(path, PixelSpacing=[0.1, 0.1], **dicom.SECRETS).read_bytes()
    for syntax in SYNTAXES:
        bits = 8 if syntax.startswith('JPEGBase') else 12
        files[f'{syntax}.dcm'] = dicom.recode(dicom.write_dicom(path, bits=bits, **dicom.SECRETS), syntax).read_bytes()
    return files


def damage(data, random, is_dicom, folder):
    """One damaged copy of the bytes of a file."""
    ways = [_cut, _flip, _flip_header, _overwrite, _lengthen]
    return random.choice([*ways, _change_element, _change_element] if is_dicom else ways)(data, random, folder)


def _cut(data, random, folder):
    return data[: random.randrange(len(data))]


def _flip(data, random, folder):
    damaged = bytearray(data)
    for _ in range(random.choice((1, 3, 20))):
        damaged[random.randrange(len(damaged))] ^= 1 << random.randrange(8)
    return bytes(damaged)


def _flip_header(data, random, folder):
    damaged = bytearray(data)
    for _ in range(random.choice((1, 3))):
        damaged[random.randrange(min(600, len(damaged)))] = random.choice((0, 1, 127, 128, 255, random.randrange(256)))
    return bytes(damaged)


def _overwrite(data, random, folder):
    """A number of a header made very large, zero or negative."""
    place = random.randrange(min(700, len(data)))
    new = random.choice((b'\xff\xff', b'\xff\xff\xff\xff', b'\0\0\0\0', b'\x7f\xff\xff\xff', b'\xff\xff\xff\x7f'))
    return data[:place] + new + data[place + len(new) :]


def _lengthen(data, random, folder):
    place = random.randrange(len(data))
    return data[:place] + random.randbytes(random.choice((1, 2, 50))) + data[place:]


def _change_element(data, random, folder):
    """A DICOM element of another type or value, or none of it."""
    import pydicom

    dataset = pydicom.dcmread(io.BytesIO(data), force=True)
    tag = pydicom.tag.Tag(random.choice(_TAGS))
    kind, value = random.choice(_VRS), random.choice((*_WORDS, random.randbytes(4), b'\xff\xff', b'\0\0', b'\1\0'))
    if random.random() < 0.15:
        dataset.pop(tag, None)
    else:
        value = value + b' ' * (len(value) % 2)
        dataset[tag] = pydicom.dataelem.RawDataElement(tag, kind, len(value), value, 0, False, True)
    path = Path(folder) / 'changed.dcm'
    try:
        dataset.save_as(path, enforce_file_format=False)
    except Exception:  # pydicom cannot write all that others do
        return _flip_header(data, random, folder)
    return path.read_bytes()


def read_damaged(count, seed, folder):
    """Read damaged files; returns how many were read, refused by which error, the slowest time and the worst output.

    Errors:
        AssertionError: an error that is no ValueError or FileNotFoundError, or one that tells a patient's name.
    """
    generator, files = random.Random(seed), whole_files(folder)
    outcomes, slowest, path = collections.Counter(), 0.0, Path(folder) / 'damaged'
    for _ in range(count):
        name = generator.choice(sorted(files))
        path.write_bytes(damage(files[name], generator, name.endswith('dcm'), folder))
        for read in (open_radiograph, image_size, lambda file: open_radiograph(file, trust_resolution=True)):
            start = time.perf_counter()
            try:
                told = str(getattr(read(path), 'notes', ''))
                outcomes['read'] += 1
            except (ValueError, FileNotFoundError) as error:
                told = str(error)
                outcomes[type(error).__name__] += 1
            assert not any(secret in told for secret in dicom.SECRETS.values()), told
            slowest = max(slowest, time.perf_counter() - start)
    return outcomes, slowest


if __name__ == '__main__':
    with tempfile.TemporaryDirectory() as folder:
        outcomes, slowest = read_damaged(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0, folder)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f'{dict(outcomes)}, slowest {slowest:.2f} s, peak memory {peak:.0f} MiB')
