"""A header is read by the one plugin of Pillow that it needs."""

import subprocess
import sys

import pytest
from PIL import Image

from aariz_mm.radiographs.pictures import open_header

_CODE = """
import sys
from aariz_mm.radiographs.radiograph import open_radiograph
open_radiograph(sys.argv[1])
print(*[name for name in sys.modules if name.startswith('PIL.') and name.endswith('Plugin')])
"""


@pytest.mark.parametrize(('ending', 'plugin'), [('png', 'Png'), ('jpg', 'Jpeg'), ('bmp', 'Bmp'), ('webp', 'WebP')])
def test_no_more_plugins_are_imported_than_one_needs(tmp_path, ending, plugin):
    Image.new('L', (60, 80)).save(tmp_path / f'a.{ending}')
    found = subprocess.check_output([sys.executable, '-c', _CODE, str(tmp_path / f'a.{ending}')], text=True).split()
    assert f'PIL.{plugin}ImagePlugin' in found and 'PIL.PdfImagePlugin' not in found and len(found) < 4


@pytest.mark.parametrize('ending', ['png', 'jpg', 'bmp', 'webp', 'gif', 'ppm', 'tif', 'jp2'])
def test_every_kind_is_opened_from_a_path_and_from_bytes(tmp_path, ending):
    path = tmp_path / f'a.{ending}'
    Image.new('L', (60, 80)).save(path)
    with open_header(path) as by_path, open_header(path, path.read_bytes()) as by_bytes:
        assert by_path.size == by_bytes.size == (60, 80)
