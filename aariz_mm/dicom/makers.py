"""Who made an object: the program as equipment, observer and algorithm, and the person who corrected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import aariz_mm

from .identifiers import made_uid

__all__ = ['MAKER', 'algorithm', 'bundles_of', 'equipment', 'observers', 'reader_of']

MAKER = 'aariz_mm'
"""Manufacturer in everything that is written; by it a file of ours is known."""
_TEXT_LENGTH = 64


def equipment() -> dict[str, Any]:
    """Arguments of highdicom that every object has: equipment and character set."""
    return dict(
        manufacturer=MAKER,
        manufacturer_model_name=MAKER,
        software_versions=aariz_mm.__version__,
        specific_character_set='ISO_IR 192',
    )


def bundles_of(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Name and SHA-256 of the bundles that a result was read with; none where it does not say."""
    made_with = content.get('made_with')
    named = made_with.get('bundles') if isinstance(made_with, Mapping) else None
    found = [one for one in named or () if isinstance(one, Mapping)] if isinstance(named, list) else []
    return [(str(one.get('name') or 'unnamed'), str(one.get('sha256') or '')) for one in found]


def reader_of(content: Mapping[str, Any]) -> str:
    """Who corrected a result, as the review says; '' where nobody is named."""
    reader = content.get('reader')
    return reader.strip()[:_TEXT_LENGTH] if isinstance(reader, str) else ''


def observers(content: Mapping[str, Any]) -> Any:
    """The program, and the person who corrected where one is named, as an observation context (TID 1001)."""
    from highdicom.sr import DeviceObserverIdentifyingAttributes as Device
    from highdicom.sr import ObservationContext, ObserverContext
    from highdicom.sr import PersonObserverIdentifyingAttributes as Person
    from pydicom.sr.codedict import codes

    device = Device(
        made_uid('device', _version(content), *(sha256 for _, sha256 in bundles_of(content))),
        name=MAKER,
        manufacturer_name=MAKER,
        model_name=_version(content),
    )
    reader = reader_of(content)
    person = ObserverContext(codes.DCM.Person, Person(reader)) if reader else None
    return ObservationContext(
        observer_person_context=person, observer_device_context=ObserverContext(codes.DCM.Device, device)
    )


def algorithm(content: Mapping[str, Any], kind: str) -> Any:
    """The bundles whose names begin with ``kind``, 'ceph' or 'cvm', by name, version and SHA-256; None without any.

    Names of bundles of a user's own may begin in any way: where none begins so, all are named.
    """
    from highdicom.sr import AlgorithmIdentification

    bundles = bundles_of(content)
    chosen = [one for one in bundles if one[0].startswith(kind)] or bundles
    if not chosen:
        return None
    name = ' + '.join(name for name, _ in chosen)
    parameters = [f'{name} SHA-256 {sha256}' for name, sha256 in chosen if sha256]
    return AlgorithmIdentification(name, _version(content), parameters or None, manufacturer=MAKER)


def _version(content: Mapping[str, Any]) -> str:
    """The program that read, such as 'aariz_mm 0.1.0'."""
    made_with = content.get('made_with')
    program = made_with.get('program') if isinstance(made_with, Mapping) else None
    return str(program or f'{MAKER} of unknown version')[:_TEXT_LENGTH]
