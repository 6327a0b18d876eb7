"""C2-C4 crops sorted into folders by CVM stage, as MMEngine sees them."""

from __future__ import annotations

from typing import Any

from mmengine.dataset import BaseDataset
from mmpose.registry import DATASETS

from aariz_mm.datasets.cvm_crops import CropFile, count_stages, find_crop_root, list_crops, majority_stage
from aariz_mm.datasets.folds import stratified_folds
from aariz_mm.datasets.layout import SPLITS, find_split
from aariz_mm.landmarks import CVM_STAGES

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
        for name, value, choices in (('split', split, SPLITS), ('fold_part', fold_part, ('train', 'valid'))):
            if value not in choices:
                raise ValueError(f'{name}={value!r} is unknown; use one of {list(choices)}')
        if fold is not None and fold not in range(num_folds):
            raise ValueError(f'fold={fold!r}: expected None or 0 to {num_folds - 1} (num_folds={num_folds})')
        self.split, self.fold, self.fold_part = split, fold, fold_part
        self.num_folds, self.fold_seed = num_folds, fold_seed
        super().__init__(data_root=data_root, **kwargs)

    def load_data_list(self) -> list[dict[str, Any]]:
        """List the files; errors as :func:`list_crops`."""
        root = find_crop_root(self.data_root)
        crops = list_crops(root, self.split)
        in_part = self._part(crops, self.fold_part)
        self._metainfo['majority_stage'] = None
        if self.split == 'train':
            self._metainfo['majority_stage'] = majority_stage([crop.stage for crop in self._part(crops, 'train')])
        elif find_split(root, 'train') is not None:
            self._metainfo['majority_stage'] = majority_stage([crop.stage for crop in list_crops(root, 'train')])
        return [
            dict(img_path=str(crop.path), img_id=crop.img_id, cvm_stage=crop.stage, gt_label=crop.stage - 1)
            for crop in in_part
        ]

    def full_init(self) -> None:
        """List the files, take ``indices``, and state in ``metainfo['protocol']`` what is left."""
        if self._fully_initialized:
            return
        super().full_init()
        fold = {} if self.fold is None else dict(
            fold=self.fold, num_folds=self.num_folds, fold_seed=self.fold_seed, fold_part=self.fold_part
        )  # fmt: skip
        counts = count_stages([self.get_data_info(index)['cvm_stage'] for index in range(len(self))])
        self._metainfo['protocol'] = dict(split=self.split, **fold, images=len(self), stage_counts=counts)

    def _part(self, crops: list[CropFile], part: str) -> list[CropFile]:
        """The crops of a fold's part; all of them without a fold."""
        if self.fold is None:
            return crops
        folds = stratified_folds([crop.stage for crop in crops], self.num_folds, self.fold_seed)
        return [crop for crop, fold in zip(crops, folds, strict=True) if (fold == self.fold) == (part == 'valid')]
