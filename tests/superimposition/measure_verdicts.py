"""How often heads that did not grow are told so, of one landmark and of all together, by errors of real readings.

    PYTHONPATH=. python tests/superimposition/measure_verdicts.py [ISBI2015/valid/Cephalograms] [--heads 300]

Two readings of one head have the errors of two radiographs: those of ``train`` that ceph24's calibration holds, each
read by a model that was trained on others; and, where a folder is named, those of its radiographs, read by ceph24 with
the doubt that it states, less what the model means otherwise by a landmark (a constant vector that both share).
"""

import argparse
import json
from pathlib import Path

import numpy as np
from grown_series import held_out_errors, typical_doubt

from aariz_mm.bundles import find_bundles
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.phantom.shape_model import sample_shape
from aariz_mm.radiographs.radiograph import open_radiograph
from aariz_mm.reading.reader import Reader
from aariz_mm.superimposition import Rigid, Timepoint, superimpose
from aariz_mm.superimposition.loading import NORMAL_95_TO_90
from aariz_mm.superimposition.moving import forward_angles
from aariz_mm.superimposition.rigid import turn
from aariz_mm.uncertainty.readings import face_frames

LANDMARK_REFERENCES = ('sn', 'base_fit', 'fh_po', 'palatal_ans', 'mandibular_me')
READERS = ('Junior Orthodontists', 'Senior Orthodontists')


def errors_of_train():
    """Errors (N, 29, 2) and covariances (N, 29, 2, 2), mm of an upright face with S-N = 70 mm."""
    errors = held_out_errors()
    return errors, np.broadcast_to(typical_doubt(), (len(errors), 29, 2, 2))


def errors_of(folder):
    """The same of a folder of radiographs with annotations of two readers beside it."""
    reader, errors, covariances = Reader(find_bundles(['ceph24']), None), [], []
    for path in sorted(folder.iterdir()):
        found = reader(open_radiograph(path), 0.25)
        rows = [SYMBOLS.index(one) for one in found.symbols]
        frame, doubt = face_frames(found.keypoints_px[None], found.symbols)[0], found.uncertainty
        truth = np.mean([marks(folder, path.stem, reader) for reader in READERS], axis=0)[rows]
        reach = np.clip(doubt.radii_px[:, 2] / doubt.radii_px[:, 1] / NORMAL_95_TO_90, 1, 2) ** 2
        errors.append(np.full((29, 2), np.nan))
        errors[-1][rows] = (truth - found.keypoints_px) @ frame.T
        covariances.append(np.full((29, 2, 2), np.nan))
        covariances[-1][rows] = reach[:, None, None] * (frame @ doubt.covariances_px @ frame.T)
    marked = ~np.isnan(errors).all(axis=(0, 2))
    errors = np.array(errors)
    errors[:, marked] -= np.nanmean(errors[:, marked], axis=0)
    return errors, np.array(covariances)


def marks(folder, name, reader):
    """Landmarks (29, 2) of a reader, px; NaN where not marked."""
    path = folder.parent / 'Annotations' / 'Cephalometric Landmarks' / reader / f'{name}.json'
    points = np.full((29, 2), np.nan)
    for entry in json.loads(path.read_text())['landmarks']:
        points[SYMBOLS.index(entry['symbol'])] = entry['value']['x'], entry['value']['y']
    return points


def still_head(rng, errors, covariances):
    """Two timepoints of one head, read with the errors of two radiographs, in poses of their own."""
    shape, timepoints = sample_shape(rng), []
    upright = float(forward_angles('FH', SYMBOLS, shape))
    for label, index in zip(('T1', 'T2'), rng.choice(len(errors), 2, replace=False), strict=True):
        pose = Rigid(rng.normal(0, 0.07), rng.uniform(50, 150, 2))
        tilt = upright + pose.angle_rad
        linear = np.array([[np.cos(tilt), -np.sin(tilt)], [np.sin(tilt), np.cos(tilt)]])
        points = pose.apply(shape) - turn(errors[index], tilt)
        doubt = linear @ covariances[index] @ linear.T
        timepoints.append(Timepoint(label, SYMBOLS, points, doubt, np.eye(3), 0.1, 1.0, ''))
    return timepoints


def report(name, errors, covariances, heads):
    for reference in LANDMARK_REFERENCES:
        alone, tables_alone, tables = [], [], []
        for seed in range(heads):
            pair = still_head(np.random.default_rng([seed, 7]), errors, covariances)
            try:
                found = superimpose(pair, reference, draws=600, seed=seed, measurements=False).changes
            except ValueError:
                continue  # a landmark of the reference is not marked
            told = [one for one in found if one.within_error is not None]
            alone += [one.within_error for one in told]
            tables_alone.append(all(one.within_error for one in told))
            tables.append(all(one.within_error_together for one in told))
        shares = [f'{100 * np.mean(one):.1f} %' for one in (alone, tables_alone, tables)]
        print(f'{name} {reference}, {len(tables)} heads: one landmark {shares[0]}, every one of a table by itself '
              f'{shares[1]}, together {shares[2]}', flush=True)  # fmt: skip


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('folder', nargs='?', type=Path)
    parser.add_argument('--heads', type=int, default=300)
    arguments = parser.parse_args()
    report('train', *errors_of_train(), arguments.heads)
    if arguments.folder:
        report(arguments.folder.parent.name, *errors_of(arguments.folder), arguments.heads)


if __name__ == '__main__':
    main()
