"""Sentences of a report: that it is not for diagnosis, how sure it is, and what its result warns of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from aariz_mm.number_text import is_absent

from .entries import entries_of, finite, words
from .vocabulary import public_code

__all__ = ['NOT_FOR_DIAGNOSIS', 'sentences', 'statements']

NOT_FOR_DIAGNOSIS = 'Not for diagnosis: made by research software, which no treatment may rest on.'

_EVALUATIONS = ('C0034375', 'Qualitative Evaluations', 'UMLS')


def statements(content: Mapping[str, Any]) -> Any:
    """The container 'Qualitative Evaluations' of TID 1500 with a comment for each of :func:`sentences`."""
    from highdicom.sr import ContainerContentItem, ContentSequence, TextContentItem
    from highdicom.sr.enum import RelationshipTypeValues
    from pydicom.sr.codedict import codes

    contains = RelationshipTypeValues.CONTAINS
    made = ContainerContentItem(public_code(*_EVALUATIONS), relationship_type=contains)
    made.ContentSequence = ContentSequence(
        TextContentItem(codes.DCM.Comment, text, relationship_type=contains) for text in sentences(content)
    )
    return made


def sentences(content: Mapping[str, Any]) -> Iterator[str]:
    """What has to be known of a result besides its numbers."""
    yield NOT_FOR_DIAGNOSIS
    if content.get('corrected'):
        yield 'A person corrected the landmarks; the doubt that the model told of them no longer holds.'
    levels = {finite(one.get('level')) for one in entries_of(content, 'measurements')} - {None}
    for level in sorted(levels):
        yield (
            f'The ranges of uncertainty of the measurements hold the value {100 * level:g} % of the time on '
            'radiographs like those that the model was calibrated with.'
        )
    yield from _scale(content)
    if content.get('flattening') is not None:
        yield 'The image is a photograph of a film: landmarks are of it, measurements of the film laid flat.'
    for text in (content.get('turn'), *_listed(content.get('warnings'))):
        if words(text):
            yield words(text)


def _scale(content: Mapping[str, Any]) -> Iterator[str]:
    pixel_size, magnification = finite(content.get('pixel_size_mm')), finite(content.get('magnification'))
    if is_absent(pixel_size):
        yield 'The pixel size is unknown, so no length is measured.'
        return
    source = words(content.get('pixel_size_source'))
    yield f'Lengths are by {pixel_size:g} mm per pixel{f" ({source})" if source else ""}; ' + (
        'their magnification is unknown.' if magnification is None else f'their magnification is {magnification:g}.'
    )


def _listed(texts: Any) -> list:
    return list(texts) if isinstance(texts, list | tuple) else []
