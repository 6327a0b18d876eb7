"""Every image file read and decoded once: its hashes, its samples, a thumbnail and its look. Many at a time, memory
bounded."""

from __future__ import annotations

import contextlib
import hashlib
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
from tqdm import tqdm

from aariz_mm.cores import count_cores
from aariz_mm.radiographs.images import read_stored
from aariz_mm.radiographs.resolution import NotSquareError

from .headers import ImageHeader, has_end, read_header
from .looks import Look, look_of

__all__ = ['THUMBNAIL', 'ImageScan', 'PixelBudget', 'scan_image', 'scan_images']

THUMBNAIL = 128
"""Side of the square that an image is squeezed into, px."""
_DECODED_AT_ONCE_PX = 256_000_000
_TAIL_BYTES = 1 << 16


@dataclass(frozen=True)
class ImageScan:
    """What is kept of one image; ``problem`` says why it cannot be read, and then the rest is empty.

    reason: the short name of a problem, as in :class:`~aariz_mm.annotations.problems.ImageProblem`.

    size_px: (w, h) as decoded. file_hash, pixel_hash: of the file's bytes, of the grey pixels. thumbnail: (128, 128)
    float32, of the 8-bit greys, area-averaged, aspect not kept. look: what is compared with other images. lowest,
    highest: stored values. greys_note: what is unusual about their range.
    is_cut_short: the end of the file is missing, though something could be decoded.
    """

    path: Path
    header: ImageHeader = field(default_factory=ImageHeader)
    size_px: tuple[int, int] = (0, 0)
    file_hash: str = ''
    pixel_hash: str = ''
    thumbnail: np.ndarray | None = None
    look: Look | None = None
    lowest: float = 0
    highest: float = 0
    greys_note: str = ''
    is_cut_short: bool = False
    problem: str = ''
    reason: str = 'unreadable image'


class PixelBudget:
    """Lets threads decode at the same time only as long as their images are small enough together.

    Example: with 256 megapixels, two images of 95 megapixels are decoded at once, or a hundred of 2.
    """

    def __init__(self, pixels: int):
        self._total = self._left = pixels
        self._changed = threading.Condition()

    @contextlib.contextmanager
    def reserve(self, pixels: int) -> Iterator[None]:
        """Wait until ``pixels`` are free; an image above the whole budget gets all of it."""
        pixels = min(pixels, self._total)
        with self._changed:
            self._changed.wait_for(lambda: self._left >= pixels)
            self._left -= pixels
        try:
            yield
        finally:
            with self._changed:
                self._left += pixels
                self._changed.notify_all()


def scan_images(paths: Sequence[Path], progress: bool = False, workers: int | None = None) -> dict[Path, ImageScan]:
    """Scan image files on all cores.

    Args:
        progress: show a bar. workers: threads, by default one per core.
    """
    budget = PixelBudget(_DECODED_AT_ONCE_PX)
    # Decoding, hashing and shrinking release the interpreter lock, so threads are enough.
    with ThreadPoolExecutor(max_workers=workers or count_cores()) as pool:
        scans = pool.map(lambda path: scan_image(path, budget), paths)
        bar = tqdm(scans, total=len(paths), desc='examining', unit='image', disable=not progress)
        return dict(zip(paths, bar, strict=True))


def scan_image(path: Path, budget: PixelBudget | None = None) -> ImageScan:
    """Scan one file, within a budget that threads share; whatever is wrong with it stands in ``problem``."""
    try:
        header = read_header(path)
    except OSError as error:
        return ImageScan(path, problem=error.strerror or 'cannot be opened')
    except ValueError as error:
        return _refused(path, ImageHeader(), error)
    width, height = header.size_px
    with (budget or PixelBudget(_DECODED_AT_ONCE_PX)).reserve(width * height):
        return _decode(path, header)


def _decode(path: Path, header: ImageHeader) -> ImageScan:
    try:
        data = path.read_bytes()
        stored = read_stored(path, data)
    except OSError as error:
        return ImageScan(path, problem=str(error).strip())
    except ValueError as error:
        return _refused(path, header, error)
    pixels = stored.pixels
    return ImageScan(
        path=path,
        header=header,
        size_px=pixels.shape[::-1],
        file_hash=_hash(np.frombuffer(data, np.uint8)),
        pixel_hash=_hash(pixels, f'{pixels.shape}{pixels.dtype}'),
        thumbnail=cv2.resize(stored.greys, (THUMBNAIL, THUMBNAIL), interpolation=cv2.INTER_AREA).astype(np.float32),
        look=look_of(stored.greys),
        lowest=float(pixels.min()),
        highest=float(pixels.max()),
        greys_note='; '.join(stored.notes),
        is_cut_short=not has_end(header.format, data[-_TAIL_BYTES:]),
    )


def _refused(path: Path, header: ImageHeader, error: ValueError) -> ImageScan:
    reason = 'pixels not square' if isinstance(error, NotSquareError) else 'unreadable image'
    return ImageScan(path, header, problem=str(error).removeprefix(f'{path}: '), reason=reason)


def _hash(array: np.ndarray, what: str = '') -> str:
    digest = hashlib.blake2b(what.encode(), digest_size=16)
    digest.update(np.ascontiguousarray(array).data)
    return digest.hexdigest()
