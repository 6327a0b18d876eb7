"""Small DICOM radiographs for tests, of any transfer syntax; nothing of a patient is in them but made-up names."""

import gdcm
import numpy as np
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

CR, DX, DX_RAW = '1.2.840.10008.5.1.4.1.1.1', '1.2.840.10008.5.1.4.1.1.1.1', '1.2.840.10008.5.1.4.1.1.1.1.1'
IO, SC, RF = '1.2.840.10008.5.1.4.1.1.1.3', '1.2.840.10008.5.1.4.1.1.7', '1.2.840.10008.5.1.4.1.1.12.2'
SECRETS = dict(
    PatientName='Kim^Minsu', PatientID='4711-0815', AccessionNumber='ACC99', InstitutionName='Seaside Clinic'
)


def steps(bits=12, width=60, height=80, dtype=None):
    """A picture that goes evenly from 0 to the largest value of so many bits."""
    values = np.linspace(0, 2**bits - 1, width * height).round()
    return values.reshape(height, width).astype(dtype or (np.uint8 if bits <= 8 else np.uint16))


def make_dataset(pixels=None, bits=12, **values):
    """A DX dataset of (H, W) or (H, W, 3) pixels; a value of None takes its element away."""
    pixels = steps(bits) if pixels is None else pixels
    made = Dataset()
    made.file_meta = FileMetaDataset()
    made.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    made.SOPClassUID, made.SOPInstanceUID, made.Modality = DX, '1.2.3.4', 'DX'
    made.Rows, made.Columns = pixels.shape[:2]
    made.SamplesPerPixel = 1 if pixels.ndim == 2 else 3
    made.PhotometricInterpretation = 'MONOCHROME2' if pixels.ndim == 2 else 'RGB'
    if pixels.ndim == 3:
        made.PlanarConfiguration = 0
    made.BitsAllocated = pixels.dtype.itemsize * 8
    made.BitsStored, made.HighBit = bits, bits - 1
    made.PixelRepresentation = int(pixels.dtype.kind == 'i')
    made.PixelData = pixels.tobytes()
    for keyword, value in values.items():
        if value is None:
            del made[keyword]
        else:
            setattr(made, keyword, value)
    return made


def write_dicom(path, dataset=None, **values):
    """Write a dataset as a file with preamble, or one made of values; returns the path."""
    dataset = make_dataset(**values) if dataset is None else dataset
    dataset.file_meta.MediaStorageSOPClassUID = dataset.SOPClassUID
    dataset.file_meta.MediaStorageSOPInstanceUID = '1.2.3.4'
    dataset.save_as(path, enforce_file_format=True)
    return path


def recode(path, syntax):
    """Encode a file anew by gdcm in place; ``syntax`` is a name of ``gdcm.TransferSyntax``."""
    reader, change, writer = gdcm.ImageReader(), gdcm.ImageChangeTransferSyntax(), gdcm.ImageWriter()
    reader.SetFileName(str(path))
    assert reader.Read()
    change.SetTransferSyntax(gdcm.TransferSyntax(getattr(gdcm.TransferSyntax, syntax)))
    change.SetInput(reader.GetImage())
    assert change.Change()
    writer.SetFileName(str(path))
    writer.SetFile(reader.GetFile())
    writer.SetImage(change.GetOutput())
    assert writer.Write()
    return path
