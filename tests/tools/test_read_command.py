"""`aariz-mm read` with a bundle of an untrained model: files, warnings and status as of predict."""

import json
import os
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from aariz_mm.phantom import draw_indexed_phantom

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope='module')
def bundle(tmp_path_factory):
    import torch
    from mmengine.config import Config
    from mmengine.registry import init_default_scope
    from mmpose.registry import MODELS

    import aariz_mm.register  # noqa: F401
    from aariz_mm.datasets import AarizDataset
    from aariz_mm.export.bundle import export_bundle
    from aariz_mm.landmarks import build_metainfo

    init_default_scope('mmpose')
    config = Config.fromfile(str(ROOT / 'configs' / 'phantom' / 'phantom_demo.py'))
    config.model.backbone.init_cfg = None
    folder = tmp_path_factory.mktemp('bundle')
    meta = dict(dataset_meta=AarizDataset._load_metainfo(build_metainfo()))
    torch.save(dict(meta=meta, state_dict=MODELS.build(config.model).state_dict()), folder / 'a.pth')
    return export_bundle(config, folder / 'a.pth', folder / 'a.onnx')[0]


def read(*args):
    call = [sys.executable, 'tools/read.py', *map(str, args)]
    environment = {**os.environ, 'PYTHONIOENCODING': 'utf-8'}
    return subprocess.run(call, cwd=ROOT, env=environment, capture_output=True, encoding='utf-8', timeout=300)


def test_read_writes_what_predict_writes(bundle, tmp_path):
    films = tmp_path / 'films'
    (films / 'P1').mkdir(parents=True)
    cv2.imwrite(str(films / 'P1' / 'ceph.png'), draw_indexed_phantom(0, 'test', 0, (180, 220)).image)
    (films / 'b.png').write_bytes(b'')
    done = read(films, '--model', bundle, '--out-dir', tmp_path / 'out', '--threads', 1, '--force')
    assert done.returncode == 1 and '1 of 2 radiographs read' in done.stdout and 'Traceback' not in done.stderr
    content = json.loads((tmp_path / 'out' / 'P1' / 'ceph.json').read_text(encoding='utf-8'))
    assert len(content['landmarks']) == 29 and (tmp_path / 'out' / 'P1' / 'ceph_overlay.png').is_file()


def test_read_refuses_what_is_no_cephalogram_in_a_line(bundle, tmp_path):
    cv2.imwrite(str(tmp_path / 'a.png'), np.full((220, 180), 90, np.uint8))
    done = read(tmp_path / 'a.png', '--model', bundle, '--out-dir', tmp_path / 'out', '--threads', 1)
    assert done.returncode == 1 and 'a.png: failed: no lateral cephalogram: ' in done.stderr
    assert '--force' in done.stderr and 'Traceback' not in done.stderr and not (tmp_path / 'out' / 'a.json').exists()


def test_read_names_what_is_no_bundle(tmp_path):
    cv2.imwrite(str(tmp_path / 'a.png'), draw_indexed_phantom(0, 'test', 0, (180, 220)).image)
    (tmp_path / 'a.onnx').write_bytes(b'no model')
    done = read(tmp_path / 'a.png', '--model', tmp_path / 'a.onnx', '--out-dir', tmp_path / 'out')
    assert done.returncode == 2 and 'no ONNX model that can be loaded' in done.stderr
