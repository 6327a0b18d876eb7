"""The tools on models of CVM stages, with random weights: pictures of crops, and radiographs read in two stages."""

import json

import cv2
import pytest
import torch
from forked_tools import ROOT, run_tool
from mmengine.config import Config
from mmengine.registry import DefaultScope
from mmpose.datasets.datasets.utils import parse_pose_metainfo
from mmpose.registry import MODELS

from aariz_mm.cli import main
from aariz_mm.landmarks import build_metainfo
from aariz_mm.phantom import write_phantom_dataset

CROPS, LANDMARKS = ROOT / 'configs' / 'aariz_cvm_crop.py', ROOT / 'configs' / 'phantom' / 'phantom_lite0.py'


def run(tool, *args, **environment):
    """Exit status and output of a tool."""
    done = run_tool(tool, *args, **environment)
    return done.returncode, done.stdout + done.stderr


def save_untrained(config_path, folder, dataset_meta):
    """Checkpoint of a model with random weights, as the Runner saves it."""
    path = folder / f'{config_path.stem}.pth'
    with DefaultScope.overwrite_default_scope('mmpose'):
        torch.manual_seed(0)
        model = MODELS.build(Config.fromfile(str(config_path)).model)
    torch.save(dict(meta=dict(dataset_meta=dataset_meta), state_dict=model.state_dict()), path)
    return path


@pytest.fixture(scope='module')
def checkpoints(tmp_path_factory):
    folder = tmp_path_factory.mktemp('run')
    return {
        path: save_untrained(path, folder, {} if path == CROPS else parse_pose_metainfo(build_metainfo()))
        for path in (CROPS, LANDMARKS)
    }


@pytest.fixture(scope='module')
def radiograph(tmp_path_factory):
    root = write_phantom_dataset(tmp_path_factory.mktemp('data') / 'aariz', 0, 0, 1, size=(225, 275), progress=False)
    return next((root / 'test' / 'Cephalograms').iterdir())


def test_visualize_draws_crops_of_the_split_that_the_config_tests_on(checkpoints, stage_squares, tmp_path):
    out_dir = tmp_path / 'drawn'
    rc, log = run('visualize', CROPS, checkpoints[CROPS], '--max', 2, '--out-dir', out_dir,
                  AARIZ_CVM_ROOT=str(stage_squares))  # fmt: skip
    assert rc == 0, log
    assert sorted(path.name for path in out_dir.iterdir()) == ['contact_sheet.png', 'valid10.png', 'valid20.png']


def test_test_draws_crops(checkpoints, stage_squares, tmp_path):
    rc, log = run('test', CROPS, checkpoints[CROPS], '--work-dir', tmp_path / 'run', '--show-dir', tmp_path / 'drawn',
                  '--cfg-options', 'test_dataloader.num_workers=0', AARIZ_CVM_ROOT=str(stage_squares))  # fmt: skip
    assert rc == 0, log
    assert len(list((tmp_path / 'drawn').glob('*.png'))) == 6


def test_predict_reads_the_stage_from_the_region_of_the_landmarks(checkpoints, radiograph, tmp_path):
    rc, log = run('predict', LANDMARKS, checkpoints[LANDMARKS], radiograph, '--out-dir', tmp_path,
                  '--cvm-config', CROPS, '--cvm-checkpoint', checkpoints[CROPS])  # fmt: skip
    assert rc == 0, log
    content = json.loads((tmp_path / f'{radiograph.stem}.json').read_text())
    assert content['cvm_stage']['value'] in range(1, 7) and len(content['landmarks']) == 29
    assert sum(content['cvm_probabilities'].values()) == pytest.approx(1, abs=1e-3)
    assert set(content['cervical_roi']) == {'x1', 'y1', 'x2', 'y2'}
    assert cv2.imread(str(tmp_path / f'{radiograph.stem}_overlay.png')).shape[0] > 1400


@pytest.mark.parametrize('switch', ['--cvm-config', '--cvm-checkpoint'])
def test_predict_takes_both_cvm_switches_or_neither(switch, capsys):
    with pytest.raises(SystemExit, match='2'):
        main(['predict', 'a.py', 'b.pth', 'c.png', '--out-dir', 'd', switch, 'y'])
    assert '--cvm-config and --cvm-checkpoint go together' in capsys.readouterr().err


def test_draw_cervical_regions_writes_a_sheet(tmp_path):
    assert main(['draw-cervical-regions', str(tmp_path / 'sheet.jpg'), '--count', '1']) == 0
    assert cv2.imread(str(tmp_path / 'sheet.jpg')).shape[1] == 5 * 300 + 6 * 12
