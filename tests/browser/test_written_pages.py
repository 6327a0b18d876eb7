"""Pages that the commands write run nothing that stood in a name, a tag, a title or a comment: seen in Chromium."""

from __future__ import annotations

import json

import numpy as np
import pytest
from dicom_files import write_dicom
from made_bundles import made_info, write_mean_face
from made_cohorts import made_result
from made_folders import draw, write_png

from aariz_mm.annotations.predicted import landmark_entry
from aariz_mm.cli import main
from aariz_mm.files import write_json
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.phantom import write_phantom_dataset
from aariz_mm.phantom.shape_model import MEAN_MM

EVIL = '"><img src=x onerror=alert(1)><b title=\'bold'
TAG = '<img src=x onerror=alert(2)>'
SCRIPT = '</script><script>alert(3)</script>'
OPEN = '<script>alert(4)'


@pytest.fixture(scope='module')
def folder(tmp_path_factory):
    """Radiographs with odd names, one a DICOM file with odd tags, read by a small bundle with an odd licence."""
    folder = tmp_path_factory.mktemp('written')
    films = folder / 'films'
    films.mkdir()
    write_png(films / f'{EVIL}.png', draw(0, (300, 365)).image)
    tags = dict(PatientName=f'{TAG}^x', PatientID=TAG, Manufacturer=TAG, PixelSpacing=[0.3, 0.3], StudyDescription=TAG)
    write_dicom(films / f'{EVIL}.dcm', pixels=draw(1, (300, 365)).image, bits=8, **tags)
    info = made_info(split=SCRIPT)
    write_mean_face(folder / 'm.onnx', info.__class__(**{**vars(info), 'licence': SCRIPT, 'config': TAG}))
    read = ['read', str(films), '--model', str(folder / 'm.onnx'), '--cvm', 'none', '--force', '--out-dir']
    assert main([*read, str(folder / 'read')]) in (0, 1)
    return folder


def bent_results(folder):
    """Results in which every text has markup, as another program may write them."""
    paths = []
    for index, path in enumerate(sorted((folder / 'read').rglob('*.json'))):
        content = json.loads(path.read_text('utf-8'))
        if 'landmarks' not in content:
            continue
        bent = {**content, 'warnings': [TAG, SCRIPT], 'turn': TAG, 'pixel_size_source': TAG, 'ceph_id': f'{TAG}{index}'}
        bent['landmarks'] = [{**one, 'title': TAG} for one in content['landmarks']]
        paths.append(folder / f'bent{index}.json')
        paths[-1].write_text(json.dumps(bent), 'utf-8')
    return paths


def report(folder):
    paths = map(str, bent_results(folder))
    return main(['report', *paths, '--no-radiograph', '--formats', 'html', '--out-dir', str(folder / 'out_report')])


def superimpose(folder):
    paths = list(map(str, bent_results(folder)))[:2]
    sizes = ['--pixel-size', '0.3', '0.3']
    return main(['superimpose', *paths, *sizes, '--labels', TAG, SCRIPT, '--out-dir', str(folder / 'out_superimpose')])


def trace(folder):
    (folder / 'out_trace').mkdir(exist_ok=True)
    return main(['trace', str(bent_results(folder)[0]), '--out', str(folder / 'out_trace/t.svg')])


def doctor(folder):
    root = write_phantom_dataset(folder / 'data', 3, 1, 1, size=(160, 195), progress=False)
    image = next((root / 'train/Cephalograms').iterdir())
    image.with_name(f'{EVIL}.png').write_bytes(b'none')
    for path in root.rglob('*.json'):
        text = path.read_text('utf-8').replace('"Gonion"', json.dumps(TAG))
        path.write_text(text, 'utf-8')
    (folder / 'out_doctor').mkdir(exist_ok=True)
    return main(['doctor', str(root), '--html', str(folder / 'out_doctor/d.html')])


def cohort(folder):
    """Groups, times and patients with odd names."""
    results, rows = folder / 'results', ['file,patient,group,time,age,sex']
    for index, (time, group) in enumerate(6 * [(TAG, SCRIPT), (EVIL, SCRIPT), (TAG, EVIL), (EVIL, EVIL)]):
        made_result(results, f'r{index}', {'SNA': 80.0 + index % 7, 'S-N': 70.0 + index % 5}, warnings=[TAG])
        texts = [f'{text.replace(chr(34), 2 * chr(34))}' for text in (f'{TAG}{index // 2}', group, time)]
        rows.append(f'r{index}.png,{",".join(f"{chr(34)}{text}{chr(34)}" for text in texts)},{10 + index % 5},f')
    (folder / 'cases.csv').write_text('\n'.join(rows), 'utf-8')
    call = ['cohort', str(results), '--cases', str(folder / 'cases.csv'), '--measurements', 'SNA', 'S-N', '--per-case']
    return main([*call, '--out-dir', str(folder / 'out_cohort')])


def study(folder):
    """Readers and a model with odd names."""
    readings = []
    for seed, name in enumerate((OPEN, '<h1>', 'model')):
        rng = np.random.default_rng(seed)
        for index in range(12):
            points = 10 * MEAN_MM + 800 + rng.normal(0, 4, MEAN_MM.shape)
            entries = [landmark_entry(symbol, *point) for symbol, point in zip(SYMBOLS, points.tolist(), strict=True)]
            film = f'<img src>{index}'
            write_json(folder / f'reader{seed}' / f'{film}.json', dict(ceph_id=film, landmarks=entries))
        readings.append(f'{name}={folder / f"reader{seed}"}')
    return main(['reader-study', *readings, '--pixel-size', '0.1', '--out-dir', str(folder / 'out_study')])


@pytest.fixture
def look(browser):
    """Opens a written page and tells what it ran, what it asked for, and whether markup became an element."""

    def open_page(path):
        page = browser.new_page()
        opened, asked = [], []
        page.on('dialog', lambda dialog: (opened.append(dialog.message), dialog.dismiss()))
        page.on('request', lambda request: asked.append(request.url))
        page.goto(path.as_uri())
        page.wait_for_timeout(200)
        found = page.locator('img[src="x"]').count() + page.locator('b[title="bold"]').count()
        page.close()
        return opened, found, [url for url in asked if not url.startswith(('file:', 'data:', 'blob:'))]

    return open_page


@pytest.mark.parametrize('write', [None, report, superimpose, trace, doctor, cohort, study])
def test_what_stood_in_files_is_text(folder, look, write, capsys):
    place = folder / ('read' if write is None else f'out_{write.__name__}')
    status = 0 if write is None else write(folder)
    pages = [path for path in sorted(place.rglob('*')) if path.suffix in ('.html', '.svg')]
    assert pages, (status, capsys.readouterr())
    for path in pages:
        text = path.read_text('utf-8')
        assert TAG not in text and SCRIPT not in text and OPEN not in text, path.name
        assert look(path) == ([], 0, []), path.name
