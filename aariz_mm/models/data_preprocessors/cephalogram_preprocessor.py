"""From a batch of grey pixels to the input of the network, on its device."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from mmpose.models.data_preprocessors import PoseDataPreprocessor
from mmpose.registry import MODELS
from torch import Tensor

__all__ = ['CephalogramPreprocessor', 'add_batch_noise']

_WHITE = 255


@MODELS.register_module()
class CephalogramPreprocessor(PoseDataPreprocessor):
    """MMPose's ``PoseDataPreprocessor``, which also takes one channel, as ``PackCephalogram(one_channel=True)`` packs.

    A third of the bytes goes to the device; three normalised channels are made there, the same as of an image of three
    equal channels. The noise that ``RandomGaussianNoise(on_batch=True)`` asks for is made there as well, at once for
    the batch, while training. Images of three channels go the way of MMPose; so do those of several sizes.

    Args:
        non_blocking: True goes on while images are copied to the device; a GPU is then not waited for at every step.
        args, settings: those of ``PoseDataPreprocessor``.
    """

    def __init__(self, *args, non_blocking: bool | None = True, **settings):
        super().__init__(*args, non_blocking=non_blocking, **settings)

    def forward(self, data: dict, training: bool = False) -> dict:
        """``inputs`` (B, 3, H, W) float32, normalised, and ``data_samples``.

        Args:
            data: ``inputs``, (C, H, W) uint8 each or one tensor (B, C, H, W), C 1 or 3; ``data_samples``.
        """
        images, samples = list(data['inputs']), data['data_samples']
        noise = [(sample.get('noise_sd', 0.0), sample.get('noise_seed', 0)) for sample in samples] if training else []
        is_noisy = any(sd for sd, _ in noise)
        if not self._is_fast(images):
            images = [image.expand(3, -1, -1) for image in images]
            if is_noisy:
                images = [
                    add_batch_noise(self.cast_data(image)[None].float(), [one])[0]
                    for image, one in zip(images, noise, strict=True)
                ]
            return super().forward(dict(data, inputs=images), training)
        # Pinned images are stacked on the device: in the host's memory the stack would not be pinned.
        batch = torch.stack(self.cast_data(images)).float()
        batch = add_batch_noise(batch, noise) if is_noisy else batch
        return self._finish(self._normalize(batch), self.cast_data(samples), training)

    def _is_fast(self, images: Sequence[Tensor]) -> bool:
        """Whether all images have one channel, one size, and need no padding."""
        shapes = {tuple(image.shape) for image in images}
        channels, *sides = next(iter(shapes))
        return len(shapes) == 1 and channels == 1 and not any(side % self.pad_size_divisor for side in sides)

    def _normalize(self, batch: Tensor) -> Tensor:
        """(B, 1, H, W) -> (B, 3, H, W)."""
        if not self._enable_normalize:
            return batch.expand(-1, 3, -1, -1).contiguous()
        mean, std = (values.to(batch.dtype).expand(3, 1, 1) for values in (self.mean, self.std))
        return (batch - mean).div_(std)

    def _finish(self, inputs: Tensor, samples: list, training: bool) -> dict:
        """What MMPose's own does after the pixels are ready."""
        shape = tuple(inputs.shape[-2:])
        for sample in samples:
            sample.set_metainfo(dict(batch_input_shape=shape, pad_shape=shape))
        if training and self.batch_augments is not None:
            for augment in self.batch_augments:
                inputs, samples = augment(inputs, samples)
        return dict(inputs=inputs, data_samples=samples)


def add_batch_noise(images: Tensor, noise: Sequence[tuple[float, int]]) -> Tensor:
    """Grey noise on those images that ask for it, the same in all channels, cut to 0-255.

    The noise of a batch follows from the seed of its first noisy image, whatever else draws random numbers.

    Args:
        images: (B, C, H, W) float, grey values; changed in place.
        noise: (standard deviation in grey values, seed) of each; 0 is no noise.
    """
    noisy = [index for index, (sd, _) in enumerate(noise) if sd > 0]
    if not noisy:
        return images
    generator = torch.Generator(images.device).manual_seed(int(noise[noisy[0]][1]))
    like = dict(device=images.device, dtype=images.dtype)
    fields = torch.randn((len(noisy), 1, *images.shape[-2:]), generator=generator, **like)
    for field, index in zip(fields, noisy, strict=True):
        images[index].add_(field, alpha=noise[index][0]).clamp_(0, _WHITE)
    return images
