"""The page's own tests: what its modules compute, run by node."""

import shutil
import subprocess
from pathlib import Path

import pytest

TESTS = sorted((Path(__file__).parent / 'js').glob('*.test.mjs'))
_MISSING = 'no node: install Node.js 20 or newer to run the tests of the page (tests/review/js)'


@pytest.mark.parametrize('path', TESTS, ids=lambda path: path.name.removesuffix('.test.mjs'))
def test_module(path):
    node = shutil.which('node') or pytest.skip(_MISSING)
    run = subprocess.run([node, '--test-reporter=tap', path], capture_output=True, text=True, timeout=120)
    assert run.returncode == 0 and '# fail 0' in run.stdout, run.stdout + run.stderr


def test_there_are_tests():
    assert {'display', 'geometry', 'layers', 'pixels'} <= {path.name.removesuffix('.test.mjs') for path in TESTS}
