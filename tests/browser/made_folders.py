"""Folders of synthetic radiographs for the review page."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from dicom_files import write_dicom

from aariz_mm.phantom import Phantom, draw_indexed_phantom

LARGE = (2400, 3000)


def draw(index: int, size: tuple[int, int] = (600, 730)) -> Phantom:
    """Phantom number ``index``, always the same."""
    return draw_indexed_phantom(7, 'train', index, size)


def write_png(path: Path, pixels: np.ndarray) -> Path:
    """Write grey pixels of 8 or 16 bits; returns the path."""
    path.write_bytes(cv2.imencode('.png', pixels, [cv2.IMWRITE_PNG_COMPRESSION, 1])[1].tobytes())
    return path


def write_small(folder: Path, names: tuple[str, ...], size: tuple[int, int] = (600, 730)) -> Path:
    """A folder of phantoms under the names, with endings; each is another head."""
    folder.mkdir(parents=True)
    for index, name in enumerate(names):
        write_png(folder / name, draw(index, size).image)
    return folder


def write_many(folder: Path, count: int, heads: int) -> Path:
    """A folder of so many small radiographs, made of a few heads in turn; no two files are the same."""
    folder.mkdir(parents=True)
    images = [draw(index, (240, 290)).image for index in range(heads)]
    for index in range(count):
        pixels = images[index % heads].copy()
        pixels[0, :2] = divmod(index, 256)
        write_png(folder / f'case_{index:03d}.png', pixels)
    return folder


def large_pixels() -> tuple[np.ndarray, float]:
    """A radiograph of 2400 x 3000 pixels with 16 bits, and its pixel size in mm; noise fills the last bits."""
    phantom = draw(0, LARGE)
    image = cv2.resize(phantom.image, LARGE, interpolation=cv2.INTER_CUBIC).astype(np.float32)
    noise = np.random.default_rng(0).normal(0, 40, image.shape)
    return np.clip(image * 250 + 800 + noise, 0, 65535).astype(np.uint16), phantom.pixel_size_mm


def write_large(folder: Path) -> Path:
    """A folder with the radiograph of :func:`large_pixels` as PNG and as DICOM, which states its pixel size."""
    folder.mkdir(parents=True)
    pixels, pixel_size_mm = large_pixels()
    write_png(folder / 'large.png', pixels)
    write_dicom(
        folder / 'large.dcm', pixels=pixels, bits=16, PixelSpacing=[round(pixel_size_mm, 6)] * 2, PatientSex='F'
    )
    return folder
