"""Draws the picture of a cohort in the docs, of made-up patients.

  python docs/draw_cohort.py [FOLDER]     writes cohort.jpg; default docs/

Two groups of 40 patients of 8 to 17 years, drawn from normal distributions: ANB of one is 1.5 degrees greater.
"""

from __future__ import annotations

import io
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from aariz_mm.cohort.growth import fit_growth
from aariz_mm.cohort.loading import Cohort
from aariz_mm.cohort.plots import draw_distributions, draw_growth
from aariz_mm.cohort.records import CaseRecord, Value
from aariz_mm.cohort.scores import Settings

FOLDER = Path(__file__).resolve().parent
_PATIENTS, _ERROR = 80, 1.0
_GROUPS = ('control', 'treated')
_MOST_PX = 1100


def main(arguments: Sequence[str] | None = None) -> None:
    """Draw and write."""
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument('folder', nargs='?', default=FOLDER, type=Path)
    path = parser.parse_args(arguments).folder / 'cohort.jpg'
    cohort = made_up_cohort()
    keys = ('SNA', 'ANB', 'Co-Gn')
    plots = draw_distributions(cohort, Settings(keys), ''), draw_growth(cohort, fit_growth(cohort, 'Co-Gn'))
    pictures = [Image.open(io.BytesIO(one.png)).convert('RGB') for one in plots]
    width = max(one.width for one in pictures)
    page = Image.new('RGB', (width, sum(one.height for one in pictures) + 30), 'white')
    page.paste(pictures[0], (0, 0))
    page.paste(pictures[1], (0, pictures[0].height + 30))
    page.thumbnail((_MOST_PX, 2 * _MOST_PX))
    page.save(path, quality=82)
    print(path)


def made_up_cohort() -> Cohort:
    """Patients with a radiograph each; the mandible grows, that of boys longer."""
    rng = np.random.default_rng(0)
    records = []
    for index in range(_PATIENTS):
        group, sex, age = index % 2, ('female', 'male')[index // 2 % 2], float(rng.uniform(8, 17))
        spurt = min(age, 14.0 if sex == 'female' else 17.0) - 8
        drawn = {
            'SNA': rng.normal(81.5, 3.4),
            'ANB': rng.normal(2.5 + 1.5 * group, 2.2),
            'Co-Gn': rng.normal(99 + 2.4 * spurt, 4.0),
        }
        values = {key: Value(one, one - _ERROR, one + _ERROR, 0.9, '') for key, one in drawn.items()}
        records.append(
            CaseRecord(f'r{index}', f'sha{index}', values, 4, age, sex, f'P{index}', _GROUPS[group], '', scale='given',
                       bundles=(('ceph24', 'ab'),))
        )  # fmt: skip
    return Cohort(tuple(records), _GROUPS, ('',), found=_PATIENTS, knows_patients=True)


if __name__ == '__main__':
    main()
