"""Fresh processes, measured."""

import pytest

from aariz_mm.benchmark.importing import run_fresh, run_in_turn


def test_a_process_says_what_it_took(tmp_path):
    run = run_fresh("kept = b'x' * 2**26\nsum(range(3_000_000))", tmp_path)
    assert run.peak_mib > 64 and 0.01 < run.cpu_s < run.wall_s + 1 and run.heavy == ()


def test_memory_is_that_of_the_process_not_of_this_one(tmp_path):
    mine = b'x' * (400 * 2**20)
    assert run_fresh('pass', tmp_path).peak_mib < 100 < len(mine)


def test_heavy_packages_are_named(tmp_path):
    code = "import sys, types; sys.modules['torch'] = types.ModuleType('torch'); sys.exit(0)"
    assert run_fresh(code, tmp_path).heavy == ('torch',)


def test_code_that_fails_is_an_error_with_its_message(tmp_path):
    with pytest.raises(RuntimeError, match=r'ended with 1.*no such name'):
        run_fresh("raise SystemExit('no such name')", tmp_path)


def test_threads_are_those_asked_for(tmp_path):
    run_fresh("import os; assert os.environ['OMP_NUM_THREADS'] == '3'", tmp_path, threads=3)


def test_each_code_runs_as_often_as_asked():
    runs = run_in_turn(dict(a='pass', b='import json'), rounds=2)
    assert [len(found) for found in runs.values()] == [2, 2]
