"""The console script and the files of tools/."""

import subprocess
import sys
from pathlib import Path

import pytest

from aariz_mm.cli import COMMANDS, build_parser, main

ROOT = Path(__file__).parents[2]
HEAVY = ('torch', 'mmengine', 'mmpose', 'cv2', 'matplotlib')


def test_every_tool_is_a_command_and_every_command_a_tool():
    assert {path.stem.replace('_', '-') for path in (ROOT / 'tools').glob('*.py')} == set(COMMANDS)


@pytest.mark.parametrize('name', COMMANDS)
def test_a_command_parses_its_arguments_before_anything_heavy_is_imported(console, name):
    code = f"""
import sys
from aariz_mm.cli import main
try:
    main([{name!r}, '--help'])
except SystemExit as stop:
    assert stop.code == 0
print([module for module in {HEAVY} if module in sys.modules])
"""
    done = console.run(code)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == '[]', done.stdout


def test_every_command_has_the_switch_that_shows_traces():
    assert all('--debug' in build_parser(name).format_help() for name in COMMANDS)


def test_a_missing_config_is_said_before_torch_is_imported(console, tmp_path):
    code = (
        'import sys; from aariz_mm.cli import main\n'
        f'status = main(["train", {str(tmp_path / "a.py")!r}]); print(status, "torch" in sys.modules)'
    )
    done = console.run(code)
    assert done.stdout.split() == ['2', 'False'] and 'a.py: no such config; see configs/' in done.stderr


def test_without_a_command_the_overview_is_shown(capsys):
    assert main([]) == 0
    shown = capsys.readouterr().out
    assert all(name in shown for name in COMMANDS)


def test_an_unknown_command_is_refused(capsys):
    with pytest.raises(SystemExit, match='2'):
        main(['trian'])
    assert 'trian' in capsys.readouterr().err


def test_importing_the_package_imports_nothing_else():
    code = 'import sys; before = set(sys.modules); import aariz_mm; print(*set(sys.modules) - before)'
    done = subprocess.run([sys.executable, '-c', code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ['aariz_mm']
