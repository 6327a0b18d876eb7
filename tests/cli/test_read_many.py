"""`aariz-mm read` on what users have: broken files by name, tables of all, resumption, zips, several processes."""

import contextlib
import csv
import json
import os
import shutil
import struct
import sys
import zipfile
import zlib
from pathlib import Path

import cv2
import numpy as np
import openpyxl
import pytest
from forked_workers import fork_workers
from PIL import Image

from aariz_mm.analysis import MEASUREMENTS
from aariz_mm.cli import main
from aariz_mm.phantom import draw_indexed_phantom

sys.path.insert(0, str(Path(__file__).parents[1] / 'reading'))
from tiny_bundles import write_landmark_bundle, write_stage_bundle

COUNT = len(MEASUREMENTS)


@pytest.fixture(scope='module')
def phantoms():
    return [draw_indexed_phantom(0, 'test', index, (144, 176)).image for index in range(4)]


@pytest.fixture
def place(tmp_path, monkeypatch, phantoms):
    """The current folder, with tiny bundles that are found by name and two radiographs in ``films``."""
    write_landmark_bundle(tmp_path / 'bundles' / 'ceph29.onnx')
    write_stage_bundle(tmp_path / 'bundles' / 'cvm6.onnx')
    monkeypatch.setattr('aariz_mm.bundles.finding.SHIPPED', tmp_path / 'bundles')
    monkeypatch.delenv('AARIZ_BUNDLES', raising=False)
    (tmp_path / 'films').mkdir()
    for name, image in zip('ab', phantoms, strict=False):
        cv2.imwrite(str(tmp_path / 'films' / f'{name}.png'), image)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def forked(monkeypatch):
    fork_workers(monkeypatch)


def read(*arguments):
    return main(['read', *map(str, arguments), '--overlay-side', '200'])


def table(path):
    with Path(path).open(encoding='utf-8-sig', newline='') as file:
        return list(csv.DictReader(file))


def test_a_radiograph_needs_no_other_argument(place, capsys):
    assert main(['read', 'films/a.png']) == 0
    assert '1 of 1 radiograph read; results in aariz_results' in capsys.readouterr().out
    written = sorted(path.name for path in (place / 'aariz_results').iterdir())
    assert written == ['a.json', 'a_overlay.png', 'landmarks.csv', 'measurements.csv', 'summary.csv', 'summary.html']
    row = table('aariz_results/summary.csv')[0]
    assert row['stage'] == '4' and row['file'] == str(Path('films/a.png')) and row['error'] == ''
    assert len(table('aariz_results/landmarks.csv')) == 29 and len(table('aariz_results/measurements.csv')) == COUNT


@pytest.mark.parametrize(('more', 'expected'), [((), ''), (('--magnification', '1,1'), '1.1')])
def test_the_magnification_that_is_given_stands_in_the_results(place, more, expected):
    assert read('films/a.png', '--pixel-size', '0.5', '--sex', 'f', '--age', '30', '--cvm', 'none', *more) == 0
    assert table('aariz_results/summary.csv')[0]['magnification'] == expected
    meanings = {row['key']: row['meaning'] for row in table('aariz_results/measurements.csv')}
    assert ('compared at 1.08' in meanings['Co-Gn']) is bool(more)


@pytest.mark.parametrize(
    ('text', 'sex'), [('F', 'f'), ('female', 'f'), ('Female', 'f'), ('M', 'm'), ('male', 'm'), ('MALE', 'm')]
)
def test_the_sex_may_be_written_out_and_in_capitals(place, text, sex):
    assert read('films/a.png', '--sex', text, '--formats', 'csv', '--cvm', 'none') == 0
    assert table('aariz_results/summary.csv')[0]['sex'] == sex


@pytest.mark.parametrize(
    ('arguments', 'column', 'value'),
    [
        (['--pixel-size', '0,25'], 'pixel_size_mm', '0.25'),
        (['--pixel-size', ',1'], 'pixel_size_mm', '0.1'),
        (['--pixel-size', '0.22727272727272727'], 'pixel_size_mm', '0.227273'),
        (['--age', '12,5'], 'age_years', '12.5'),
    ],
)
def test_a_comma_is_a_decimal_mark_and_tables_have_few_digits(place, arguments, column, value):
    assert read('films/a.png', *arguments, '--formats', 'csv', '--cvm', 'none') == 0
    assert table('aariz_results/summary.csv')[0][column] == value


def test_what_failed_has_no_result(place):
    (place / 'films' / 'c.png').write_bytes(b'')
    assert read('films') == 1
    assert [row['result'] for row in table('aariz_results/summary.csv')] == ['a', 'b', '']


@pytest.mark.parametrize(('option', 'most'), [('--jobs', 64), ('--threads', 512)])
def test_a_slip_of_the_keyboard_starts_no_thousand_processes(place, capsys, option, most):
    with contextlib.suppress(SystemExit):  # of argparse
        assert read('films', option, '100000') == 2
    assert f'expected 1 to {most}' in capsys.readouterr().err and not Path('aariz_results').exists()


def test_python_m_is_the_same_command(place):
    import subprocess

    environment = {**os.environ, 'AARIZ_BUNDLES': str(place / 'bundles'), 'PYTHONPATH': str(Path(__file__).parents[2])}
    call = [sys.executable, '-m', 'aariz_mm', 'read', 'films/a.png', '--model', 'bundles/ceph29.onnx', '--cvm', 'none']
    done = subprocess.run(call, env=environment, capture_output=True, encoding='utf-8', timeout=120)
    assert done.returncode == 0 and '1 of 1 radiograph read' in done.stdout, done.stderr


def png_of(width, height, rows=b''):
    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))

    head = struct.pack('>IIBBBBB', width, height, 8, 0, 0, 0, 0)
    return b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', head) + chunk(b'IDAT', zlib.compress(rows)) + chunk(b'IEND', b'')


def break_files(folder, image):
    """Twenty files, each broken in its own way; their names."""
    good = {ending: cv2.imencode(f'.{ending}', image)[1].tobytes() for ending in ('png', 'jpg', 'bmp', 'webp', 'tif')}
    contents = {
        'x01_empty.png': b'', 'x02_cut.png': good['png'][:60], 'x03_cut.jpg': good['jpg'][:100],
        'x04_text.png': b'no image at all', 'x05_page.jpg': b'<html><body>not found</body></html>',
        'x06_paper.png': b'%PDF-1.7\n' + bytes(500), 'x07_zip.png': b'PK\3\4' + bytes(200),
        'x08_huge.png': png_of(2_000_000_000, 2_000_000_000), 'x09_noise.bmp': bytes(range(256)) * 9,
        'x10_cut.bmp': good['bmp'][:30], 'x11_cut.webp': good['webp'][:25], 'x12_cut.tif': good['tif'][:40],
        'x13_zeros.tif': bytes(5000), 'x14_no_pixels.png': png_of(0, 0),
        'x15_wrong_words.png': b'\x89PNG\r\n\x1a\n' + b'x' * 99,
    }  # fmt: skip
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    (folder / 'x16_folder.png').mkdir()
    (folder / 'x17_link.png').symlink_to(folder / 'nothing.png')
    (folder / 'x18_round.png').symlink_to(folder / 'x18_round.png')
    pages = [Image.fromarray(image)] * 2
    pages[0].save(folder / 'x19_pages.tif', save_all=True, append_images=pages[1:])
    Image.fromarray(image).save(folder / 'x20_stretched.png', dpi=(100, 200))
    return sorted(path.name for path in folder.iterdir() if path.name.startswith('x'))


@pytest.mark.skipif(not hasattr(os, 'symlink'), reason='no links here')
@pytest.mark.parametrize('jobs', [1, 2])
def test_of_60_files_20_are_broken_each_in_its_own_way(forked, place, phantoms, capsys, jobs):
    for index in range(38):
        shutil.copy(place / 'films' / f'{"ab"[index % 2]}.png', place / 'films' / f'c{index:03d}.png')
    broken = break_files(place / 'films', phantoms[0])
    assert len(broken) == 20
    assert read('films', '--overlay', 'none', '--jobs', jobs, '--threads', 1) == 1
    out, err = capsys.readouterr()
    assert '40 of 60 radiographs read' in out and '20 failed: ' in err and 'Traceback' not in err
    rows = table('aariz_results/summary.csv')
    failed = {Path(row['file']).name: row['error'] for row in rows if row['status'] == 'failed'}
    assert len(rows) == 60 and sorted(failed) == broken and all(failed.values())
    assert all(f'{name}: failed: ' in err for name in broken) and 'a bug' not in ' '.join(failed.values())
    assert len(list((place / 'aariz_results').glob('*.json'))) == 40
    assert len(table('aariz_results/landmarks.csv')) == 40 * 29
    assert [row['file'] for row in rows] == sorted(row['file'] for row in rows)


def test_the_workbook_has_the_rows_of_the_tables(place):
    (place / 'films' / '=1+1.png').write_bytes(b'')
    assert read('films', '--formats', 'csv,xlsx', '--out-dir', 'out') == 1
    book = openpyxl.load_workbook('out/results.xlsx')
    for name in ('summary', 'measurements', 'landmarks'):
        rows = table(f'out/{name}.csv')
        assert book[name].max_row == len(rows) + 1 and [cell.value for cell in book[name][1]] == list(rows[0])
    assert [row['result'] for row in table('out/summary.csv')] == ['', 'a', 'b']
    assert not list((place / 'out').glob('*_overlay*')) and not (place / 'out' / 'summary.html').exists()


def test_results_mirror_the_folders_of_a_zip_and_keep_no_copy(place):
    with zipfile.ZipFile('films.zip', 'w') as file:
        file.write('films/a.png', 'P1/ceph.png')
        file.write('films/b.png', 'P2/ceph.png')
        file.writestr('P3/ceph.png', b'')
    assert read('films.zip') == 1
    rows = table('aariz_results/summary.csv')
    assert [row['result'] for row in rows] == ['P1/ceph', 'P2/ceph', ''] and 'empty' in rows[2]['error']
    assert json.loads(Path('aariz_results/P1/ceph.json').read_text())['ceph_id'] == 'ceph'
    assert rows[0]['file'] == str(Path('films.zip/P1/ceph.png')) and 'tmp' not in rows[2]['error']


def test_patterns_and_lists_name_radiographs(place):
    Path('list.txt').write_text('films/b.png\n')
    assert read('films/a.*', '--list', 'list.txt') == 0
    assert [row['result'] for row in table('aariz_results/summary.csv')] == ['a', 'b']
    assert read('@list.txt', '--out-dir', 'two') == 0 and len(table('two/summary.csv')) == 1


def mtimes(folder='aariz_results'):
    return {path.stem: path.stat().st_mtime_ns for path in Path(folder).rglob('*.json')}


def test_resume_reads_what_is_new_or_changed_and_the_tables_hold_all(place, phantoms, capsys):
    assert read('films') == 0
    before, rows = mtimes(), table('aariz_results/measurements.csv')
    cv2.imwrite('films/b.png', phantoms[2])
    cv2.imwrite('films/c.png', phantoms[3])
    assert read('films', '--resume') == 0
    assert '3 of 3 radiographs read, 1 of them earlier' in capsys.readouterr().out
    after = mtimes()
    assert after['a'] == before['a'] and after['b'] != before['b']
    again = table('aariz_results/measurements.csv')
    assert len(again) == 3 * COUNT and again[:COUNT] == rows[:COUNT] and again[COUNT : 2 * COUNT] != rows[COUNT:]
    assert 'c.png' in Path('aariz_results/summary.html').read_text(encoding='utf-8')


@pytest.mark.parametrize(
    'more', ['--pixel-size 0.2', '--sex f', '--cvm none', '--model other.onnx', '--magnification 1.1']
)
def test_resume_reads_again_what_was_read_otherwise(place, more):
    write_landmark_bundle(place / 'other.onnx', shift=1)
    assert read('films') == 0
    before = mtimes()
    assert read('films', '--resume', *more.split()) == 0
    assert all(after != before[name] for name, after in mtimes().items())
    before = mtimes()
    assert read('films', '--resume', *more.split()) == 0 and mtimes() == before


def correct(path):
    content = json.loads(path.read_text(encoding='utf-8'))
    next(one for one in content['landmarks'] if one['symbol'] == 'A')['value']['x'] += 9
    path.write_text(json.dumps(content), encoding='utf-8')


def test_resume_keeps_a_corrected_result_and_measures_it(place, capsys):
    assert read('films') == 0
    sna = {row['file']: row['value'] for row in table('aariz_results/measurements.csv') if row['key'] == 'SNA'}
    correct(place / 'aariz_results' / 'a.json')
    before = (place / 'aariz_results' / 'a.json').read_bytes()
    assert read('films') == 2 and 'was corrected since it was written' in capsys.readouterr().err
    assert read('films', '--resume') == 0 and (place / 'aariz_results' / 'a.json').read_bytes() == before
    now = {row['file']: row['value'] for row in table('aariz_results/measurements.csv') if row['key'] == 'SNA'}
    assert [float(now[name]) > float(sna[name]) for name in sorted(sna)] == [True, False]


def test_resume_never_takes_the_result_of_another_radiograph(place, phantoms):
    for patient, image in zip(('P1', 'P2'), phantoms, strict=False):
        (place / patient).mkdir()
        cv2.imwrite(str(place / patient / 'ceph.png'), image)
    assert read('P1/ceph.png') == 0
    before = Path('aariz_results/ceph.json').read_bytes()
    assert read('P2/ceph.png', '--resume') == 1
    assert Path('aariz_results/ceph.json').read_bytes() == before
    assert 'another radiograph' in table('aariz_results/summary.csv')[0]['error']


@pytest.mark.parametrize('content', ['', '{', '{"score": 1}', '"score"'])
def test_resume_reads_again_what_was_cut_short(place, content):
    assert read('films') == 0
    Path('aariz_results/a.json').write_text(content.ljust(9, ' ') + '"score"' * ('score' not in content))
    assert read('films', '--resume') == 0
    assert len(json.loads(Path('aariz_results/a.json').read_text(encoding='utf-8'))['landmarks']) == 29


@pytest.mark.parametrize('more', [[], ['--resume']])
@pytest.mark.parametrize(
    'spoil',
    [
        lambda text: text.replace('"x": ', '"x": 1,', 1).encode(),
        lambda text: text.replace('"turn": ""', '"turn": "für"').encode('cp1252'),
        lambda text: b'[]  "score"',
    ],
)
def test_a_result_that_was_spoilt_by_hand_is_not_overwritten(place, spoil, more, capsys):
    assert read('films') == 0
    path = Path('aariz_results/a.json')
    spoilt = spoil(path.read_text(encoding='utf-8'))
    path.write_bytes(spoilt)
    assert read('films', *more) in (1, 2)
    assert path.read_bytes() == spoilt


def test_a_byte_order_mark_does_not_hide_a_correction(place):
    assert read('films') == 0
    path = Path('aariz_results/a.json')
    content = json.loads(path.read_text(encoding='utf-8'))
    content['landmarks'][0]['value']['x'] += 9
    path.write_text(json.dumps(content), encoding='utf-8-sig')
    before = path.read_bytes()
    assert read('films', '--resume') == 0 and path.read_bytes() == before


def test_an_interruption_leaves_valid_tables_and_says_how_to_go_on(place, monkeypatch, capsys):
    from aariz_mm.reading import batch

    original, seen = batch.predict_file, []

    def read_some(predict, file, *rest):
        seen.append(file)
        if len(seen) == 2:
            raise KeyboardInterrupt
        return original(predict, file, *rest)

    monkeypatch.setattr(batch, 'predict_file', read_some)
    assert read('films', '--formats', 'csv,xlsx,html') == 130
    assert '1 of 2 radiographs finished' in (err := capsys.readouterr().err) and '--resume' in err
    assert [row['result'] for row in table('aariz_results/summary.csv')] == ['a']
    assert openpyxl.load_workbook('aariz_results/results.xlsx')['summary'].max_row == 2
    monkeypatch.setattr(batch, 'predict_file', original)
    assert read('films', '--resume') == 0 and len(table('aariz_results/summary.csv')) == 2


@pytest.mark.parametrize(
    ('arguments', 'words'),
    [
        ([], 'no radiograph is named'),
        (['-'], 'not read from standard input'),
        (['films/none.png'], 'no such file or folder'),
        (['films', '--formats', 'csv,docx'], r"unknown: ['docx']"),
        (['films', '--formats', 'csv,dicom'], 'aariz-mm dicom makes DICOM objects of results'),
        (['films', '--out-dir', 'films'], 'holds the radiographs themselves'),
        (['films', '--model', 'ceph99'], "no bundle of this name, there are ['ceph29', 'cvm6']"),
        (['films', '--cvm', 'cvm9'], 'cvm9: no bundle of this name'),
        (['films', '--model', 'cvm6'], "a bundle of kind 'crop_stage', expected 'landmarks'"),
        (['films', '--age', 'ten'], 'expected an age in years'),
        (['films', '--sex', 'x'], 'expected f (female) or m (male)'),
        (['films', '--pixel-size', '1,000.5'], 'expected a positive number of mm per pixel'),
        (['films', '--pixel-size', '0,1,2'], 'expected a positive number of mm per pixel'),
        (['films', '--pixel-size', '0,0'], 'expected a positive number of mm per pixel'),
        (['films', '--jobs', '0'], 'expected a whole number of at least 1'),
    ],
)
def test_a_mistake_is_told_in_a_line_and_nothing_is_written(place, capsys, arguments, words):
    try:
        status = main(['read', *arguments])
    except SystemExit as stop:
        status = stop.code
    err = capsys.readouterr().err
    assert status == 2 and words in err and 'Traceback' not in err and not (place / 'aariz_results').exists()


@pytest.mark.parametrize('jobs', [1, 2])
def test_a_bundle_that_is_none_is_told_before_anything_is_written(forked, place, capsys, jobs):
    (place / 'a.onnx').write_bytes(b'no model')
    assert main(['read', 'films', '--model', 'a.onnx', '--jobs', str(jobs)]) == 2
    assert 'no ONNX model that can be loaded' in capsys.readouterr().err and not (place / 'aariz_results').exists()


@pytest.mark.parametrize('name', ['landmarks.csv', 'summary.csv', 'summary.html', 'results.xlsx'])
def test_files_of_others_in_the_folder_of_results_are_kept(place, capsys, name):
    (place / 'aariz_results').mkdir()
    (place / 'aariz_results' / name).write_text('mine')
    assert read('films', '--formats', 'csv,html,xlsx') == 2 and 'would be lost' in capsys.readouterr().err
    assert (place / 'aariz_results' / name).read_text() == 'mine' and not (place / 'aariz_results' / 'a.json').exists()


def test_two_bundles_read_as_an_ensemble(place):
    write_landmark_bundle(place / 'other.onnx', shift=10)
    for name, models in (('one', ['ceph29']), ('two', ['other.onnx']), ('both', ['ceph29', 'other.onnx'])):
        assert read('films/a.png', '--out-dir', name, '--model', *models) == 0
    x = {name: float(table(f'{name}/landmarks.csv')[0]['x_px']) for name in ('one', 'two', 'both')}
    assert x['both'] == pytest.approx((x['one'] + x['two']) / 2, abs=0.01)
    assert len(json.loads(Path('both/a.json').read_text())['made_with']['bundles']) == 3


def test_the_folder_in_the_layout_of_aariz_can_be_read_as_a_reader(place):
    from aariz_mm.annotations.files import read_cvm_stage, read_landmarks

    assert read('films', '--formats', 'aariz', '--pixel-size', '0.3') == 0
    split = place / 'aariz_results' / 'aariz' / 'test'
    path = split / 'Annotations' / 'Cephalometric Landmarks' / 'aariz_mm' / 'a.json'
    points = read_landmarks(path, 'a', (144, 176))
    assert points.shape == (29, 2) and read_cvm_stage(split / 'Annotations' / 'CVM Stages' / 'a.json', 'a') == 4
    lines = (split.parent / 'cephalogram_machine_mappings.csv').read_text().splitlines()
    assert lines[0] == 'cephalogram_id,machine,pixel_size,image_format,mode'
    assert lines[1:] == ['a,unknown,0.3,png,Test', 'b,unknown,0.3,png,Test']


def test_radiographs_of_one_name_are_two_in_the_layout_of_aariz(place):
    for name in ('P1/ceph.png', 'P1_ceph.png'):
        (place / 'films' / name).parent.mkdir(exist_ok=True)
        shutil.copy('films/a.png', place / 'films' / name)
    assert read('films', '--formats', 'aariz') == 0
    lines = Path('aariz_results/aariz/cephalogram_machine_mappings.csv').read_text().splitlines()[1:]
    assert sorted(line.split(',')[0] for line in lines) == ['P1_ceph', 'P1_ceph_2', 'a', 'b']


def test_processes_and_one_process_write_the_same(place, phantoms):
    for index, image in enumerate(phantoms):
        cv2.imwrite(f'films/n{index}.png', image)
    assert read('films', '--out-dir', 'one') == 0 and read('films', '--out-dir', 'two', '--jobs', 3) == 0
    for name in ('landmarks.csv', 'measurements.csv', 'n1.json'):
        assert Path('one', name).read_bytes() == Path('two', name).read_bytes()


def test_a_table_gives_each_radiograph_its_pixel_size(forked, place, capsys):
    Path('sizes.csv').write_text('file,pixel_size_mm\na.png,0.4\n')
    assert read('films', '--pixel-sizes', 'sizes.csv') == 0 and 'lacks 1 radiograph, such as' in capsys.readouterr().err
    assert [row['pixel_size_mm'] for row in table('aariz_results/summary.csv')] == ['0.4', '']
    assert read('films', '--pixel-sizes', 'sizes.csv', '--pixel-size', '0.5', '--resume', '--jobs', '2') == 0
    assert [row['pixel_size_mm'] for row in table('aariz_results/summary.csv')] == ['0.4', '0.5']
    Path('sizes.csv').write_text('file,pixel_size_mm\nz.png,0.4\n')
    assert (
        read('films', '--pixel-sizes', 'sizes.csv') == 2 and 'names none of the radiographs' in capsys.readouterr().err
    )


def test_the_resolution_of_a_file_is_trusted_where_it_is_asked_for(place, phantoms):
    Image.fromarray(phantoms[0]).save('films/a.png', dpi=(254, 254))
    assert read('films/a.png') == 0 and table('aariz_results/summary.csv')[0]['pixel_size_mm'] == ''
    assert read('films/a.png', '--trust-resolution', '--resume') == 0
    assert float(table('aariz_results/summary.csv')[0]['pixel_size_mm']) == pytest.approx(0.1, abs=1e-3)


def test_names_of_the_patient_are_written_where_they_are_asked_for_alone(place, monkeypatch):
    from dataclasses import replace

    from aariz_mm.predictions import Subject
    from aariz_mm.reading import single

    original, known = single.open_radiograph, dict(identity=dict(patient_name='Doe^Jane'), subject=Subject(11, 'm'))
    monkeypatch.setattr(single, 'open_radiograph', lambda path, **more: replace(original(path, **more), **known))
    assert read('films', '--out-dir', 'no', '--sex', 'f', '--formats', 'csv,xlsx,html,aariz') == 0
    assert not [path for path in Path('no').rglob('*') if path.is_file() and b'Doe' in path.read_bytes()]
    row = table('no/summary.csv')[0]
    assert (row['age_years'], row['sex'], row['identity']) == ('11', 'f', '')
    assert read('films', '--out-dir', 'yes', '--keep-identity') == 0
    assert table('yes/summary.csv')[0]['identity'] == 'patient_name: Doe^Jane'
    assert json.loads(Path('yes/a.json').read_text())['identity'] == known['identity']


def living(group):
    """Processes of a group that have not ended; those that nobody has fetched yet have."""
    found = []
    for path in Path('/proc').glob('[0-9]*/stat'):
        with contextlib.suppress(OSError):
            state, _, number = path.read_text().rpartition(')')[2].split()[:3]
            found += [path] * (int(number) == group and state not in 'ZX')
    return found


@pytest.mark.skipif(not Path('/proc/self/stat').exists(), reason='no list of processes here')
@pytest.mark.parametrize('jobs', [1, 2])
def test_ctrl_c_ends_with_the_finished_results_and_no_process_left(place, jobs):
    import signal
    import subprocess
    import time

    for index in range(400):
        shutil.copy('films/a.png', f'films/c{index:03d}.png')
    call = [sys.executable, '-m', 'aariz_mm', 'read', 'films', '--model', 'bundles/ceph29.onnx', '--cvm', 'none']
    environment = {**os.environ, 'PYTHONPATH': str(Path(__file__).parents[2])}
    running = subprocess.Popen(
        [*call, '--jobs', str(jobs)],
        env=environment,
        stderr=subprocess.PIPE,
        encoding='utf-8',
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a suite in the background ignores it
    )
    deadline = time.monotonic() + 60
    while len(list(Path('aariz_results').glob('*.json'))) < 5 and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(running.pid, signal.SIGINT)
    err = running.communicate(timeout=60)[1]
    finished = table('aariz_results/summary.csv')
    assert running.returncode == 130 and '--resume reads the rest' in err and 'Traceback' not in err, err
    assert 0 < len(finished) < 402 and not list(Path('aariz_results').rglob('.*'))
    while living(running.pid) and time.monotonic() < deadline + 30:
        time.sleep(0.05)
    assert living(running.pid) == []


def test_jpg_overlays_are_no_radiographs_of_the_next_reading(place):
    assert read('films', '--overlay', 'jpg', '--out-dir', 'films/results') == 0
    assert np.asarray(Image.open('films/results/a_overlay.jpg')).ndim == 3
    assert read('films') == 0 and len(table('aariz_results/summary.csv')) == 2
    assert read('films', '--overlay', 'png', '--out-dir', 'films/results') == 0
    assert not Path('films/results/a_overlay.jpg').exists()


@pytest.mark.parametrize('kind', ['svg', 'png', 'pdf'])
@pytest.mark.parametrize('jobs', [1, 2])
def test_tracings_are_written_and_are_no_radiographs_of_the_next_reading(forked, place, kind, jobs):
    if kind == 'pdf':
        pytest.importorskip('reportlab')
    assert read('films', '--tracing', kind, '--out-dir', 'films/results', '--jobs', jobs) == 0
    assert sorted(path.name for path in Path('films/results').glob('*_tracing*')) == [
        f'a_tracing.{kind}', f'b_tracing.{kind}',
    ]  # fmt: skip
    assert read('films') == 0 and len(table('aariz_results/summary.csv')) == 2


@pytest.mark.parametrize('kind', ['svg', 'png'])
def test_file_of_the_user_in_place_of_a_tracing_is_not_replaced(place, kind, capsys):
    assert read('films', '--tracing', kind) == read('films', '--tracing', kind) == 0
    mine = Path(f'aariz_results/a_tracing.{kind}')
    mine.write_text('mine')
    assert read('films', '--tracing', kind) == 2 and f'a_tracing.{kind}' in capsys.readouterr().err
    assert read('films', '--tracing', kind, '--resume') == 0 and mine.read_text() == 'mine'
    assert read('films', '--tracing', kind, '--resume', '--pixel-size', '0.2') != 0 and mine.read_text() == 'mine'


def test_without_the_switch_no_tracing_is_written(place):
    assert read('films') == 0 and not list(Path('aariz_results').glob('*_tracing*'))


def test_a_full_disk_leaves_what_is_finished_and_says_how_to_go_on(place, monkeypatch, capsys):
    from aariz_mm.reading import single

    def full(found, options, write=single._write):
        if found.file.result == 'b':
            raise OSError(28, 'No space left on device')
        return write(found, options)

    monkeypatch.setattr(single, '_write', full)
    assert read('films') == 1
    err = capsys.readouterr().err
    assert 'error: aariz_results: No space left on device; mend that. 1 of 2 radiographs finished' in err
    assert '--resume reads the rest' in err and [row['file'] for row in table('aariz_results/summary.csv')]
