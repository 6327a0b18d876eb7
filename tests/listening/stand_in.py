"""A stand-in for the model and for the objects that are sent, light enough for the many processes of the tests."""

import hashlib
import os
import time

import numpy as np

from aariz_mm.intake.refusal import NotACephalogramError
from aariz_mm.landmarks import SUBSETS
from aariz_mm.predictions import LandmarkPrediction

SYMBOLS = tuple(SUBSETS['isbi19'])
OTHER, DEADLY, SLOW = 61, 62, 63
"""Widths of pictures of which the stand-in says that they are no cephalogram, of those that end it, and slow ones."""


class StandIn:
    """Finds landmarks on a diagonal, at once."""

    takes_opened = True

    def __call__(self, opened, pixel_size_mm=None):
        height, width = opened.grey.shape
        if width == OTHER:
            raise NotACephalogramError(str(opened.path), 'it shows a hand')
        if width == DEADLY:
            os._exit(1)
        if width == SLOW:
            time.sleep(0.7)
        places = np.linspace(5, min(height, width) - 5, len(SYMBOLS))
        points = np.stack([places, places], axis=1)
        return LandmarkPrediction(opened.path, SYMBOLS, points, np.ones(len(SYMBOLS)), pixel_size_mm or 0.25)


def small_reports(content, source, grey, kinds):
    """Objects in place of reports, made at once: each says of which radiograph it is."""
    assert len(content['landmarks']) == len(SYMBOLS)
    return {kind: small_report(source, kind) for kind in kinds}


def small_report(source, kind):
    from pydicom.dataset import Dataset, FileMetaDataset
    from pydicom.uid import ComprehensiveSRStorage, ExplicitVRLittleEndian

    made = Dataset()
    made.file_meta = FileMetaDataset()
    made.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    made.SOPClassUID, made.Modality = ComprehensiveSRStorage, 'SR'
    made.SOPInstanceUID = f'2.25.{int(hashlib.sha256((source.SOPInstanceUID + kind).encode()).hexdigest()[:30], 16)}'
    made.PatientName, made.PatientID = source.PatientName, source.PatientID
    one, series, study = Dataset(), Dataset(), Dataset()
    one.ReferencedSOPInstanceUID, one.ReferencedSOPClassUID = source.SOPInstanceUID, source.SOPClassUID
    series.ReferencedSOPSequence, study.ReferencedSeriesSequence = [one], [series]
    made.CurrentRequestedProcedureEvidenceSequence = [study]
    return made
