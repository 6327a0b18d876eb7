"""A result as a softcopy presentation state: landmarks and tracing that a viewer lays over the radiograph."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from aariz_mm.extras import require
from aariz_mm.radiographs.dicom import quiet_dicom
from aariz_mm.radiographs.dicom_values import whole_of

from .graphics import graphic_annotations, shown_tracing
from .identifiers import content_digest
from .landmark_groups import placed_landmarks
from .looks import colors_of, looks_of
from .makers import bundles_of, equipment
from .objects import BODY_PART, finish, numbers_of_object
from .sources import check_source, reference_to

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

__all__ = ['presentation_state']

_LABEL, _DESCRIPTION = 'CEPHALOMETRY', 'Landmarks and tracing, not for diagnosis'


def presentation_state(content: Mapping[str, Any], source: Dataset, created: datetime | None = None) -> Dataset:
    """Landmarks, symbols, planes and outlines of a result in layers over the image, which keeps its window.

    Greyscale Softcopy Presentation State, or Color for an image in colour. Of a photograph of a film, landmarks and
    symbols alone. UIDs and arguments are as for :func:`~aariz_mm.dicom.structured_report.structured_report`.

    Errors:
        ImportError: highdicom is not installed.
        ValueError: the source is no image, or another one; or the result has no landmark on it, or is damaged.
    """
    require('highdicom')
    size = check_source(content, source)
    at, tracing = placed_landmarks(content, size), shown_tracing(content, size)
    with quiet_dicom():
        image = reference_to(source)
        annotations, layers = graphic_annotations(tracing, at, image)
        return _make(content, image, source, annotations, layers, created)


def _make(
    content: Mapping[str, Any], image: Dataset, source: Dataset, annotations: list, layers: list,
    created: datetime | None,
) -> Dataset:  # fmt: skip
    from highdicom.pr import ColorSoftcopyPresentationState, GrayscaleSoftcopyPresentationState

    is_grey = (whole_of(source, 'SamplesPerPixel') or 1) == 1
    image.SamplesPerPixel = 1 if is_grey else 3
    kind = GrayscaleSoftcopyPresentationState if is_grey else ColorSoftcopyPresentationState
    made = kind(
        [image],
        device_serial_number=next((sha256 for _, sha256 in bundles_of(content) if sha256), 'unknown')[:64],
        content_label=_LABEL,
        content_description=_DESCRIPTION,
        graphic_annotations=annotations,
        graphic_layers=layers,
        series_description='Cephalometric tracing, not for diagnosis',
        **(looks_of(source) if is_grey else colors_of(source)),
        **numbers_of_object('gsps', image, content_digest(content)),
        **equipment(),
    )
    made.BodyPartExamined = BODY_PART
    return finish(made, created)
