"""A tiny dataset in the Aariz layout, written into a temporary folder and bent by the tests as they need."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from figshare_server import SMALL_DATASET, FigshareServer, zip_bytes
from made_once import look_once, make_configs_once, make_phantoms_once, spare_collections
from offline import ATTEMPTS, block_network
from PIL import Image

from aariz_mm.landmarks import LANDMARKS

block_network()
JUNIOR, SENIOR = 'Junior Orthodontists', 'Senior Orthodontists'
CSV_HEADER = 'cephalogram_id,machine,pixel_size,image_format,mode'


class TinyAariz:
    """Writer of 60 x 80 px radiographs; landmark i lies at (5 + i, 10 + 2 i), for the senior one px right of it."""

    def __init__(self, root: Path):
        self.root = root
        self.csv_lines = [CSV_HEADER]

    def add(self, ceph_id: str, split: str = 'train', machine: str = 'ART Plus', stage: int | None = 3) -> None:
        rng = np.random.default_rng(len(self.csv_lines))
        image_path = self.image_path(ceph_id, split)
        image_path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(rng.integers(0, 256, (80, 60), dtype=np.uint8)).save(image_path)
        for shift, reader in enumerate((JUNIOR, SENIOR)):
            landmarks = [
                dict(landmark_id=point.landmark_id, title=point.title, symbol=point.symbol, value=dict(x=x, y=y))
                for point, x, y in zip(LANDMARKS, range(5 + shift, 40), range(10, 80, 2), strict=False)
            ]
            content = dict(ceph_id=ceph_id, landmarks=landmarks, dataset_name='tiny')
            write_json(self.landmark_path(ceph_id, reader, split), content)
        if stage is not None:
            content = dict(ceph_id=ceph_id, cvm_stage=dict(id='x', title=f'CVM-S{stage}', value=stage))
            write_json(self.cvm_path(ceph_id, split), content)
        self.csv_lines.append(f'{ceph_id},{machine},0.1,png,{split.title()}')
        self.write_csv(self.csv_lines)

    def image_path(self, ceph_id: str, split: str = 'train') -> Path:
        return self.root / split / 'Cephalograms' / f'{ceph_id}.png'

    def landmark_path(self, ceph_id: str, reader: str = SENIOR, split: str = 'train') -> Path:
        return self.root / split / 'Annotations' / 'Cephalometric Landmarks' / reader / f'{ceph_id}.json'

    def cvm_path(self, ceph_id: str, split: str = 'train') -> Path:
        return self.root / split / 'Annotations' / 'CVM Stages' / f'{ceph_id}.json'

    @property
    def csv_path(self) -> Path:
        return self.root / 'cephalogram_machine_mappings.csv'

    def write_csv(self, lines: list[str]) -> None:
        self.csv_path.write_text('\n'.join(lines) + '\n', encoding='utf-8')

    def edit_csv(self, old: str, new: str) -> None:
        self.csv_path.write_text(self.csv_path.read_text(encoding='utf-8').replace(old, new), encoding='utf-8')

    def edit_landmarks(self, ceph_id: str, edit: Callable[[list], None], readers: tuple = (JUNIOR, SENIOR)) -> None:
        """Let ``edit`` change the list of landmarks of each reader's file in place."""
        for reader in readers:
            edit_json(self.landmark_path(ceph_id, reader), lambda content: edit(content['landmarks']))

    def move_point(self, ceph_id: str, symbol: str, x: object, y: object, readers: tuple = (JUNIOR, SENIOR)) -> None:
        self.edit_landmarks(ceph_id, lambda points: find_point(points, symbol)['value'].update(x=x, y=y), readers)


def find_point(points: list[dict], symbol: str) -> dict:
    """The entry of a landmark in a reader's list."""
    return next(point for point in points if point['symbol'] == symbol)


def write_json(path: Path, content: object) -> None:
    """Write a JSON file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), encoding='utf-8')


def edit_json(path: Path, edit: Callable[[dict], None]) -> None:
    """Let ``edit`` change the content of a JSON file in place."""
    content = json.loads(path.read_text(encoding='utf-8'))
    edit(content)
    write_json(path, content)


def pytest_collection_finish():
    """Leave all that is imported and collected to itself, and look for garbage a tenth as often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


@pytest.fixture(scope='session', autouse=True)
def lay_out():
    """What lays out the config that each Runner writes down, which takes from 0.3 to 8 s.

    In tests that text stays as it is, which says the same. What many of them ask for is made once.
    """
    with pytest.MonkeyPatch.context() as patch:
        make_phantoms_once(patch)
        if 'mmengine' not in sys.modules:
            yield None
            return
        make_configs_once(patch)
        spare_collections(patch)
        from yapf.yapflib import yapf_api

        stock = yapf_api.FormatCode
        patch.setattr(yapf_api, 'FormatCode', lambda text, **_: (text, True))
        yield stock


@pytest.fixture
def first_look_only(monkeypatch):
    """Models that have learnt nothing find no face in any turn of a radiograph."""
    look_once(monkeypatch)


@pytest.fixture
def server(monkeypatch):
    """What plays figshare, with a small archive."""
    monkeypatch.setenv('no_proxy', '127.0.0.1')
    figshare = FigshareServer(zip_bytes(SMALL_DATASET))
    yield figshare
    figshare.close()


@pytest.fixture
def stage_squares(tmp_path) -> Path:
    """Crops sorted by stage, 30 for training and 6 for validation: the wider the grey square, the later the stage."""
    for split, copies in (('train', 5), ('valid', 1)):
        for stage in range(1, 7):
            for index in range(copies):
                path = tmp_path / 'crops' / split / str(stage) / f'{split}{stage}{index}.png'
                path.parent.mkdir(parents=True, exist_ok=True)
                square = np.zeros((40, 40), dtype=np.uint8)
                square[5:35, 5 : 5 + 5 * stage] = 200
                Image.fromarray(square).save(path)
    return tmp_path / 'crops'


@pytest.fixture
def tiny_aariz(tmp_path) -> TinyAariz:
    """Three training images (one with a dot in its name), one for validation and one for testing."""
    tiny = TinyAariz(tmp_path / 'Aariz')
    for ceph_id in ('a.1', 'b', 'c'):
        tiny.add(ceph_id)
    tiny.add('v', 'valid')
    tiny.add('t', 'test')
    return tiny


@pytest.fixture(autouse=True)
def offline():
    """Fails a test that tried to reach another machine. One that is to try empties ``ATTEMPTS`` itself."""
    ATTEMPTS.clear()
    yield
    assert not ATTEMPTS, f'not without network: {ATTEMPTS}'
