"""The record of a single image: no dataset, no annotation."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from aariz_mm.geometry import whole_image_box
from aariz_mm.radiographs.images import image_size

__all__ = ['complete_bare_record', 'is_bare_image']


def is_bare_image(results: dict) -> bool:
    """Whether a record is an image alone, as MMPose's ``inference_topdown`` and ``LandmarkPredictor`` give it.

    Records of a dataset carry ``sample_idx``, which MMEngine's ``BaseDataset`` adds to each, and landmark datasets
    carry ``keypoints``. Such a record gets no defaults: what it lacks is an error of its dataset or pipeline.
    """
    return 'sample_idx' not in results and 'keypoints' not in results


def complete_bare_record(results: dict) -> None:
    """Add to the record of a lone image what a pipeline needs, in place; what it has stays.

    Known of every image are its size and, where no box is given, its box: the whole image. The rest says that nothing
    is known: no device, no stage, no readers, pixel sizes NaN.

    Required keys: ``img_path``, or ``img`` or ``grey``, an array of original pixels.
    Errors:
        FileNotFoundError, ValueError: the file is not there or no image, or the box is not of its stored pixels.
    """
    array = results.get('grey', results.get('img'))
    width, height = image_size(results['img_path']) if array is None else array.shape[1::-1]
    path = results.get('img_path', '')
    defaults = dict(
        id=0, img_id=Path(path).stem, img_path=path, ori_shape=(height, width), img_shape=(height, width),
        bbox=whole_image_box(width, height), bbox_score=np.ones(1, dtype=np.float32), flip_indices=[],
        pixel_size_mm=float('nan'), sn_mm_per_px=float('nan'), device='', cvm_stage=None, dataset_name='',
        readers_px=np.empty((0, 0, 2)),
    )  # fmt: skip
    results.update({key: value for key, value in defaults.items() if key not in results})
    results['bbox'] = np.asarray(results['bbox'], dtype=np.float32)
    if array is None:
        _check_box(results['bbox'], (width, height), path)


def _check_box(bbox: np.ndarray, size: tuple[int, int], path: str) -> None:
    """MMPose's inferencer measures a file as its EXIF orientation turns it."""
    width, height = size
    if width != height and np.array_equal(bbox, whole_image_box(height, width)):
        raise ValueError(
            f'{path}: the box is that of an image of {height} x {width} pixels, but {width} x {height} are stored; an '
            'EXIF orientation turns it, and landmarks are in stored pixels: save the file without it or give an array'
        )
