import platform
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import resource, runpy, sys
import numpy as np
keep_freed_memory = runpy.run_path(sys.argv[1])['keep_freed_memory']  # without the rest of its package

def faults(steps):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(steps):
        np.ones(2**24, dtype=np.uint8)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

mapped = faults(10)
assert keep_freed_memory()
faults(1)
print(mapped, faults(10))
"""


@pytest.mark.skipif(platform.libc_ver()[0] != 'glibc', reason='mallopt is glibc; nothing to change elsewhere')
def test_freed_blocks_are_used_again_without_new_pages():
    module = Path(__file__).parents[2] / 'aariz_mm/engine/memory.py'
    answer = subprocess.run([sys.executable, '-c', SCRIPT, module], capture_output=True, text=True, check=True)
    mapped, kept = map(int, answer.stdout.split())
    assert kept < mapped / 10


def test_other_c_libraries_are_left_alone(monkeypatch):
    from aariz_mm.engine.memory import keep_freed_memory

    monkeypatch.setattr(platform, 'libc_ver', lambda: ('', ''))
    assert keep_freed_memory() is False
