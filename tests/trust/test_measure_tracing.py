"""The script that measures tracings."""

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parent / 'measure_tracing.py'


def test_without_data_the_script_says_so_and_gives_what_it_can():
    environment = {key: value for key, value in os.environ.items() if key != 'ISBI2015_ROOT'}
    command = [sys.executable, SCRIPT, '--phantoms', '2']
    found = subprocess.run(command, capture_output=True, text=True, env=environment, check=True).stdout
    assert 'no data; give --root or ISBI2015_ROOT' in found
    assert '| symphysis | 0.' in found and '| trace, all layers |' in found
