"""An ensemble as a user scores it: one config, several checkpoints."""

import json
import os
import subprocess
import sys
from pathlib import Path

import torch
from mmengine.config import Config
from mmengine.registry import DefaultScope
from mmpose.registry import MODELS

ROOT = Path(__file__).parents[2]
CONFIG = ROOT / 'configs' / 'aariz_cvm_crop_ensemble.py'


def test_test_scores_two_checkpoints_as_one_ensemble(stage_squares, tmp_path):
    checkpoints = [str(tmp_path / name) for name in ('a.pth', 'b.pth')]
    with DefaultScope.overwrite_default_scope('mmpose'):
        for path in checkpoints:
            torch.save(dict(state_dict=MODELS.build(Config.fromfile(str(CONFIG)).model.member).state_dict()), path)
    out = tmp_path / 'scores.json'
    options = 'test_dataloader.dataset.pipeline.2.input_size=(64,64)', 'test_dataloader.num_workers=0'
    done = subprocess.run(
        [sys.executable, ROOT / 'tools' / 'test.py', CONFIG, *checkpoints, '--out', out, '--work-dir', tmp_path / 'run',
         '--cfg-options', *options],
        cwd=ROOT, env={**os.environ, 'AARIZ_CVM_ROOT': str(stage_squares)}, capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    scores = json.loads(out.read_text())
    assert scores['checkpoint'] == checkpoints and scores['CVM_num_images'] == 6
