"""The script as it is called, and whether its commands are ones that the tools take."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from config_files import CONFIGS

from aariz_mm.cli import build_parser
from aariz_mm.gpu_rows import ROWS, Settings
from aariz_mm.gpu_rows.steps import steps
from aariz_mm.launching.configs import Launch, build_train_config, parse_options

ROOT = Path(__file__).parents[2]
TRAIN_STEPS = [
    pytest.param(step, id=f'{row.name}-{step.name}')
    for row in ROWS
    for step in steps(row, Settings((row,), Path('work_dirs/gpu_rows'), 5, 2, 570))
    if step.name.startswith('train_')
]


def call(folder, **environment):
    """Run the script from a folder."""
    inherited = {name: value for name, value in os.environ.items() if not name.endswith('_ROOT')}
    return subprocess.run(
        ['bash', ROOT / 'tools/gpu_rows.sh'], cwd=folder, capture_output=True, text=True, timeout=60,
        env={**inherited, 'PYTHON': sys.executable, **environment},
    )  # fmt: skip


def test_script_says_what_is_missing(tmp_path):
    done = call(tmp_path)
    assert done.returncode == 2 and done.stderr.startswith('gpu_rows: AARIZ_CVM_ROOT is not set; set it to the data')


def test_script_takes_paths_of_the_folder_from_which_it_is_called(tmp_path):
    for split in ('train', 'valid'):
        (tmp_path / 'data' / split).mkdir(parents=True)
    done = call(tmp_path, ISBI2015_ROOT='data', ROWS='lite2_wide', OUT='rows', DRY_RUN='1')
    assert done.returncode == 0, done.stderr
    assert f'model.coarse_checkpoint={tmp_path}/rows/lite2_wide/isbi2015_lite0_softmax_320/epoch_30.pth' in done.stdout


@pytest.mark.parametrize('step', TRAIN_STEPS)
def test_training_of_a_row_is_one_that_the_tool_takes(step, monkeypatch):
    monkeypatch.chdir(ROOT)
    args = build_parser('train').parse_args(step.command[2:])
    options = parse_options([text for text in args.cfg_options if 'coarse_checkpoint' not in text])
    config = build_train_config(Launch(args.config, args.work_dir, options), None, args.amp, not args.no_validate)
    assert ROOT / args.config in CONFIGS
    assert (config.optim_wrapper.dtype, config.train_dataloader.num_workers) == ('bfloat16', 2)
    assert config.param_scheduler[0].total_steps == config.train_cfg.max_epochs


def test_guide_has_every_row_with_its_configs():
    guide = (ROOT / 'docs/guide/train.md').read_text(encoding='utf-8')
    names = [row.name for row in ROWS] + [Path(part.config).name for row in ROWS for part in row.trainings]
    assert not [name for name in names if f'`{name}`' not in guide]
