"""Radiographs as the viewer asks for them: a pyramid of tiles in their full depth, and the last few kept decoded."""

from __future__ import annotations

import contextlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from aariz_mm.radiographs.deep_greys import DeepGrey, deep_grey
from aariz_mm.radiographs.radiograph import Radiograph, open_with_pixels
from aariz_mm.visualization import encode_jpeg

__all__ = ['TILE', 'OpenPicture', 'PictureCache', 'Tile', 'open_picture', 'thumbnail_of']

TILE = 512
_THUMBNAIL_SIDE = 160


@dataclass(frozen=True)
class Tile:
    """Raw little-endian rows of a part of a level."""

    width: int
    height: int
    data: bytes


@dataclass(frozen=True)
class OpenPicture:
    """A radiograph decoded for the viewer.

    ``radiograph`` has a picture of a few hundred pixels alone; ``levels`` are the pixels in full size and halved by
    area averaging until one tile holds them.
    """

    radiograph: Radiograph
    deep: DeepGrey
    levels: tuple[np.ndarray, ...]

    @property
    def size_px(self) -> tuple[int, int]:
        """(w, h) of level 0."""
        return self.levels[0].shape[1::-1]

    @property
    def nbytes(self) -> int:
        """Bytes that it takes in memory."""
        return sum(level.nbytes for level in self.levels)

    def tile(self, level: int, column: int, row: int) -> Tile | None:
        """A tile; None where there is none."""
        if not (0 <= level < len(self.levels) and column >= 0 and row >= 0):
            return None
        part = self.levels[level][row * TILE : (row + 1) * TILE, column * TILE : (column + 1) * TILE]
        if not part.size:
            return None
        return Tile(part.shape[1], part.shape[0], np.ascontiguousarray(part, part.dtype.newbyteorder('<')).tobytes())


def open_picture(path: str | Path) -> OpenPicture:
    """Decode a radiograph once, for tiles and thumbnail.

    Errors:
        FileNotFoundError, ValueError: as :func:`~aariz_mm.radiographs.radiograph.open_radiograph`.
    """
    radiograph, pixels = open_with_pixels(path)
    deep = deep_grey(pixels, radiograph.grey)
    return OpenPicture(replace(radiograph, grey=_shrunk(radiograph.grey, TILE)), deep, _halved(deep.pixels))


def thumbnail_of(grey: np.ndarray) -> bytes:
    """A JPEG of at most 160 pixels a side, of (H, W) uint8."""
    return encode_jpeg(cv2.cvtColor(_shrunk(grey, _THUMBNAIL_SIDE), cv2.COLOR_GRAY2RGB), 80)


def _shrunk(grey: np.ndarray, most: int) -> np.ndarray:
    factor = min(1.0, most / max(grey.shape))
    size = [max(1, round(side * factor)) for side in grey.shape[::-1]]
    return cv2.resize(grey, size, interpolation=cv2.INTER_AREA)


def _halved(pixels: np.ndarray) -> tuple[np.ndarray, ...]:
    levels = [pixels]
    while max(levels[-1].shape) > TILE:
        size = [max(1, (side + 1) // 2) for side in levels[-1].shape[::-1]]
        levels.append(cv2.resize(levels[-1], size, interpolation=cv2.INTER_AREA))
    return tuple(levels)


class PictureCache:
    """The last few radiographs, decoded; two that ask for one at once wait for one decoding.

    Args:
        open_case: number of a case -> its picture. most, most_bytes: of pictures that are kept.
    """

    def __init__(self, open_case: Callable[[int], OpenPicture], most: int = 3, most_bytes: int = 400 << 20):
        self._open, self._most, self._most_bytes = open_case, most, most_bytes
        self._kept: OrderedDict[int, Future[OpenPicture]] = OrderedDict()
        self._lock = threading.Lock()
        self._ahead = ThreadPoolExecutor(1, 'prefetch')
        self._wanted: int | None = None
        self._is_fetching = False

    def get(self, n: int) -> OpenPicture:
        """The picture of a case.

        Errors:
            FileNotFoundError, ValueError: it cannot be opened; the next call tries again.
        """
        with self._lock:
            future, is_mine = self._kept.get(n), n not in self._kept
            if is_mine:
                future = self._kept[n] = Future()
            self._kept.move_to_end(n)
        if is_mine:
            self._decode(n, future)
        return future.result()

    def get_kept(self, n: int) -> OpenPicture | None:
        """The picture of a case where it is decoded already."""
        with self._lock:
            future = self._kept.get(n)
        return future.result() if future is not None and future.done() and future.exception() is None else None

    def prefetch(self, n: int) -> None:
        """Decode a case in the background, where it is not there, after the one that is being fetched.

        One waits at most, the last one asked for: many visitors would ask for more than can ever be decoded.
        """
        with self._lock:
            if n in self._kept:
                return
            self._wanted, is_idle, self._is_fetching = n, not self._is_fetching, True
        if is_idle:
            self._ahead.submit(self._fetch_ahead)

    def close(self) -> None:
        """Stop what goes on in the background."""
        with self._lock:
            self._wanted = None
        self._ahead.shutdown(wait=False, cancel_futures=True)

    def _fetch_ahead(self) -> None:
        while (n := self._take_wanted()) is not None:
            with contextlib.suppress(Exception):  # told when the case is opened
                self.get(n)

    def _take_wanted(self) -> int | None:
        with self._lock:
            n, self._wanted = self._wanted, None
            self._is_fetching = n is not None
        return n

    def _decode(self, n: int, future: Future[OpenPicture]) -> None:
        try:
            future.set_result(self._open(n))
        except BaseException as error:
            with self._lock:
                self._kept.pop(n, None)
            future.set_exception(error)
            return
        with self._lock:
            self._drop_oldest()

    def _drop_oldest(self) -> None:
        """What is still being decoded stays, and so does the last one."""
        done = {n: future.result().nbytes for n, future in self._kept.items() if future.done()}
        for n in list(done)[:-1]:
            if len(done) <= self._most and sum(done.values()) <= self._most_bytes:
                return
            del done[n], self._kept[n]
