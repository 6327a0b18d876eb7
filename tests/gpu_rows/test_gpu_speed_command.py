"""The script that measures a GPU and trains on it: what it says, and whether the tools take its commands."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from aariz_mm.cli import build_parser

ROOT = Path(__file__).parents[2]


def call(*arguments, **environment):
    inherited = {name: value for name, value in os.environ.items() if not name.endswith('_ROOT')}
    return subprocess.run(
        ['bash', ROOT / 'tools/gpu_speed.sh', *arguments], capture_output=True, text=True, timeout=60,
        env={**inherited, 'PYTHON': sys.executable, **environment},
    )  # fmt: skip


@pytest.fixture
def data(tmp_path):
    for split in ('train', 'valid'):
        (tmp_path / split).mkdir()
    return str(tmp_path)


@pytest.mark.parametrize(
    ('arguments', 'settings', 'message'),
    [
        ((), {}, "ISBI2015_ROOT is '', expected the folder of the data"),
        (('a.py',), {}, 'expected no arguments, got: a.py'),
        ((), dict(DEADLINE_S='soon'), "DEADLINE_S is 'soon', expected a whole number of at least 60"),
    ],
)
def test_script_says_what_is_wrong_and_how_it_is_called(arguments, settings, message, data):
    environment = dict(settings, ISBI2015_ROOT=data) if settings or arguments else {}
    done = call(*arguments, **environment)
    assert done.returncode == 2 and done.stderr.startswith(f'error: {message}') and 'usage:' in done.stderr


def test_script_measures_first_and_then_trains_and_tests_the_recipe(data):
    done = call(ISBI2015_ROOT=data, DRY_RUN='1', OUT='rows')
    measure, _, train, test = done.stdout.splitlines()[:4]
    assert done.returncode == 0, done.stderr
    args = build_parser('benchmark').parse_args(shlex.split(measure.partition(' | ')[0])[4:])
    assert (args.measure, args.device, args.amp, args.batch_size) == ('train-step', 'cuda', True, 32)
    assert Path(args.config).is_file() and args.out == 'rows/speed.json'
    assert 'tools/train.py' in train and 'isbi2015_hrnet_512' in train and 'tools/test.py' in test
