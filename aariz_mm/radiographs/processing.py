"""What programs and devices do to the greys of a radiograph on its way to us. All (h, w) uint8; a copy, or as it is."""

from __future__ import annotations

import cv2
import numpy as np

__all__ = ['add_noise', 'bend_greys', 'blur_grey', 'compress', 'equalize', 'sharpen', 'stretch_contrast']

_FULL_SD_PX = 2.0
"""Up to this standard deviation a blur is made of all pixels; a wider one is the same on fewer and takes less time."""


def bend_greys(image: np.ndarray, gamma: float) -> np.ndarray:
    """``255 * (grey / 255) ** gamma`` of any shape; 0 and 255 stay."""
    return _look_up(image, 255 * (np.arange(256) / 255) ** gamma)


def stretch_contrast(image: np.ndarray, factor: float, shift: float = 0.0) -> np.ndarray:
    """``(grey - 127.5) * factor + 127.5 + shift`` of any shape, cut to 0-255."""
    return _look_up(image, np.clip((np.arange(256) - 127.5) * factor + 127.5 + shift, 0, 255))


def _look_up(image: np.ndarray, table: np.ndarray) -> np.ndarray:
    """Each grey value of an image (h, w) or (h, w, C) replaced by that of a table of 256, rounded."""
    return cv2.LUT(image, table.round().astype(np.uint8)).reshape(image.shape)


def add_noise(image: np.ndarray, sd: float, rng: np.random.Generator) -> np.ndarray:
    """Grey noise of a standard deviation, the same in all channels, cut to 0-255."""
    noise = rng.standard_normal(image.shape[:2], dtype=np.float32) * np.float32(sd)
    channels = 1 if image.ndim == 2 else image.shape[2]
    noisy = cv2.add(image, cv2.merge([noise] * channels), dtype=cv2.CV_32F)
    np.rint(np.clip(noisy, 0, 255, out=noisy), out=noisy)
    return noisy.astype(np.uint8).reshape(image.shape)


def blur_grey(grey: np.ndarray, sd_px: float) -> np.ndarray:
    """Gaussian blur of (h, w), its border repeated; hardly any standard deviation leaves it as it is."""
    if sd_px < 0.05:
        return grey
    step = max(int(sd_px / _FULL_SD_PX), 1)
    if step == 1:
        return cv2.GaussianBlur(grey, (0, 0), sd_px, borderType=cv2.BORDER_REPLICATE)
    size = grey.shape[1::-1]
    small = cv2.resize(grey, [max(side // step, 1) for side in size], interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), sd_px / step, borderType=cv2.BORDER_REPLICATE)
    return cv2.resize(small, size, interpolation=cv2.INTER_LINEAR)


def sharpen(grey: np.ndarray, amount: float, sd_px: float) -> np.ndarray:
    """Unsharp mask: ``amount`` times what a blur takes away is added, cut to 0-255."""
    return cv2.addWeighted(grey, 1 + amount, blur_grey(grey, sd_px), -amount, 0)


def equalize(grey: np.ndarray, tiles: int, clip: float) -> np.ndarray:
    """The histogram evened out, of the whole picture (one tile) or of tiles x tiles with a limit of contrast, CLAHE."""
    return cv2.equalizeHist(grey) if tiles == 1 else cv2.createCLAHE(clip, (tiles, tiles)).apply(grey)


def compress(grey: np.ndarray, quality: int) -> np.ndarray:
    """(h, w) as JPEG of a quality of 1 to 100 gives it back."""
    return cv2.imdecode(cv2.imencode('.jpg', grey, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_GRAYSCALE)
