"""What the server frees goes back to the system."""

import ctypes
import platform
import subprocess
import sys

import pytest

from aariz_mm.review.memory import return_freed_memory

SCRIPT = """
import ctypes, sys
from aariz_mm.review.memory import return_freed_memory

assert sys.argv[1] == 'usual' or return_freed_memory()
class Info(ctypes.Structure):
    names = 'arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost'
    _fields_ = [(name, ctypes.c_size_t) for name in names.split()]
find = ctypes.CDLL(None).mallinfo2
find.restype = Info
block = bytearray(16 << 20)
del block  # from now on glibc takes blocks of this size for small ones
before = find().hblks
block = bytearray(4 << 20)
print(find().hblks - before)
"""


IS_GLIBC = platform.libc_ver()[0] == 'glibc' and hasattr(ctypes.CDLL(None), 'mallinfo2')


@pytest.mark.skipif(not IS_GLIBC, reason='glibc 2.33 or later alone tells what it has mapped')
@pytest.mark.parametrize(('how', 'mapped'), [('usual', 0), ('returned', 1)])
def test_a_large_block_is_one_that_can_be_given_back(how, mapped):
    answer = subprocess.run([sys.executable, '-c', SCRIPT, how], capture_output=True, text=True, check=True)
    assert int(answer.stdout) == mapped


def test_other_c_libraries_are_left_alone(monkeypatch):
    monkeypatch.setattr(platform, 'libc_ver', lambda: ('', ''))
    assert return_freed_memory() is False
