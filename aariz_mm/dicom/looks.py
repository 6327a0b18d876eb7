"""How an image is seen by its own header, for a presentation state that keeps it so."""

from __future__ import annotations

import pkgutil
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import numpy as np

from aariz_mm.radiographs.dicom_values import bytes_of, is_stated, items_of, numbers_of, text_of

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

__all__ = ['colors_of', 'looks_of']

_ICC_CLASSES = (b'scnr', b'spac')
"""Of profiles, by bytes 12 to 16: those that an image may have (PS3.3 C.11.15)."""


def looks_of(source: Dataset) -> dict[str, Any]:
    """Arguments of highdicom for a grey image: rescaled, windowed, and inverted where it is MONOCHROME1.

    The first VOI LUT counts, else the first window; damaged tables are left out.
    """
    from highdicom.pr import SoftcopyVOILUTTransformation
    from highdicom.pr.content import PresentationLUTTransformation

    shape = text_of(source, 'PresentationLUTShape').upper()
    is_inverse = text_of(source, 'PhotometricInterpretation').upper() == 'MONOCHROME1' or shape == 'INVERSE'
    looks = dict(presentation_lut_transformation=PresentationLUTTransformation('INVERSE' if is_inverse else 'IDENTITY'))
    modality = _modality_lut(source)
    if modality is not None:
        looks['modality_lut_transformation'] = modality
    window = _voi_lut(source) or _window(source)
    if window:
        looks['voi_lut_transformations'] = [SoftcopyVOILUTTransformation(**window)]
    return looks


def colors_of(source: Dataset) -> dict[str, Any]:
    """Arguments of highdicom for an image in colour: its own ICC profile, or sRGB where it has none for images."""
    profile = bytes_of(source, 'ICCProfile')
    if profile[12:16] not in _ICC_CLASSES or profile[16:20] != b'RGB ':
        profile = pkgutil.get_data('highdicom', '_icc_profiles/sRGB_v4_ICC_preference.icc')
    return dict(icc_profile=profile)


def _window(source: Dataset) -> dict[str, Any]:
    """The first window, with its function; a width below 1 is none, but for LINEAR_EXACT and SIGMOID."""
    centers, widths = numbers_of(source, 'WindowCenter'), numbers_of(source, 'WindowWidth')
    function = text_of(source, 'VOILUTFunction').upper()
    function = function if function in ('LINEAR', 'LINEAR_EXACT', 'SIGMOID') else None
    if not centers or not widths or not widths[0] >= (1 if function in (None, 'LINEAR') else 1e-6):
        return {}
    found = dict(window_center=_decimal(centers[0]), window_width=_decimal(widths[0]))
    return found if function is None else found | dict(voi_lut_function=function)


def _decimal(value: float) -> float:
    """A number that a decimal string of 16 letters holds."""
    return float(f'{value:.8g}')


def _modality_lut(source: Dataset) -> Any | None:
    from highdicom import ModalityLUT, ModalityLUTTransformation

    table = _table(source, 'ModalityLUTSequence')
    if table is not None:
        kind = text_of(items_of(source, 'ModalityLUTSequence')[0], 'ModalityLUTType') or 'US'
        return ModalityLUTTransformation(modality_lut=_described(ModalityLUT(kind, 0, table[1]), table[0]))
    slopes, intercepts = numbers_of(source, 'RescaleSlope'), numbers_of(source, 'RescaleIntercept')
    if not slopes or not slopes[0]:
        return None
    return ModalityLUTTransformation(
        rescale_intercept=_decimal(intercepts[0]) if intercepts else 0,
        rescale_slope=_decimal(slopes[0]),
        rescale_type=text_of(source, 'RescaleType') or 'US',
    )


def _voi_lut(source: Dataset) -> dict[str, Any]:
    from highdicom import VOILUT

    table = _table(source, 'VOILUTSequence')
    return {} if table is None else dict(voi_luts=[_described(VOILUT(0, table[1]), table[0])])


def _described(lut: Any, descriptor: Any) -> Any:
    """A table of highdicom with the descriptor of the source: it would say that 12-bit entries have 16 bits."""
    lut['LUTDescriptor'] = descriptor
    return lut


def _table(source: Dataset, keyword: str) -> tuple[Any, np.ndarray] | None:
    """Descriptor and entries of the first look-up table of a sequence; None where there is no whole one."""
    items = items_of(source, keyword)
    if not items or not is_stated(items[0], 'LUTData') or len(numbers_of(items[0], 'LUTDescriptor')) != 3:
        return None
    count, _, bits = (int(number) for number in numbers_of(items[0], 'LUTDescriptor'))
    data = bytes_of(items[0], 'LUTData')
    if len(data) % 2:
        return None
    entries = np.frombuffer(data, '<u2') if data else np.array(numbers_of(items[0], 'LUTData'))
    if len(entries) != (count or 65536) or not 8 <= bits <= 16 or entries.min() < 0 or entries.max() >= 2**bits:
        return None
    return deepcopy(items[0]['LUTDescriptor']), entries.astype(np.uint16)
