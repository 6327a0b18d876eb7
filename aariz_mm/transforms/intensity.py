"""Random changes of a radiograph's grey values: each draws its parameters in one method and applies them in another."""

from __future__ import annotations

import numpy as np
from mmcv.transforms.utils import cache_randomness
from mmpose.registry import TRANSFORMS

from ..radiographs.processing import add_noise, bend_greys, stretch_contrast
from .channels import change_pixels
from .random_transform import RandomTransform

__all__ = ['RandomBrightnessContrast', 'RandomGamma', 'RandomGaussianNoise']


class _RandomIntensity(RandomTransform):
    """Applies ``apply(img, *draw())`` with probability ``prob``; uint8 in, uint8 out, landmarks untouched."""

    def transform(self, results: dict) -> dict:
        """Replace ``img``; the array that came in is not changed."""
        if self._happens():
            drawn = self.draw()
            results['img'] = change_pixels(results['img'], lambda image: self.apply(image, *drawn))
        return results


@TRANSFORMS.register_module()
class RandomBrightnessContrast(_RandomIntensity):
    """``(grey - 127.5) * contrast + 127.5 + brightness``, as exposure and window settings differ.

    Args:
        brightness: largest shift in grey values (0-255), drawn from [-brightness, brightness].
        contrast: largest relative change of the contrast, drawn from [1 - contrast, 1 + contrast].
    """

    def __init__(self, brightness: float = 25.0, contrast: float = 0.25, prob: float = 0.8):
        super().__init__(prob)
        self.brightness, self.contrast = brightness, contrast

    @cache_randomness
    def draw(self) -> tuple[float, float]:
        """Shift in grey values and contrast factor."""
        shift, change = np.random.uniform(-1, 1, size=2)
        return self.brightness * shift, 1 + self.contrast * change

    @staticmethod
    def apply(image: np.ndarray, shift: float, factor: float) -> np.ndarray:
        """Shift and stretch the grey values, cut to 0-255."""
        return stretch_contrast(image, factor, shift)


@TRANSFORMS.register_module()
class RandomGamma(_RandomIntensity):
    """``255 * (grey / 255) ** gamma``, as film curves differ; log(gamma) is uniform.

    Args:
        max_log_gamma: log(gamma) is drawn from [-max_log_gamma, max_log_gamma]; 0.35 gives gamma 0.70 to 1.42.
    """

    def __init__(self, max_log_gamma: float = 0.35, prob: float = 0.5):
        super().__init__(prob)
        self.max_log_gamma = max_log_gamma

    @cache_randomness
    def draw(self) -> tuple[float]:
        """Gamma."""
        return (float(np.exp(np.random.uniform(-self.max_log_gamma, self.max_log_gamma))),)

    @staticmethod
    def apply(image: np.ndarray, gamma: float) -> np.ndarray:
        """Bend the grey scale; 0 and 255 stay."""
        return bend_greys(image, gamma)


@TRANSFORMS.register_module()
class RandomGaussianNoise(_RandomIntensity):
    """Grey noise, the same in all channels.

    Added keys with ``on_batch``: noise_sd, noise_seed.

    Args:
        max_sd: the noise's standard deviation in grey values is drawn from [0, max_sd].
        on_batch: True draws how strong the noise is and leaves the noise itself to :class:`CephalogramPreprocessor`,
            which makes it for a whole batch on the model's device. It is then the last of all changes.
    """

    def __init__(self, max_sd: float = 10.0, prob: float = 0.5, on_batch: bool = False):
        super().__init__(prob)
        self.max_sd, self.on_batch = max_sd, on_batch

    def transform(self, results: dict) -> dict:
        """Replace ``img``, or say what noise it is to get."""
        if not self.on_batch:
            return super().transform(results)
        if self._happens():
            results['noise_sd'], results['noise_seed'] = self.draw()
        return results

    @cache_randomness
    def draw(self) -> tuple[float, int]:
        """Standard deviation in grey values and the seed of the noise field."""
        return float(np.random.uniform(0, self.max_sd)), int(np.random.randint(2**31))

    @staticmethod
    def apply(image: np.ndarray, sd: float, seed: int) -> np.ndarray:
        """Add the noise, cut to 0-255."""
        return add_noise(image, sd, np.random.default_rng(seed))
