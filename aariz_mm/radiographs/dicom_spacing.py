"""Millimetres of a pixel of a DICOM radiograph and where they come from (PS3.3 10.7, C.8.7.1, C.8.11.7).

Imager Pixel Spacing is measured at the detector, where the head is magnified. Pixel Spacing is measured in the patient
only where it was calibrated: where the file says so, or where it differs from the former.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from aariz_mm.radiographs.dicom_values import is_stated, numbers_of, text_of
from aariz_mm.radiographs.resolution import PLAUSIBLE_PIXEL_SIZE_MM, check_square_resolution

__all__ = ['dicom_pixel_size']

_SAME = 0.001
"""Relative difference up to which two spacings are one; files round them to four or five digits."""
_CALIBRATED = ('GEOMETRY', 'FIDUCIAL')
_NAMES = {
    'PixelSpacing': 'Pixel Spacing',
    'ImagerPixelSpacing': 'Imager Pixel Spacing',
    'NominalScannedPixelSpacing': 'Nominal Scanned Pixel Spacing',
}
_MAGNIFICATIONS = (1.0, 1.5)
"""Lateral cephalographs magnify by 1.05 to 1.2."""
_CONTAINED = 'lengths contain the magnification, typically about 10 %'


@dataclass(frozen=True)
class _Spacing:
    """mm along x and y as one number, and whether it is measured in the patient."""

    keyword: str
    mm: float
    in_patient: bool = False

    @property
    def name(self) -> str:
        return _NAMES[self.keyword]


def dicom_pixel_size(dataset: Any, name: str) -> tuple[float | None, str, tuple[str, ...], float | None]:
    """Millimetres per pixel, their source in words, notes on what was not used, and the magnification in them.

    Args:
        name: of the file, for the error.
    Returns:
        None and '' where the file states no usable size. The magnification is 1 where the size is measured in the
        patient, None where it is unknown.
    Errors:
        NotSquareError: the pixels are not square.
    """
    notes: list[str] = []
    pixel, imager, scanned = (_read_spacing(dataset, keyword, name, notes) for keyword in _NAMES)
    detector = imager or scanned
    if pixel is not None and _is_calibrated(dataset, pixel, detector):
        return pixel.mm, f'Pixel Spacing of the DICOM file, calibrated {_how_calibrated(dataset)}', tuple(notes), 1.0
    if imager is not None:
        size, source, more, magnification = _at_patient(dataset, imager)
        return size, source, (*notes, *more), magnification
    if scanned is not None:
        source = f'{scanned.name} of the DICOM file, measured on the scanned film: {_CONTAINED}'
        return scanned.mm, source, tuple(notes), None
    if pixel is not None:
        source = f'Pixel Spacing of the DICOM file; unless it was calibrated, {_CONTAINED}'
        return pixel.mm, source, tuple(notes), None
    return None, '', tuple(notes), None


def _read_spacing(dataset: Any, keyword: str, name: str, notes: list[str]) -> _Spacing | None:
    """A spacing that can be one of a cephalogram; what cannot is noted."""
    if not is_stated(dataset, keyword):
        return None
    values = numbers_of(dataset, keyword)
    if len(values) != 2:
        notes.append(f'{_NAMES[keyword]} holds {len(values) or "no"} numbers, expected two: not used')
        return None
    low, high = PLAUSIBLE_PIXEL_SIZE_MM
    if not any(low <= value <= high for value in values):
        notes.append(
            f'{_NAMES[keyword]} is {values[0]:g} x {values[1]:g} mm, expected {low:g} to {high:g} mm: not used'
        )
        return None
    if not all(value > 0 for value in values):
        notes.append(f'{_NAMES[keyword]} is {values[0]:g} x {values[1]:g} mm: not used')
        return None
    check_square_resolution((values[1], values[0]), name)
    return _Spacing(keyword, values[0])


def _is_calibrated(dataset: Any, pixel: _Spacing, detector: _Spacing | None) -> bool:
    if text_of(dataset, 'PixelSpacingCalibrationType').upper() in _CALIBRATED:
        return True
    return detector is not None and abs(pixel.mm / detector.mm - 1) > _SAME


def _how_calibrated(dataset: Any) -> str:
    how = {
        'GEOMETRY': 'at the patient by the geometry of the device',
        'FIDUCIAL': 'by an object of known size',
    }
    kind = text_of(dataset, 'PixelSpacingCalibrationType').upper()
    return how.get(kind, 'at the patient (it differs from the spacing at the detector)')


def _at_patient(dataset: Any, imager: _Spacing) -> tuple[float, str, tuple[str, ...], float | None]:
    """The spacing at the detector, divided by the magnification where the file states a possible one."""
    notes = []
    low, high = _MAGNIFICATIONS
    for factor, said in _magnifications(dataset):
        if low <= factor <= high:
            source = f'{imager.name} of the DICOM file, divided by the magnification of {factor:.4g} ({said})'
            return imager.mm / factor, source, tuple(notes), 1.0
        notes.append(f'a magnification of {factor:.4g} ({said}) is none of a cephalograph: not used')
    source = f'{imager.name} of the DICOM file, measured at the detector: {_CONTAINED}'
    return imager.mm, source, tuple(notes), None


def _magnifications(dataset: Any) -> Iterator[tuple[float, str]]:
    """What the file states of the magnification, and where."""
    for factor in numbers_of(dataset, 'EstimatedRadiographicMagnificationFactor')[:1]:
        yield factor, 'Estimated Radiographic Magnification Factor'
    detector, patient = numbers_of(dataset, 'DistanceSourceToDetector'), numbers_of(dataset, 'DistanceSourceToPatient')
    if detector and patient and patient[0] > 0:
        yield detector[0] / patient[0], 'distance of the source to the detector by that to the patient'
