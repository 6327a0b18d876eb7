"""From the Aariz layout to each format and back: the same coordinates, which the dataset reads."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from small_sources import run_import

from aariz_mm.annotations.files import read_landmarks, read_machines
from aariz_mm.annotations.layout import find_machine_csv, list_split
from aariz_mm.annotations.records import Machines, RecordPolicy, read_records
from aariz_mm.doctor import examine
from aariz_mm.interchange import FORMATS
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.radiographs.images import image_size

SENIOR = 'Senior Orthodontists'
TOLERANCE_PX = {'label-studio': 1e-3}


def read_points(root, img_id, reader, size):
    path = root / 'train' / 'Annotations' / 'Cephalometric Landmarks' / reader / f'{img_id}.json'
    return read_landmarks(path, img_id, size)


def back_and_forth(layout, phantom, folder):
    """Export and import again; the folder of the result and the name of each image before."""
    out = folder / 'exported'
    only = [] if FORMATS[layout].has_readers else ['--only', SENIOR]
    assert run_import(layout, phantom, '--export', '--out', out, *only) == (FORMATS[layout].symbols != SYMBOLS)
    whole = [path for path in out.iterdir() if path.suffix in ('.json', '.xml') or path.name == 'landmarks.csv']
    images = out / 'images' if layout == 'cldetection' else phantom / 'train' / 'Cephalograms'
    reader = ['--reader', SENIOR] if only else []
    table = out / 'pixel_sizes.csv'
    args = (layout, whole[0] if len(whole) == 1 else out, '--images', images, '--out', folder / 'imported', *reader)
    assert run_import(*args, '--pixel-size', table) == 0
    rows = [line.split(',') for line in table.read_text().splitlines()[1:]]
    return folder / 'imported', {row[0]: row[3] for row in rows}


@pytest.fixture(scope='module', params=FORMATS)
def trip(request, phantom, tmp_path_factory):
    return request.param, *back_and_forth(request.param, phantom, tmp_path_factory.mktemp('trip'))


def test_round_trip_keeps_every_coordinate(trip, phantom):
    layout, imported, names = trip
    readers = ('Junior Orthodontists', SENIOR) if FORMATS[layout].has_readers else (SENIOR,)
    held = [SYMBOLS.index(symbol) for symbol in FORMATS[layout].symbols]
    for img_id, before in names.items():
        size = image_size(phantom / 'train' / 'Cephalograms' / f'{before}.png')
        for reader in readers:
            now, then = (
                read_points(root, name, reader, size) for root, name in ((imported, img_id), (phantom, before))
            )
            np.testing.assert_allclose(now[held], then[held], rtol=0, atol=TOLERANCE_PX.get(layout, 1e-6))
            assert np.isnan(np.delete(now, held, axis=0)).all()


def test_round_trip_keeps_images_devices_and_pixel_sizes(trip, phantom):
    _, imported, names = trip
    now, then = (read_machines(find_machine_csv(root)) for root in (imported, phantom))
    for img_id, before in names.items():
        assert now[img_id][0].machine == then[before][0].machine
        assert float(now[img_id][0].pixel_size) == float(then[before][0].pixel_size)
        images = [
            root / 'train' / 'Cephalograms' / f'{name}.png' for root, name in ((imported, img_id), (phantom, before))
        ]
        assert images[0].read_bytes() == images[1].read_bytes()


def test_imported_folder_has_no_error_of_the_doctor(trip):
    assert examine(trip[1]).count('error') == 0


def test_imported_folder_gives_records(trip):
    layout, imported, names = trip
    table = find_machine_csv(imported)
    policy = RecordPolicy('senior', FORMATS[layout].symbols)
    read = read_records(list_split(imported / 'train'), Machines(table, read_machines(table)), policy)
    assert [record['img_id'] for record in read.records] == sorted(names) and not read.problems
    assert all(record['keypoints_visible'].all() for record in read.records)


def test_imported_folder_is_read_by_the_dataset(phantom, tmp_path):
    import aariz_mm.register  # noqa: F401 (makes MMPose importable)
    from aariz_mm.datasets import AarizDataset

    imported, names = back_and_forth('coco', phantom, tmp_path)
    dataset = AarizDataset(data_root=str(imported), split='train', truth=f'reader:{SENIOR}', valid_fraction=0.34)
    assert 0 < len(dataset) < len(names) + 1


def test_radiographs_without_pixel_size_are_exported_where_the_format_has_none(phantom, tmp_path):
    root = tmp_path / 'phantom'
    shutil.copytree(phantom, root)
    lines = find_machine_csv(root).read_text().splitlines()
    cells = lines[1].split(',')
    lines[1] = ','.join([*cells[:2], '', *cells[3:]])
    find_machine_csv(root).write_text('\n'.join(lines) + '\n')
    assert run_import('csv', root, '--export', '--out', tmp_path / 'csv', '--only', SENIOR) == 0
    assert cells[0] in (tmp_path / 'csv' / 'landmarks.csv').read_text()
    assert f'{cells[0]},{cells[1]},,{cells[0]}' in (tmp_path / 'csv' / 'pixel_sizes.csv').read_text()
    assert run_import('cldetection', root, '--export', '--out', tmp_path / 'cl', '--only', SENIOR) == 1


def test_nothing_in_the_source_is_changed(phantom, tmp_path):
    def content():
        return {path: path.read_bytes() for path in sorted(phantom.rglob('*')) if path.is_file()}

    before = content()
    back_and_forth('label-studio', phantom, tmp_path)
    assert content() == before


def test_export_says_what_a_format_has_no_place_for(phantom, tmp_path):
    report = tmp_path / 'r.json'
    args = ('isbi2015', phantom, '--export', '--out', tmp_path / 'out', '--report', report)
    assert run_import(*args) == 1
    misfits = json.loads(report.read_text())['misfits']
    assert {misfit['kind'] for misfit in misfits} == {'no place in the format'}
    assert len({misfit['what'] for misfit in misfits}) == 10


def test_export_of_several_readers_asks_for_one(phantom, tmp_path, capsys):
    assert run_import('coco', phantom, '--export', '--out', tmp_path / 'out') == 2
    assert '--only' in capsys.readouterr().err and not (tmp_path / 'out').exists()


def test_export_replaces_nothing(phantom, tmp_path, capsys):
    (tmp_path / 'mine.txt').write_text('mine')
    assert run_import('coco', phantom, '--export', '--out', tmp_path, '--only', SENIOR) == 2
    assert [path.name for path in tmp_path.iterdir()] == ['mine.txt']
    assert 'not an empty folder' in capsys.readouterr().err


def test_export_of_an_unknown_reader_names_those_there(phantom, tmp_path, capsys):
    assert run_import('cvat', phantom, '--export', '--out', tmp_path / 'out', '--only', 'Nobody') == 2
    assert SENIOR in capsys.readouterr().err


def test_import_needs_no_torch(phantom, tmp_path):
    out = tmp_path / 'out'
    code = (
        'import sys; from aariz_mm.cli import main\n'
        f'main(["import-annotations", "coco", {str(phantom)!r}, "--export", "--out", {str(out)!r}, '
        f'"--only", "{SENIOR}"])\n'
        'print([name for name in ("torch", "mmengine", "mmpose", "matplotlib") if name in sys.modules])'
    )
    done = subprocess.run([sys.executable, '-c', code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == '[]' and Path(out / 'coco.json').is_file()
