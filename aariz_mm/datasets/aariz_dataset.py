"""The Aariz dataset as MMPose sees it."""

from __future__ import annotations

import copy
import logging
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from mmengine.dataset import BaseDataset
from mmengine.logging import print_log
from mmpose.registry import DATASETS

from aariz_mm.annotations.coverage import describe_missing, missing_landmarks
from aariz_mm.annotations.entries import UNMARKED_CHOICES
from aariz_mm.annotations.files import read_machines
from aariz_mm.annotations.folds import FoldSelection
from aariz_mm.annotations.layout import (
    SPLITS,
    SplitFiles,
    find_machine_csv,
    find_root,
    find_split,
    list_folders,
    list_split,
    missing_split,
)
from aariz_mm.annotations.problems import ImageProblem, summarize_problems
from aariz_mm.annotations.records import Machines, RecordPolicy, SplitRecords, listed_ids, read_records
from aariz_mm.annotations.splits import draw_valid_ids, modes_of_other_splits
from aariz_mm.annotations.truth import Truth, parse_swaps, truth_name, truth_policies
from aariz_mm.landmarks import METAINFO, build_metainfo, select_symbols

from ..transforms.channels import make_channels_real
from .arguments import as_ids, check_choice, check_fraction, check_pixel_size, check_swaps
from .joining import Source, folders_to_join, join_records, joined_settings

__all__ = ['AarizDataset']

_METAINFO_KEYS = (
    'dataset_name', 'upper_body_ids', 'lower_body_ids', 'flip_pairs', 'dataset_keypoint_weights', 'flip_indices',
    'skeleton_links',
)  # fmt: skip
"""What MMPose's own datasets add to every data info for the transforms and the model."""


@DATASETS.register_module()
class AarizDataset(BaseDataset):
    """Radiographs of a released Aariz folder (or one laid out like it), read as it is; nothing is moved or written.

    Args:
        data_root: folder with ``cephalogram_machine_mappings.csv`` and the split folders.
        split: 'train', 'valid' or 'test'. Without a ``valid`` folder, ``valid_fraction`` of ``train`` is held out for
            it in memory, stratified by device and CVM stage with ``split_seed``; give both datasets the same two.
        truth: 'official' (ceil of the mean of both readers), 'mean', 'senior', 'junior' or 'reader:FOLDER'. A list of
            these takes each landmark from the first that has it; a reader who marked other landmarks, or some of the
            images, adds what he marked. The log counts the images that have each landmark.
        landmarks: a named subset or a list of symbols, in the order wanted.
        pixel_size: 'released' (device table), 'sn70' (every image scaled to S-N = 70 mm) or mm per pixel.
        with_cvm: 'auto' reads the stage where there is one, True demands it of every image, False leaves it out.
        exclude: ids to leave out.
        on_error: 'raise' at images with problems, or 'drop' them, counted in the log and in ``metainfo['protocol']``.
        fold: None takes the whole split; 0 to ``num_folds`` - 1 takes a part of it, for choices that need no held-out
            image. Folds are stratified by device and depend on the ids, ``num_folds`` and ``fold_seed``.
        fold_part: 'valid' is the fold itself, 'train' all the others.
        swapped: labels that a reader swapped, corrected in memory: ``[dict(landmarks=('Me', 'Gn'), ids=[...])]``.
            ``reader='FOLDER'`` names one of several readers; a list of truths demands it. The protocol counts the
            images where it was done; one list may serve all splits.
        unmarked: landmarks written as (0, 0), (-1, -1), null or 'NaN' were not marked: 'raise' refuses their image,
            'missing' leaves the landmark out, which the log counts.
        join: further folders, read as this one is but for the settings given: ``[dict(data_root='clinic',
            truth='reader:Kim', prefix='clinic_')]``. ``prefix`` is put before their ids. Landmarks that a folder does
            not have are invisible. Folds are drawn from all images together.
        kwargs: ``pipeline``, ``indices``, ``test_mode``, ``lazy_init``, ``max_refetch`` … of :class:`BaseDataset`.

    Each data info has ``keypoints`` (1, K, 2) in original pixels, 0 where invisible; ``keypoints_visible`` (1, K);
    ``symbols`` (K,); ``pixel_size_mm``; ``sn_mm_per_px``, the pixel size that makes S-N 70 mm, NaN where S or N is
    missing; ``device``; ``cvm_stage`` 1 to 6 or None; ``bbox``, the whole image; ``readers_px`` (R, K, 2), what each of
    the R readers that the truth (of several: the first) is made of marked, original pixels, NaN where a landmark is
    missing.
    """

    METAINFO: dict = METAINFO

    def __init__(
        self,
        data_root: str,
        split: str = 'train',
        truth: Truth = 'official',
        landmarks: str | Iterable[str] = 'aariz29',
        pixel_size: str | float = 'released',
        with_cvm: str | bool = 'auto',
        exclude: Iterable[str] = (),
        on_error: str = 'raise',
        valid_fraction: float = 0.15,
        split_seed: int = 0,
        fold: int | None = None,
        num_folds: int = 5,
        fold_seed: int = 0,
        fold_part: str = 'train',
        swapped: Sequence[Mapping] = (),
        unmarked: str = 'raise',
        join: Sequence[Mapping] = (),
        **kwargs,
    ):
        shared = dict(
            split=split, truth=truth, landmarks=landmarks, pixel_size=pixel_size, with_cvm=with_cvm, on_error=on_error,
            valid_fraction=valid_fraction, split_seed=split_seed, unmarked=unmarked,
        )  # fmt: skip
        self.join = [joined_settings(settings, shared) for settings in folders_to_join(join)]
        check_choice('split', split, SPLITS)
        check_choice('with_cvm', with_cvm, ('auto', True, False))
        check_choice('on_error', on_error, ('raise', 'drop'))
        check_choice('unmarked', unmarked, UNMARKED_CHOICES)
        check_pixel_size(pixel_size)
        check_fraction(valid_fraction)
        self.split, self.on_error = split, on_error
        swaps = parse_swaps(swapped)
        check_swaps(swaps, truth_policies(truth))
        self.policy = RecordPolicy(truth, select_symbols(landmarks), pixel_size, with_cvm, swaps, unmarked)
        self.landmarks, self.exclude = landmarks, as_ids(exclude)
        self.valid_fraction, self.split_seed = valid_fraction, split_seed
        self.folds = FoldSelection(fold, num_folds, fold_seed, fold_part)
        super().__init__(data_root=data_root, metainfo=build_metainfo(self.policy.symbols), **kwargs)
        self._metainfo.setdefault('protocol', self._protocol())
        make_channels_real(self.pipeline)

    @classmethod
    def _load_metainfo(cls, metainfo: dict | None = None) -> dict:
        # Here and not above: this import pulls in all of mmpose's datasets.
        from mmpose.datasets.datasets.utils import parse_pose_metainfo

        return parse_pose_metainfo(copy.deepcopy(cls.METAINFO if metainfo is None else metainfo))

    def load_data_list(self) -> list[dict[str, Any]]:
        """Read the split, and that of the folders to join; problems are raised or dropped as ``on_error`` says."""
        sources = [self.read_source()]
        for prefix, settings in self.join:
            sources.append(type(self)(**settings, lazy_init=True).read_source(prefix))
        joined = join_records(sources)
        records = self.folds.choose(joined.records, [record['device'] for record in joined.records])
        self._report_coverage(records)
        self._missing = missing_landmarks(records, self.policy.symbols)
        swapped = {ceph_id for rule in self.policy.swaps for ceph_id in rule.ids}
        self._metainfo['protocol'] = self._protocol(
            images=len(records),
            excluded=joined.excluded,
            dropped=joined.dropped,
            swapped=sum(record['img_id'] in swapped for record in records),
        )
        return [dict(record, id=index) for index, record in enumerate(records)]

    def check_for_training(self) -> None:
        """Check that every landmark is marked in some image, for a model finds the others just anywhere.

        Errors:
            ValueError: some are in none.
        """
        self.full_init()
        if self._missing:
            raise ValueError(f'{self.data_root}, {self.split}: {describe_missing(self._missing, self.policy.symbols)}')

    def read_source(self, prefix: str = '') -> Source:
        """The records of this folder's split, whatever the fold; ``prefix`` is put before the ids."""
        root = find_root(self.data_root)
        csv_path = find_machine_csv(root)
        machines = Machines(csv_path, read_machines(csv_path))
        folder = find_split(root, self.split)
        drawn = folder is None and self.split == 'valid'
        folder = find_split(root, 'train') if drawn else folder
        if folder is None:
            raise missing_split(root, self.split)
        files = list_split(folder)
        self._check_exclude(files, machines, root)
        outside = set()
        if drawn or (self.split == 'train' and find_split(root, 'valid') is None):
            outside = self._ids_outside(files, machines)
        found = read_records(files, machines, self.policy, skip=outside | self.exclude)
        self._report(found, str(folder))
        self._warn_of_doubts(found.records, folder, machines)
        excluded = len((self.exclude - outside) & set(files.images))
        records = [dict(record, img_id=prefix + record['img_id']) for record in found.records]
        return Source(str(root), records, excluded, len(found.problems))

    def get_data_info(self, idx: int) -> dict[str, Any]:
        """Data info by index, with the metainfo that transforms and models need."""
        data_info = super().get_data_info(idx)
        data_info.update({key: copy.deepcopy(self._metainfo[key]) for key in _METAINFO_KEYS})
        data_info['symbols'] = self.policy.symbols
        return data_info

    def _ids_outside(self, files: SplitFiles, machines: Machines) -> set[str]:
        """Ids of the training folder that the drawn split does not hold."""
        valid_ids = draw_valid_ids(files, machines, self.valid_fraction, self.split_seed)
        root = files.folder.parent
        print_log(
            f"{root} has no folder 'valid' (folders found: {list_folders(root)}): {len(valid_ids)} of "
            f'{len(files.images)} training images are held out for it (valid_fraction={self.valid_fraction}, '
            f'split_seed={self.split_seed}, stratified by device and CVM stage; no file is moved)',
            logger='current',
            level=logging.WARNING,
        )
        return valid_ids if self.split == 'train' else listed_ids(files) - valid_ids

    def _check_exclude(self, files: SplitFiles, machines: Machines, root: Path) -> None:
        unknown = self.exclude - set(machines.rows) - listed_ids(files)
        if unknown:  # one list may serve all splits
            folders = [find_split(root, split) for split in SPLITS]
            unknown = unknown.difference(*(listed_ids(list_split(folder)) for folder in folders if folder))
        if unknown:
            raise ValueError(
                f'exclude: {sorted(unknown)} are neither in {machines.path} nor in a split folder; expected ids of '
                'the dataset, without file extension: correct or remove them'
            )

    def _report(self, found: SplitRecords, folder: str) -> None:
        problems = found.problems
        if problems and self.on_error == 'raise':
            first = next(iter(problems.values()))
            more = f'\nIn all {summarize_problems(problems)}' if len(problems) > 1 else ''
            raise ImageProblem(f'{first}{more}', first.reason)
        if problems:
            _warn(f'{folder}: dropped {summarize_problems(problems)}')
        if not found.records:
            cause = summarize_problems(problems) if problems else 'all are in exclude'
            raise ValueError(f'{folder}: no image is left ({cause}); run tools/doctor.py on this folder')

    def _warn_of_doubts(self, records: Sequence[Mapping], folder: Path, machines: Machines) -> None:
        """Log what is read but may mislead: images of another split, and landmarks that were not marked."""
        elsewhere = modes_of_other_splits([record['img_id'] for record in records], folder.name, machines)
        if elsewhere:
            first = ', '.join(f'{ceph_id}: {mode}' for ceph_id, mode in list(elsewhere.items())[:3])
            _warn(
                f'{folder}: {len(elsewhere)} of {len(records)} images are of another split by {machines.path.name} '
                f'({first}); what is trained on must not be tested on'
            )
        if self.policy.unmarked == 'missing':
            missing = sum(int((record['keypoints_visible'] == 0).sum()) for record in records)
            _warn(f'{folder}: {missing} landmarks of {len(records)} images are missing or were not marked')

    def _report_coverage(self, records: Sequence[Mapping]) -> None:
        """Log how many images have each landmark, where several readers or folders give them."""
        if self.join or len(truth_policies(self.policy.truth)) > 1:
            marked = sum(record['keypoints_visible'][0] for record in records)
            counts = ', '.join(f'{symbol} {int(n)}' for symbol, n in zip(self.policy.symbols, marked, strict=True))
            print_log(f'{self.split}: of {len(records)} images have {counts}', logger='current')

    def _protocol(
        self,
        images: int | None = None,
        excluded: int | None = None,
        dropped: int | None = None,
        swapped: int | None = None,
    ) -> dict:
        """What results of this dataset were made with; counts are None until the files have been read."""
        swapped = dict(swapped=swapped) if self.policy.swaps else {}
        return dict(
            truth=truth_name(self.policy.truth),
            landmarks=self.landmarks if isinstance(self.landmarks, str) else list(self.policy.symbols),
            pixel_size=self.policy.pixel_size,
            split=self.split,
            **self.folds.protocol(),
            images=images,
            excluded=excluded,
            dropped=dropped,
            **swapped,
            **(dict(joined=[settings['data_root'] for _, settings in self.join]) if self.join else {}),
        )


def _warn(message: str) -> None:
    print_log(message, logger='current', level=logging.WARNING)
