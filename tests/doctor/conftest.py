"""A clean phantom dataset, drawn once, and copies of it for the tests to plant faults into."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from aariz_mm.doctor import INFO, Finding, Report, duplicates, examine, scan
from aariz_mm.phantom import write_phantom_dataset

JUNIOR, SENIOR = 'Junior Orthodontists', 'Senior Orthodontists'


class Planted:
    """A copy of the phantom dataset: 12 images in train, 4 in valid, 4 in test; ids by split."""

    def __init__(self, root: Path):
        self.root = root
        self.ids = {split: sorted(path.stem for path in self.images(split)) for split in ('train', 'valid', 'test')}

    @property
    def table(self) -> Path:
        return self.root / 'cephalogram_machine_mappings.csv'

    def images(self, split: str) -> list[Path]:
        return list((self.root / split / 'Cephalograms').iterdir())

    def image(self, split: str, index: int = 0) -> Path:
        return self.root / split / 'Cephalograms' / f'{self.ids[split][index]}.png'

    def marks(self, split: str, index: int = 0, reader: str = SENIOR) -> Path:
        folder = self.root / split / 'Annotations' / 'Cephalometric Landmarks' / reader
        return folder / f'{self.ids[split][index]}.json'

    def stage(self, split: str, index: int = 0) -> Path:
        return self.root / split / 'Annotations' / 'CVM Stages' / f'{self.ids[split][index]}.json'

    def found(self, code: str) -> tuple[list[Finding], Report]:
        """The findings of a code, at least one, and the report that holds them."""
        report = examine(self.root, workers=1)
        findings = [finding for finding in report.findings if finding.code == code]
        assert findings, f'{code} is not among {[(finding.code, finding.message) for finding in report.findings]}'
        return findings, report

    @staticmethod
    def serious(report: Report) -> set[str]:
        """Codes of errors and warnings."""
        return {finding.code for finding in report.findings if finding.severity != INFO}

    def edit_pixels(self, path: Path, edit: Callable[[np.ndarray], np.ndarray]) -> None:
        cv2.imwrite(str(path), edit(cv2.imread(str(path), cv2.IMREAD_UNCHANGED)))

    def edit_points(self, path: Path, edit: Callable[[dict], object]) -> None:
        """Let ``edit`` change the {symbol: value} of a landmark file in place."""
        content = json.loads(path.read_text(encoding='utf-8'))
        edit({entry['symbol']: entry['value'] for entry in content['landmarks']})
        path.write_text(json.dumps(content), encoding='utf-8')

    def edit_rows(self, edit: Callable[[dict], object]) -> None:
        """Let ``edit`` change every row of the device table in place."""
        with self.table.open(newline='', encoding='utf-8') as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            edit(row)
        with self.table.open('w', newline='', encoding='utf-8') as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)


@pytest.fixture(scope='session', autouse=True)
def looked_at_once():
    """Looks of the same pixels, and matches of the same looks, found once: the planted datasets share most images."""
    looks, matches, patch = {}, {}, pytest.MonkeyPatch()
    find_look, find_match = scan.look_of, duplicates.match_looks

    def look_of(greys):
        key = greys.shape, greys.tobytes()
        if key not in looks:
            looks[key] = find_look(greys)
        return looks[key]

    def match_looks(first, second, *symmetries):
        key = id(first), id(second), str(symmetries)
        if key not in matches:
            matches[key] = first, second, find_match(first, second, *symmetries)  # both live as long as their ids
        return matches[key][2]

    patch.setattr(scan, 'look_of', look_of)
    patch.setattr(duplicates, 'match_looks', match_looks)
    yield
    patch.undo()


@pytest.fixture(scope='session')
def clean_root(tmp_path_factory) -> Path:
    """Never written to by a test."""
    return write_phantom_dataset(tmp_path_factory.mktemp('doctor') / 'clean', 12, 4, 4, size=(225, 275), progress=False)


@pytest.fixture
def planted(clean_root, tmp_path) -> Planted:
    shutil.copytree(clean_root, tmp_path / 'planted')
    return Planted(tmp_path / 'planted')
