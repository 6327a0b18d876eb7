"""``tools/compare.py`` as a user runs it, on runs made by chance."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from made_cases import simulate_pair

from aariz_mm.cli import main
from aariz_mm.evaluation.case_files import cases_path, write_cases
from aariz_mm.files import write_json

ROOT = Path(__file__).parents[2]


def compare(*args):
    """Exit status, output and errors."""
    command = [sys.executable, str(ROOT / 'tools' / 'compare.py'), *map(str, args)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600)
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope='module')
def runs(tmp_path_factory):
    """Scores, with their cases beside them, of a model, of one better by 0.1 mm, and of one on another split."""
    folder = tmp_path_factory.mktemp('runs')
    first, second = simulate_pair(0.1)
    other = replace(second, protocol={**second.protocol, 'split': 'test'})
    paths = {}
    for name, cases in dict(a=first, b=second, other=other).items():
        scores = dict(MRE_mm=float(np.nanmean(cases.landmarks.errors_mm())))
        paths[name] = write_json(folder / f'{name}.json', scores)
        write_cases(cases_path(paths[name]), cases)
    return paths


def test_compare_finds_the_better_run_and_a_run_no_better_than_itself(runs, tmp_path):
    rc, text, errors = compare(
        runs['a'], runs['b'], runs['a'], '--seed', 3, '--repeats', 1000, '--out', tmp_path / 'c.json'
    )
    assert rc == 0, errors
    assert 'B is better by 0.100' in text and 'no difference (identical on every image)' in text
    rows = json.loads((tmp_path / 'c.json').read_text())['comparisons']
    assert [row['better'] for row in rows if row['score'] == 'MRE_mm'] == [str(runs['b']), None]


def test_compare_refuses_another_protocol_without_a_traceback(runs, tmp_path, capsys):
    out = tmp_path / 'c.json'
    assert main(['compare', str(runs['a']), str(runs['other']), '--out', str(out)]) == 2
    message = capsys.readouterr().err
    assert message.startswith('error: ') and 'split: "valid" against "test"' in message
    assert not out.exists()


def test_compare_takes_recipes_with_several_trainings(runs, capsys):
    a, b = str(runs['a']), str(runs['b'])
    assert main(['compare', '--recipe', 'plain', a, b, '--recipe', 'site', b]) == 0
    text = capsys.readouterr().out
    assert 'A  plain, 2 trainings: ' in text and '2 and 1 trainings: images and seeds' in text


@pytest.mark.parametrize('args', [['RUN'], ['RUN', 'RUN', '--recipe', 'x', 'RUN'], ['--recipe', 'x', 'RUN'], []])
def test_compare_says_what_it_needs(runs, args, capsys):
    with pytest.raises(SystemExit) as caught:
        main(['compare', *(str(runs['a']) if arg == 'RUN' else arg for arg in args)])
    assert caught.value.code == 2 and 'two runs or more, or --recipe twice' in capsys.readouterr().err
