"""Do the scores of landmarks tell those that are off? AUROC on ISBI 2015 ``valid``, read by a checkpoint.

    ISBI2015_ROOT=... python tests/trust/measure_certainty.py CONFIG CHECKPOINT [--calibration FILE]

It runs on earlier releases, too, without --calibration: scores are those that the model gives MMPose.
"""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace

import numpy as np

LIMITS_MM = (2.0, 4.0)
DRAWN = 0.3
"""MMPose draws what scores more."""


def read_scores(args: Namespace) -> tuple[np.ndarray, np.ndarray]:
    """Scores and errors in mm, (B, K), of the config's test split."""
    import aariz_mm.register  # noqa: F401
    from aariz_mm.engine.samples import prediction_and_truth_px, symbols_of
    from aariz_mm.inference.predictor import TrainedModel
    from aariz_mm.launching.configs import load_config

    model = TrainedModel(load_config(args.config), args.checkpoint, 'cpu')
    calibrate = lambda sample: None  # noqa: E731
    if args.calibration:
        from aariz_mm.engine.certainty import calibrate_sample, score_sample
        from aariz_mm.reading.calibrated import read_calibration

        symbols = symbols_of(model.model.dataset_meta)
        calibration = read_calibration(args.calibration, symbols, [args.checkpoint])
        calibrate = lambda sample: (calibrate_sample(sample, symbols, calibration), score_sample(sample))  # noqa: E731
    scores, errors = [], []
    for sample in model.iterate_split(None, model.first_indices(None, args.max)):
        calibrate(sample)
        points = prediction_and_truth_px(sample.to_dict() | sample.metainfo)
        off = np.linalg.norm(points['pred_px'] - points['gt_px'], axis=-1)
        errors.append(off * sample.metainfo['pixel_size_mm'])
        scores.append(np.asarray(sample.pred_instances.keypoint_scores, dtype=np.float64)[0])
    return np.array(scores), np.array(errors)


def auroc_rows(scores: np.ndarray, errors_mm: np.ndarray) -> list[tuple[str, str]]:
    """What the scores tell, as rows of a table."""
    from sklearn.metrics import roc_auc_score

    known = np.isfinite(errors_mm)
    score, error = scores[known], errors_mm[known]
    off = error > LIMITS_MM[0]
    rows = [(f'AUROC for an error above {limit:g} mm', f'{roc_auc_score(error > limit, -score):.3f}')
            for limit in LIMITS_MM]  # fmt: skip
    return [
        *rows,
        ('landmarks, of them off by more than 2 mm', f'{error.size}, {off.sum()}'),
        ('of these with a score above 0.95', f'{(score[off] > 0.95).sum()}'),
        ('median score; within 2 mm, beyond', f'{np.median(score[~off]):.3f}, {np.median(score[off]):.3f}'),
        (f'share with a score above {DRAWN}', f'{(score > DRAWN).mean():.4f}'),
        ('mean error, mm', f'{error.mean():.3f}'),
    ]


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('config')
    parser.add_argument('checkpoint')
    parser.add_argument('--calibration', help='of aariz-mm calibrate, or the bundle of this model that has it')
    parser.add_argument('--root', help='folder of ISBI 2015; default ISBI2015_ROOT')
    parser.add_argument('--max', type=int, help='so many radiographs; default all')
    args = parser.parse_args(arguments)
    root = args.root or os.environ.get('ISBI2015_ROOT')
    if not root or not os.path.isdir(root):
        print('no data: name the folder of ISBI 2015 by --root or ISBI2015_ROOT', file=sys.stderr)
        return 2
    os.environ['ISBI2015_ROOT'] = root
    print('| measure | value |\n| --- | --- |')
    for row in auroc_rows(*read_scores(args)):
        print('| {} | {} |'.format(*row))
    return 0


if __name__ == '__main__':
    sys.exit(main())
