"""Whether a radiograph is the one that a result or an annotation is of, before its tracing is laid on it."""

from __future__ import annotations

from collections.abc import Sequence
from os.path import commonpath
from pathlib import Path

import numpy as np

from aariz_mm.files import file_sha256
from aariz_mm.geometry import inside_image
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.radiographs.file_names import file_safe, name_key, unused_name

from .traced_places import read_places
from .tracings import TracedFile, find_radiograph, radiograph_places

__all__ = ['choose_radiograph', 'describe_doubts', 'fit_radiograph', 'name_tracings']

_ALONE = 'or --no-radiograph to draw the tracing alone'


def choose_radiograph(traced: TracedFile, image: str | Path | None = None, needed: bool = True) -> Path | None:
    """The radiograph of a result or annotation, unchanged since it was read.

    Args:
        image: what the user names; by default it is looked for. needed: whether it is to be drawn.
    Returns:
        Its path; None where none is named and none was found.
    Errors:
        FileNotFoundError: what the user names is not there.
        ValueError: it is another file than the one that was read.
    """
    if image is None:
        found = find_radiograph(traced)
        changed = next((place for place in radiograph_places(traced) if place.is_file()), None)
        if found is None and changed is not None and needed:
            raise ValueError(
                f'{changed}: not the radiograph that {traced.path} was read from, or changed since (another SHA-256); '
                f'give --image with that one, read this one again, {_ALONE}'
            )
        return found
    image, sha256 = Path(image), traced.content.get('image_sha256')
    if not image.is_file():
        raise FileNotFoundError(f'{image}: no such radiograph; give another --image')
    if sha256 and file_sha256(image) != sha256:
        was = traced.content.get('file') or traced.name
        raise ValueError(
            f'{image}: not the radiograph that {traced.path} was read from, {was} (another SHA-256); give --image with '
            f'that one, read this one again, {_ALONE}'
        )
    return image


def fit_radiograph(traced: TracedFile, image: Path, size: tuple[int, int]) -> None:
    """Check that a radiograph has the size that is told, or, of a file without a hash, that every landmark lies on it.

    Args:
        size: (w, h) of the radiograph, px.
    Errors:
        ValueError: it has another size, or a landmark lies outside.
    """
    told, where = traced.content.get('image_size'), f'{image} ({size[0]} x {size[1]} px)'
    if told and tuple(told) != tuple(size):
        raise ValueError(
            f'{where}: {traced.path} is of a radiograph of {told[0]} x {told[1]} px; give --image with that one, '
            f'{_ALONE}'
        )
    outside = _outside(traced, size)
    if outside and not traced.content.get('image_sha256'):
        raise ValueError(
            f'{where}: {", ".join(outside)} of {traced.path} would lie outside it; give --image with the radiograph '
            f'that was annotated, mend the landmark (value null where it is not to be seen), {_ALONE}'
        )


def describe_doubts(traced: TracedFile, image: Path | None, drawn: bool = True) -> list[str]:
    """What a user has to know of a tracing: what was not checked, not found or left out; sentences.

    Args:
        image: the radiograph. drawn: whether one was to be drawn.
    """
    content, told = traced.content, []
    if image is None and drawn:
        told.append('no radiograph was found, so the tracing is drawn alone; --image names one')
    if image is not None and not content.get('image_sha256'):
        checked = 'its size' if content.get('image_size') else 'that the landmarks lie on it: no size is told'
        told.append(
            f'no hash of its radiograph is told, so of {image} was checked only {checked}; '
            f'look whether it is the radiograph of {traced.name}'
        )
    if image is not None and drawn and content.get('flattening') is not None:
        told.append('of a photograph of a film; the tracing is laid flat and drawn without it')
    outside = _outside(traced, content['image_size']) if content.get('image_size') else []
    if outside:
        told.append(f'{", ".join(outside)} outside the picture, left out')
    return [f'{traced.path}: {one}' for one in told]


def name_tracings(files: Sequence[TracedFile]) -> list[str]:
    """What the file of each tracing is called: safe on any system, and never alike.

    The name of the radiograph; where several share it, the path of the source below what all have in common, and what
    is still alike is numbered.
    Example: P1/ceph.json, P2/ceph.json, both of 'ceph' -> 'P1_ceph', 'P2_ceph'
    """
    plain = [file_safe(one.name) for one in files]
    keys = [name_key(name) for name in plain]
    common = commonpath([one.path.resolve().parent for one in files])
    used, names = {key for key in keys if keys.count(key) == 1}, []
    for one, name, key in zip(files, plain, keys, strict=True):
        if keys.count(key) > 1:
            below = one.path.resolve().relative_to(common).with_suffix('')
            name = unused_name(file_safe(below.as_posix()), used)
            used.add(name_key(name))
        names.append(name)
    return names


def _outside(traced: TracedFile, size: Sequence[int]) -> list[str]:
    points = read_places(traced.content, traced.path)[0]
    out = np.isfinite(points).all(axis=1) & ~inside_image(points, size)
    return [SYMBOLS[index] for index in np.flatnonzero(out)]
