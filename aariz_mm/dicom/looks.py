"""How an image is seen by its own header, for a presentation state that keeps it so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from aariz_mm.radiographs.dicom_values import is_stated, items_of, numbers_of, text_of

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

__all__ = ['looks_of']


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
        return ModalityLUTTransformation(modality_lut=ModalityLUT(kind, *table))
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
    return {} if table is None else dict(voi_luts=[VOILUT(*table)])


def _table(source: Dataset, keyword: str) -> tuple[int, Any] | None:
    """First stored value and entries of the first look-up table of a sequence; None where there is no whole one."""
    items = items_of(source, keyword)
    if not items or not is_stated(items[0], 'LUTData'):
        return None
    count, first, bits = (*numbers_of(items[0], 'LUTDescriptor'), 0, 0, 0)[:3]
    data = items[0]['LUTData'].value
    entries = np.frombuffer(data, '<u2') if isinstance(data, bytes) else np.array(numbers_of(items[0], 'LUTData'))
    count = int(count) or 65536
    if len(entries) != count or not 8 <= bits <= 16 or entries.min() < 0 or entries.max() >= 2**bits:
        return None
    return int(first), entries.astype(np.uint16 if bits > 8 else np.uint8)
