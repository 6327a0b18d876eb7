"""C2-C4 crops sorted into folders by CVM stage, as MMEngine sees them."""

from __future__ import annotations

from typing import Any

from mmengine.dataset import BaseDataset
from mmpose.registry import DATASETS

from aariz_mm.annotations.cvm_crops import count_stages, find_crop_root, list_crops, majority_stage
from aariz_mm.annotations.folds import FoldSelection
from aariz_mm.annotations.layout import SPLITS, find_split
from aariz_mm.landmarks import CVM_STAGES

from ..transforms.channels import make_channels_real

__all__ = ['METAINFO', 'CVMCropDataset']

METAINFO = dict(dataset_name='aariz_cvm_crops', classes=CVM_STAGES)


@DATASETS.register_module()
class CVMCropDataset(BaseDataset):
    """Crops of ``{data_root}/{split}/{1..6}/*.jpg`` with their stage; nothing is moved or written.

    Args:
        data_root: folder of the split folders.
        split: 'train', 'valid' or 'test'.
        fold: None takes the whole split; 0 to ``num_folds`` - 1 takes a part of it, for choices that need no
            held-out image. Folds are stratified by stage and depend on the file names, ``num_folds`` and ``fold_seed``.
        fold_part: 'valid' is the fold itself, 'train' all the others.
        kwargs: ``pipeline``, ``indices``, ``test_mode`` … of :class:`BaseDataset`.

    Each data info has ``img_path``, ``img_id``, ``cvm_stage`` 1 to 6 and ``gt_label`` 0 to 5. The metainfo has
    ``classes``; ``majority_stage``, that of the images trained on (of ``train``, without the fold; None where there
    is no ``train`` folder); and ``protocol``.
    """

    METAINFO: dict = METAINFO

    def __init__(
        self,
        data_root: str,
        split: str = 'train',
        fold: int | None = None,
        num_folds: int = 5,
        fold_seed: int = 0,
        fold_part: str = 'train',
        **kwargs,
    ):
        if split not in SPLITS:
            raise ValueError(f'split={split!r} is unknown; use one of {list(SPLITS)}')
        self.split, self.folds = split, FoldSelection(fold, num_folds, fold_seed, fold_part)
        super().__init__(data_root=data_root, **kwargs)
        make_channels_real(self.pipeline)

    def load_data_list(self) -> list[dict[str, Any]]:
        """List the files; errors as :func:`list_crops`."""
        root = find_crop_root(self.data_root)
        crops = list_crops(root, self.split)
        stages = [crop.stage for crop in crops]
        self._metainfo['majority_stage'] = None
        if self.split == 'train':
            self._metainfo['majority_stage'] = majority_stage(self.folds.choose(stages, stages, 'train'))
        elif find_split(root, 'train') is not None:
            self._metainfo['majority_stage'] = majority_stage([crop.stage for crop in list_crops(root, 'train')])
        return [
            dict(img_path=str(crop.path), img_id=crop.img_id, cvm_stage=crop.stage, gt_label=crop.stage - 1)
            for crop in self.folds.choose(crops, stages)
        ]

    def full_init(self) -> None:
        """List the files, take ``indices``, and state in ``metainfo['protocol']`` what is left."""
        if self._fully_initialized:
            return
        super().full_init()
        counts = count_stages([self.get_data_info(index)['cvm_stage'] for index in range(len(self))])
        protocol = dict(split=self.split, **self.folds.protocol(), images=len(self), stage_counts=counts)
        self._metainfo['protocol'] = protocol
