"""What calibration error a perfect CVM head has, and what of it is left: by drawing the truth from probabilities.

    python tests/trust/measure_ece.py [CASES.json] [--repeats 2000] [--seed 0]

CASES is what tools/test.py or tools/cross_validate.py writes beside its scores; without it the probabilities are made:
91 crops of an ordered head. It runs on earlier releases, too, which know the binned error alone.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser

import numpy as np

from aariz_mm.evaluation.case_files import read_cases
from aariz_mm.evaluation.cvm import expected_calibration_error

COUNT = 91


def made_head(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Probabilities, predictions and truth of a perfect head, 91 crops."""
    rng = np.random.default_rng(seed)
    logits = -0.8 * (np.arange(1, 7) - rng.normal(4.4, 1.1, (COUNT, 1))) ** 2
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    probabilities = powers / powers.sum(axis=1, keepdims=True)
    return probabilities, probabilities.argmax(axis=1) + 1, draw_truth(probabilities, rng)


def draw_truth(probabilities: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Stages (B,) that the probabilities describe perfectly."""
    return 1 + (rng.random(len(probabilities))[:, None] > probabilities.cumsum(axis=1)[:, :-1]).sum(axis=1)


def measure(probabilities: np.ndarray, pred: np.ndarray, true: np.ndarray, repeats: int, seed: int) -> list[tuple]:
    """Rows of the table."""
    rng = np.random.default_rng(seed)
    perfect = [expected_calibration_error(probabilities, pred, draw_truth(probabilities, rng)) for _ in range(repeats)]
    low, high = np.quantile(perfect, (0.025, 0.975))
    rows = [
        ('crops', len(pred)),
        ('calibration error, 15 bins', f'{expected_calibration_error(probabilities, pred, true):.3f}'),
        ('of a perfect head with these probabilities', f'{np.mean(perfect):.3f} ({low:.3f} to {high:.3f})'),
    ]
    try:
        from aariz_mm.evaluation.calibration import calibration_scores
        from aariz_mm.evaluation.temperature import fit_temperature
    except ImportError:
        return rows
    scores = calibration_scores(probabilities, pred, true, repeats, seed)
    band = (scores[f'classwise_ece_expected{end}'] for end in ('', '_low', '_high'))
    rows += [
        ('debiased, RMS', f'{scores["ece_debiased"]:.3f}'),
        ('by stage', f'{scores["classwise_ece"]:.3f}'),
        ('by stage, of a perfect head', '{:.3f} ({:.3f} to {:.3f})'.format(*band)),
        ('temperature that fits these crops best', f'{fit_temperature(probabilities, true).temperature:.3f}'),
    ]
    return rows


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('cases', nargs='?')
    parser.add_argument('--repeats', type=int, default=2000)
    parser.add_argument('--seed', type=int, default=0)
    args = parser.parse_args(arguments)
    if args.cases is None:
        given = made_head(args.seed)
    else:
        stages = read_cases(args.cases).stages
        if stages is None:
            print(f'{args.cases}: no stages in it', file=sys.stderr)
            return 2
        given = stages.probabilities, stages.pred, stages.true
    print('| measure | value |\n| --- | --- |')
    for row in measure(*given, args.repeats, args.seed):
        print('| {} | {} |'.format(*row))
    return 0


if __name__ == '__main__':
    sys.exit(main())
