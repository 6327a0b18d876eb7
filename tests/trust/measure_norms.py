"""Do statements about one face contradict each other? Counts on the radiographs of ISBI 2015, readers' landmarks.

  ISBI2015_ROOT=/path/to/isbi2015 python tests/trust/measure_norms.py

Runs on earlier versions of the package, too: what they lack is left out of a call.
"""

from __future__ import annotations

import argparse
import inspect
import os
from collections import Counter
from itertools import combinations
from pathlib import Path

import numpy as np

from aariz_mm.analysis import CLASSIFICATIONS, MEASUREMENTS, classify, interpret, measure
from aariz_mm.analysis.norms import SEXES, select_norm

READERS = {'mean of two readers': ('mean', 'isbi19'), 'third reader': ('reader:CL-Detection 2023', 'cldetection24')}
OPPOSITE = ('Jarabak', 'FMIA')
"""Measurements of which a high value is a low class."""
SAME_THING = (
    {'ANB', 'Wits', 'Wits_functional'}, {'SNB', 'articular'}, {'FMA', 'SN-MP', 'SN-GoGn'}, {'U1-SN', 'U1-NA_deg'},
    {'IMPA', 'FMIA', 'L1-NB_deg'},
)  # fmt: skip
"""Measurements whose words are of one thing."""
PIXEL_SIZE_MM = 0.25


def load_faces(root: Path, truth: str, landmarks: str) -> tuple[np.ndarray, tuple[str, ...]]:
    """Points (B, K, 2) of ``train`` and ``valid``, NaN where unlabelled, and their symbols."""
    from aariz_mm.datasets import AarizDataset

    points, symbols = [], ()
    for split in ('train', 'valid'):
        dataset = AarizDataset(data_root=str(root), split=split, truth=truth, landmarks=landmarks, on_error='drop')
        names = dataset.metainfo['keypoint_id2name']
        symbols = tuple(names[index] for index in range(len(names)))
        for index in range(len(dataset)):
            record = dataset.get_data_info(index)
            there = record['keypoints_visible'][0] > 0.5
            points.append(np.where(there[:, None], record['keypoints'][0], np.nan))
    return np.array(points), symbols


def place_of(meaning: str) -> int | None:
    """0 below the norm, 1 within, 2 above; None where nothing is said."""
    return next((grade for grade, word in enumerate(('below', 'within', 'above')) if meaning.startswith(word)), None)


def contradictions(points: np.ndarray, symbols: tuple[str, ...]) -> list[str]:
    """What is said of one face in two ways: 'FMA' where sentence and class differ, 'FMA / SNA' for opposite words."""
    measured = measure(points, symbols, PIXEL_SIZE_MM)
    meanings = {key: interpret(one.measurement, one.value) for key, one in measured.items()}
    places = {key: place_of(meaning) for key, meaning in meanings.items()}
    found = []
    for verdict in classify(measured).values():
        rule = verdict.classification
        if len(rule.keys) > 1 or not verdict.label or places[rule.keys[0]] is None:
            continue
        grade = rule.classes.index(verdict.label)
        grade = 2 - grade if rule.keys[0] in OPPOSITE else grade
        found += [rule.keys[0]] if grade != places[rule.keys[0]] else []
    for first, second in combinations(MEASUREMENTS.values(), 2):
        if not any({first.key, second.key} <= things for things in SAME_THING):
            continue
        said = [_said(one, places[one.key]) for one in (first, second)]
        if all(said) and {first.low, first.high} == {second.low, second.high} and said[0] != said[1]:
            found.append(f'{first.key} / {second.key}')
    return found


def _said(measurement, place: int | None) -> str:
    return '' if place in (None, 1) else (measurement.low if place == 0 else measurement.high)


def vote_shares(points: np.ndarray, symbols: tuple[str, ...]) -> dict[str, float]:
    """Of faces with all three votes on divergence: shares that agree, differ by two classes, and of those, are told."""
    rows = []
    for face in points:
        verdicts = classify(measure(face, symbols))
        votes = [verdicts[f'growth_{key}'].label for key in ('FMA', 'SN-GoGn', 'Jarabak')]
        if all(votes):
            grades = sorted(CLASSIFICATIONS['growth_pattern'].classes.index(vote) for vote in votes)
            apart = grades[2] - grades[0]
            joint = verdicts['growth_pattern']
            rows.append((apart == 0, apart == 2, grades == [0, 1, 2], 'disagree' in str(joint.reason)))
    agree, apart, split, told = np.array(rows).T
    return dict(
        faces=len(rows), agree=agree.mean(), apart=apart.mean(), one_of_each=split.mean(),
        told=(told & apart).sum() / max(apart.sum(), 1),
    )  # fmt: skip


def co_gn_shift() -> float:
    """SDs by which a woman whose mandible is that of the norm, measured in true mm, is off in the result."""
    norm = select_norm(MEASUREMENTS['Co-Gn'].norms, 'female')
    value = norm.mean / 1.08
    accepts = inspect.signature(measure).parameters
    if 'magnification' not in accepts:
        return (value - norm.mean) / norm.sd
    from aariz_mm.analysis.interpretation import deviation

    return deviation(MEASUREMENTS['Co-Gn'], value, 'female', magnification=1.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--root', type=Path, default=os.environ.get('ISBI2015_ROOT'))
    root = parser.parse_args().root
    print('| what | value |\n| --- | --- |')
    bare = [key for key, one in MEASUREMENTS.items() if not any(select_norm(one.norms, sex) for sex in SEXES)]
    print(f'| measurements that no norm judges | {len(bare)} of {len(MEASUREMENTS)}: {", ".join(bare)} |')
    print(f'| SDs by which Co-Gn of a woman at the norm is off, measured in true mm | {co_gn_shift():.2f} |')
    if root is None or not Path(root).is_dir():
        print(f'\nNo ISBI 2015 data at {root}: set ISBI2015_ROOT or --root; the rows of faces are missing.')
        return
    for name, (truth, landmarks) in READERS.items():
        points, symbols = load_faces(Path(root), truth, landmarks)
        told = [contradictions(face, symbols) for face in points]
        counts = Counter(what for face in told for what in set(face))
        parts = '; '.join(f'{what} {count}' for what, count in counts.most_common()) or 'none'
        print(f'| faces with statements that contradict, {name} | {sum(map(bool, told))} of {len(points)}: {parts} |')
        shares = vote_shares(points, symbols)
        agree, apart, split, told = (100 * shares[key] for key in ('agree', 'apart', 'one_of_each', 'told'))
        print(
            f'| votes on divergence, {name} | {shares["faces"]} faces: agree {agree:.0f} %, two classes apart '
            f'{apart:.0f} % (one of each {split:.1f} %), of those told {told:.0f} % |'
        )


if __name__ == '__main__':
    main()
