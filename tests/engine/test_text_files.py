"""Text files of MMEngine in folders that are gone or on a disk that is full."""

import contextlib
import logging
from importlib import import_module

import aariz_mm.engine.text_files as text_files


def test_a_folder_that_was_removed_is_made_again(tmp_path):
    text_files.write_utf8()
    with import_module('mmengine.visualization.vis_backend').open(tmp_path / 'gone' / 'scalars.json', 'a+') as file:
        file.write('{}')
    assert (tmp_path / 'gone' / 'scalars.json').read_text() == '{}'


def test_lines_that_are_lost_are_told_once(tmp_path, capsys):
    handler = logging.FileHandler(tmp_path / 'a.log')
    with contextlib.suppress(OSError):
        try:
            raise OSError(28, 'No space left on device')
        finally:
            text_files._say_once(handler, None)
            text_files._say_once(handler, None)
    handler.close()
    told = f'warning: {tmp_path / "a.log"}: lines are lost ([Errno 28] No space left on device)\n'
    assert capsys.readouterr().err == told
