"""Real radiographs and the same ones turned, smaller, darker and noisy: what did not change must be told so.

    PYTHONPATH=. python tests/superimposition/measure_taken_again.py ISBI2015/valid/Cephalograms [--count 12]

Both are read by the shipped model. The picture is the same, so this is easier than a radiograph taken again.
"""

import argparse
from pathlib import Path

import cv2
import numpy as np

from aariz_mm.bundles import find_bundle
from aariz_mm.geometry import crop_matrix
from aariz_mm.radiographs.radiograph import open_radiograph
from aariz_mm.reading.content import prediction_content
from aariz_mm.reading.reader import Reader
from aariz_mm.superimposition import load_timepoint, superimpose

PIXEL_MM = 0.25
REFERENCES = ('sn', 'base_fit', 'palatal_ans', 'mandibular_me')


def taken_again(picture, rng):
    """The picture as another film might show it, and its scale, pixels per pixel."""
    zoom, size = rng.uniform(0.8, 0.95), picture.shape[1::-1]
    matrix = crop_matrix(size, size, rotation_deg=rng.uniform(-6, 6), zoom=zoom, shift_xy=rng.uniform(-0.02, 0.02, 2))
    turned = cv2.warpAffine(picture, matrix, size, flags=cv2.INTER_AREA)
    darker = 255 * (turned / 255.0) ** rng.uniform(0.8, 1.3) + rng.normal(0, 6, turned.shape)
    return np.clip(np.round(darker), 0, 255).astype(np.uint8), zoom


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('folder', type=Path)
    parser.add_argument('--count', type=int, default=12)
    arguments = parser.parse_args()
    reader = Reader(find_bundle('ceph24'), threads=1)
    rows = {key: [] for key in REFERENCES}
    for number, path in enumerate(sorted(arguments.folder.iterdir())[: arguments.count]):
        picture = open_radiograph(path).grey
        again, zoom = taken_again(picture, np.random.default_rng(number))
        timepoints = [
            load_timepoint(
                prediction_content(reader(one, pixel_size_mm=size), image_size=one.shape[1::-1]),
                label,
                magnification=1.0,
            )
            for label, one, size in (('T1', picture, PIXEL_MM), ('T2', again, PIXEL_MM / zoom))
        ]
        for key, found in rows.items():
            changes = superimpose(timepoints, key, draws=1000, measurements=False).changes
            found += [(one.within_error, one.distance_mm) for one in changes if one.within_error is not None]
    for key, found in rows.items():
        told, distances = np.array(found, dtype=float).T
        print(f'{key}: {100 * told.mean():.1f} % of {len(told)} told unchanged; moved {np.median(distances):.2f} mm '
              f'(median), {np.quantile(distances, 0.95):.2f} mm (95 %)')  # fmt: skip


if __name__ == '__main__':
    main()
