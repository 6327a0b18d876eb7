import platform
import subprocess
import sys

import pytest

SCRIPT = """
import resource
import numpy as np
from aariz_mm.engine.memory import keep_freed_memory

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
    answer = subprocess.run([sys.executable, '-c', SCRIPT], capture_output=True, text=True, check=True)
    mapped, kept = map(int, answer.stdout.split())
    assert kept < mapped / 10


def test_other_c_libraries_are_left_alone(monkeypatch):
    from aariz_mm.engine.memory import keep_freed_memory

    monkeypatch.setattr(platform, 'libc_ver', lambda: ('', ''))
    assert keep_freed_memory() is False
