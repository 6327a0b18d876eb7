"""Packing of a record for the model, which demands what it is to pack."""

from __future__ import annotations

from collections.abc import Sequence

from mmpose.datasets.transforms import PackPoseInputs
from mmpose.registry import TRANSFORMS

__all__ = ['META_KEYS', 'PackCephalogram']

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
    Errors:
        KeyError: the record lacks a meta key.
    """

    def __init__(self, meta_keys: Sequence[str] = META_KEYS, pack_transformed: bool = False):
        super().__init__(meta_keys=tuple(meta_keys), pack_transformed=pack_transformed)

    def transform(self, results: dict) -> dict:
        """Pack ``img`` as inputs and the rest as a ``PoseDataSample``."""
        missing = [key for key in self.meta_keys if key not in results]
        if missing:
            raise KeyError(
                f'{results.get("img_path", "record")}: the pipeline gives no {missing}; add the transform that makes '
                'them or shorten meta_keys of PackCephalogram'
            )
        return super().transform(results)
