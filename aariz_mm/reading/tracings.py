"""Tracings of results and annotations: from their files to SVG, PNG or PDF."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from aariz_mm.files import file_sha256, load_json, write_file
from aariz_mm.geometry import inside_image
from aariz_mm.intake.uprighting import map_homogeneous
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.radiographs.formats import IMAGE_SUFFIXES
from aariz_mm.tracing import Tracing, plain_title, trace, tracing_pdf, tracing_png, tracing_svg
from aariz_mm.visualization import encode_png

from .traced_places import check_nearness, check_told, read_places
from .tracing_seals import check_tracing_path, seal_tracing

__all__ = ['TRACING_KINDS', 'TracedFile', 'encode_tracing', 'find_radiograph', 'load_traced', 'radiograph_places',
           'trace_content', 'tracing_path', 'write_tracing']  # fmt: skip

TRACING_KINDS = ('svg', 'png', 'pdf')
"""Endings of files that a tracing is written to."""
_CURE = 'name a result of aariz-mm read or an annotation in the layout of the dataset'


@dataclass(frozen=True)
class TracedFile:
    """What the file of a result or an annotation holds of its radiograph."""

    path: Path
    content: Mapping[str, Any]

    @property
    def name(self) -> str:
        """Of the radiograph, for titles."""
        return str(self.content.get('ceph_id') or self.path.stem)


def load_traced(path: str | Path) -> TracedFile:
    """The file of a result or of an annotation.

    Errors:
        FileNotFoundError, ValueError: no such file, or neither of both, as a radiograph or a folder.
    """
    path = Path(path)
    if path.is_dir():
        raise ValueError(f'{path}: a folder; name the JSON files in it')
    if path.suffix.lower() in IMAGE_SUFFIXES and path.is_file():
        raise ValueError(f'{path}: a radiograph; read it with aariz-mm read, then name its JSON file')
    content = load_json(path, _CURE)
    if not isinstance(content, dict) or not isinstance(content.get('landmarks'), list) or not content['landmarks']:
        raise ValueError(f'{path}: no landmarks in it; {_CURE}')
    check_told(content, path)
    return TracedFile(path, content)


def radiograph_places(traced: TracedFile) -> tuple[Path, ...]:
    """Where the radiograph of a result may lie: where it was, and beside the result.

    A name that no file can have, as of 300 letters, is none.
    """
    named = traced.content.get('file')
    if not named or not traced.content.get('image_sha256'):
        return ()
    return tuple(filter(_can_be, (Path(str(named)), traced.path.parent / Path(str(named)).name)))


def _can_be(place: Path) -> bool:
    try:
        place.is_file()
    except (OSError, ValueError):
        return False
    return True


def find_radiograph(traced: TracedFile) -> Path | None:
    """The radiograph of a result, where it was or beside it, unchanged; None where it is neither."""
    sha256 = traced.content.get('image_sha256')
    for place in radiograph_places(traced):
        if place.is_file() and file_sha256(place) == sha256:
            return place
    return None


def trace_content(
    content: Mapping[str, Any],
    image_size: tuple[int, int] | None = None,
    pixel_size_mm: float | None = None,
    where: Path = Path('result'),
) -> Tracing:
    """The tracing of a result or an annotation.

    What lies outside the picture is not there, as for measurements. Of a photograph of a film, the landmarks are laid
    flat, so that angles are those of its result; such a tracing does not lie on the photograph.

    Args:
        image_size: (w, h) of the radiograph; that in the content by default. pixel_size_mm: instead of that in the
            content. where: the file, for messages.
    Errors:
        ValueError: a landmark that is unknown, twice there, without a finite place or absurdly far off.
    """
    image_size = image_size or content.get('image_size')
    pixel_size_mm = content.get('pixel_size_mm') if pixel_size_mm is None else pixel_size_mm
    points, ellipses = read_places(content, where)
    check_nearness(points, where)
    if image_size is not None:
        points[~inside_image(points, image_size)] = np.nan
    if content.get('flattening') is not None:
        points, ellipses, image_size = map_homogeneous(np.array(content['flattening']), points), None, None
    return trace(points, SYMBOLS, pixel_size_mm, ellipses, image_size)


def encode_tracing(
    tracing: Tracing,
    kind: str,
    image: np.ndarray | None = None,
    theme: str | None = None,
    layers: Iterable[str] | None = None,
    title: str = '',
    true_size: bool = False,
    max_side: int = 1400,
) -> bytes:
    """The content of a file, sealed, so that it is known as ours where it is to be replaced.

    Args:
        kind: of :data:`TRACING_KINDS`. image: the radiograph below the tracing; left out where the tracing has another
            frame. theme: by default 'print' for PDF, else 'dark' on a radiograph and 'light' without one.
        true_size: of a PDF. max_side: of a PNG, px.
    """
    image, title = None if tracing.image_size is None else image, plain_title(title)
    if theme is None:
        theme = 'print' if kind == 'pdf' else 'light' if image is None else 'dark'
    if kind == 'svg':
        data = tracing_svg(tracing, image, theme, layers, title).encode()
    elif kind == 'pdf':
        data = tracing_pdf(tracing, image, theme, layers, title, true_size)
    else:
        data = encode_png(tracing_png(tracing, image, theme, layers, max_side))
    return seal_tracing(data)


def tracing_path(out_dir: str | Path, result: str, kind: str) -> Path:
    """Path of the tracing of a :class:`~aariz_mm.radiographs.listing.RadiographFile`."""
    return Path(out_dir) / f'{result}_tracing.{kind}'


def write_tracing(
    content: Mapping[str, Any], image: np.ndarray, out_dir: str | Path, result: str, kind: str, max_side: int
) -> Path:
    """Write ``<result>_tracing.<kind>`` on the radiograph; a PDF is in black lines, without it.

    Errors:
        ValueError: a file is there that is no tracing of ours, or was changed since.
    """
    path = check_tracing_path(tracing_path(out_dir, result, kind), 'move it away, or give another --out-dir')
    tracing = trace_content(content, image.shape[1::-1])
    below = None if kind == 'pdf' else image
    data = encode_tracing(tracing, kind, below, title=str(content.get('ceph_id', '')), max_side=max_side)
    return write_file(path, data)
