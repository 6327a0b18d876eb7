"""Packing of a record for the model, which demands what it is to pack."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from mmpose.datasets.transforms import PackPoseInputs
from mmpose.registry import TRANSFORMS

from .channels import grey_channel, is_one_plane

__all__ = ['META_KEYS', 'NOISE_KEYS', 'PackCephalogram']

NOISE_KEYS = ('noise_sd', 'noise_seed')
"""What :class:`RandomGaussianNoise` says of noise that the batch gets."""

META_KEYS = (
    'id', 'img_id', 'img_path', 'ori_shape', 'img_shape', 'input_size', 'input_center', 'input_scale', 'flip_indices',
    'pixel_size_mm', 'sn_mm_per_px', 'device', 'cvm_stage', 'dataset_name', 'readers_px',
)  # fmt: skip


@TRANSFORMS.register_module()
class PackCephalogram(PackPoseInputs):
    """MMPose's ``PackPoseInputs``, except that a missing meta key is an error and not an absent field.

    ``LoadCephalogram`` gives a single image all of :data:`META_KEYS`, so this is strict for every record.

    Args:
        meta_keys: keys of the record that go into the sample's meta information.
        pack_transformed: whether the landmarks in pixels of the input are packed, too.
        one_channel: True packs a grey image as (1, h, w), for a :class:`CephalogramPreprocessor`, which makes three
            channels of it on the device. An image that has become coloured keeps its channels.
    Errors:
        KeyError: the record lacks a meta key.
        ValueError: noise is left to the batch, but all channels are packed.
    """

    def __init__(self, meta_keys: Sequence[str] = META_KEYS, pack_transformed: bool = False, one_channel: bool = False):
        super().__init__(meta_keys=tuple(meta_keys), pack_transformed=pack_transformed)
        self.one_channel = one_channel

    def transform(self, results: dict) -> dict:
        """Pack ``img`` as inputs and the rest as a ``PoseDataSample``."""
        missing = [key for key in self.meta_keys if key not in results]
        if missing:
            raise KeyError(
                f'{results.get("img_path", "record")}: the pipeline gives no {missing}; add the transform that makes '
                'them or shorten meta_keys of PackCephalogram'
            )
        if 'noise_sd' in results and not self.one_channel:
            raise ValueError(
                'RandomGaussianNoise(on_batch=True) leaves the noise to CephalogramPreprocessor; set one_channel=True '
                'in PackCephalogram and that preprocessor in the model, or on_batch=False'
            )
        packed = super().transform(dict(results, img=_one_plane(results['img'])) if self.one_channel else results)
        noise = {key: results[key] for key in NOISE_KEYS if key in results}
        if noise:
            packed['data_samples'].set_metainfo(noise)
        return packed


def _one_plane(image: np.ndarray) -> np.ndarray:
    """(h, w) of an image whose channels are equal; any other as it is."""
    if is_one_plane(image) or all(np.array_equal(image[:, :, 0], image[:, :, i]) for i in range(1, image.shape[2])):
        return grey_channel(image).copy()  # a tensor would complain of pixels that cannot be written
    return image
