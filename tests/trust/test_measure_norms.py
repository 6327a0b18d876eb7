"""The script that counts contradictions."""

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parent / 'measure_norms.py'


def test_without_data_the_script_says_so_and_gives_what_it_can():
    environment = {key: value for key, value in os.environ.items() if key != 'ISBI2015_ROOT'}
    found = subprocess.run([sys.executable, SCRIPT], capture_output=True, text=True, env=environment, check=True)
    assert 'No ISBI 2015 data at None' in found.stdout
    assert '| SDs by which Co-Gn of a woman at the norm is off, measured in true mm | 0.00 |' in found.stdout
    assert 'N-ANS' in found.stdout and 'SN-MP' not in found.stdout
