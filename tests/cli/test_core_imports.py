"""What needs no torch does not import it: each command is run by itself, and so is each part of the core."""

import ast
import shutil
from pathlib import Path

import numpy as np
import pytest
from made_bundles import made_info, write_mean_face
from made_cases import simulate_pair
from test_analyze_logs import ROWS

from aariz_mm.cli import COMMANDS, main
from aariz_mm.evaluation.case_files import cases_path, write_cases
from aariz_mm.files import write_json
from aariz_mm.phantom import write_phantom_dataset

SENIOR = 'Senior Orthodontists'
ROOT = Path(__file__).parents[2]
PLUG_IN = {'torch', 'torchvision', 'timm', 'mmengine', 'mmcv', 'mmpose', 'mmpretrain'}
"""Seconds and half a gigabyte; who reads has none of them."""
EXTRAS = {
    'scipy', 'statsmodels', 'matplotlib', 'pandas', 'sklearn', 'fastapi', 'uvicorn', 'reportlab', 'openpyxl', 'onnx',
    'ray', 'sympy', 'pydicom', 'highdicom', 'requests', 'httpx',
}  # fmt: skip
"""What one command needs, or a computation of it; the light installation has none of them."""
OF_TRAINING = {
    'train', 'test', 'predict', 'visualize', 'print-config', 'browse-dataset', 'cross-validate', 'complexity', 'export',
    'benchmark', 'build-cache',
}  # fmt: skip
TRIED = {
    'adapt': ['results', '--out', 'p.json', '--model', 'm.onnx'],
    'analyze-logs': ['run'],
    'calibrate': ['data', '--bundles', 'f0.onnx', 'f1.onnx', '--no-changes', '--out', 'c.json'],
    'calibrate-stages': ['a_cases.json', '--out', 't.json'],
    'cohort': ['results', '--out-dir', 'cohort'],
    'compare': ['a.json', 'b.json', '--repeats', '20'],
    'dicom': ['results/one.json', '--out-dir', 'objects', '--kinds', 'sr'],
    'doctor': ['data', '--html', 'd.html'],
    'download-aariz': ['aariz', '--archive', 'none.zip'],
    'draw-cervical-regions': ['sheet.jpg', '--count', '2'],
    'find-ruler': ['one.png'],
    'import-annotations': ['labelme', 'data', '--export', '--split', 'train', '--only', SENIOR, '--out', 'exported'],
    'listen': ['--status', '--spool', 'spool'],
    'make-phantom': ['more', '--train', '1', '--valid', '0', '--test', '0', '--size', '144', '176'],
    'models': [],
    'next': ['data', '--n', '2'],
    'read': ['one.png', '--model', 'm.onnx', '--cvm', 'none', '--out-dir', 'read', '--pixel-size', '0.3'],
    'reader-study': ['data', '--split', 'valid', '--out-dir', 'study'],
    'report': ['results/one.json', '--out-dir', 'reports', '--formats', 'html'],
    'review': ['films', '--no-browser', '--port', '0', '--model', 'm.onnx', '--cvm', 'none'],
    'stress-test': ['data', '--model', 'm.onnx', '--kinds', 'plain', '--max', '1', '--out', 's.json'],
    'superimpose': ['results/one.json', 'results/two.json', '--out-dir', 'laid', '--formats', 'svg,json'],
    'trace': ['results/one.json', '--out', 't.svg'],
}
"""A run of each command of the core, in the folder of ``made``."""
NEEDED = {
    'analyze-logs': {'matplotlib'},
    'calibrate': {'scipy'},
    'cohort': {'scipy', 'statsmodels', 'pandas', 'matplotlib', 'openpyxl'},
    'compare': {'scipy', 'statsmodels', 'pandas'},
    'dicom': {'pydicom', 'highdicom', 'requests'},
    'review': {'fastapi', 'uvicorn'},
}
"""Of the extras."""
ENDS = {
    'adapt': 2,
    'calibrate': 2,
    'calibrate-stages': 2,
    'download-aariz': 2,
    'reader-study': 2,
    'find-ruler': 1,
    'listen': 2,
}
"""Exit status other than 0.

Nothing corrected, too few phantoms, no folds, no archive, one radiograph, no ruler, no spool.
"""
RUN = """if True:
    import sys
    from aariz_mm.cli import main
    if sys.argv[1] == 'review':
        import uvicorn
        uvicorn.Server.run = lambda *args, **settings: None
    try:
        status = main(sys.argv[1:])
    except SystemExit as stop:
        status = stop.code
    print('\\n', status, *sorted({name.partition('.')[0] for name in sys.modules}))
"""


@pytest.fixture(scope='module')
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp('core')
    write_phantom_dataset(folder / 'data', 4, 1, 1, (180, 220), progress=False)
    write_mean_face(folder / 'm.onnx', made_info())
    for fold in range(2):
        write_mean_face(folder / f'f{fold}.onnx', made_info(fold=fold, num_folds=2, fold_seed=0, images=2))
    films = Path(shutil.copytree(folder / 'data/train/Cephalograms', folder / 'films'))
    for place in (folder, films):
        shutil.copy(next(films.iterdir()), place / 'one.png')
    for name, cases in zip('ab', simulate_pair(0.1), strict=True):
        score = float(np.nanmean(cases.landmarks.errors_mm()))
        write_cases(cases_path(write_json(folder / f'{name}.json', {'MRE_mm': score})), cases)
    logged = folder / 'run/20260101_000000/vis_data/scalars.json'
    logged.parent.mkdir(parents=True)
    logged.write_text('\n'.join(str(row).replace("'", '"') for row in ROWS), encoding='utf-8')
    results = [str(folder / 'films'), '--model', str(folder / 'm.onnx'), '--cvm', 'none', '--pixel-size', '0.3']
    assert main(['read', *results, '--out-dir', str(folder / 'results')]) == 0
    first = (films / 'one.png').read_bytes()
    other = next(film for film in sorted(films.iterdir()) if film.read_bytes() != first)
    shutil.copy(folder / 'results' / f'{other.stem}.json', folder / 'results/two.json')
    return folder


def run_alone(interpreter, code: str, *arguments: str, folder: Path = ROOT) -> tuple[str, set[str]]:
    """What code prints last: a status, and the names of the packages that were imported."""
    done = interpreter.run(code, *arguments, cwd=folder)
    assert done.returncode == 0, done.stderr
    status, *names = done.stdout.splitlines()[-1].split()
    return status, set(names)


def test_every_command_of_the_core_is_tried():
    assert set(TRIED) == set(COMMANDS) - OF_TRAINING


@pytest.mark.parametrize('name', TRIED)
def test_a_command_of_the_core_imports_what_it_uses_alone(core, made, name):
    status, packages = run_alone(core, RUN, name, *TRIED[name], folder=made)
    assert int(status) == ENDS.get(name, 0)
    assert not packages & PLUG_IN
    assert not packages & (EXTRAS - NEEDED.get(name, set()))


def core_modules() -> list[str]:
    """The packages that the contract of pyproject.toml keeps from torch."""
    text = (ROOT / 'pyproject.toml').read_text(encoding='utf-8')
    listed = text.partition('name = "The core imports neither torch nor OpenMMLab"')[2].partition('source_modules = ')[
        2
    ]
    return ast.literal_eval(listed.partition(']')[0] + ']')


def test_the_whole_core_imports_neither_torch_nor_what_a_light_installation_lacks(core):
    assert {'aariz_mm.reading', 'aariz_mm.phantom'} <= set(core_modules())
    code = f'import sys, {", ".join(core_modules())}\nprint(0, *{{name.partition(".")[0] for name in sys.modules}})'
    assert not run_alone(core, code)[1] & (PLUG_IN | EXTRAS)


def test_the_overview_imports_no_other_package_at_all(console):
    code = RUN.replace("print('", "print(*sys.argv, '")
    names = run_alone(console, code, '--help')[1]
    assert not names & (PLUG_IN | EXTRAS | {'numpy', 'cv2', 'PIL', 'onnxruntime', 'tqdm'})


def test_reading_loads_the_picture_formats_that_it_meets_alone(core, made):
    code = RUN.replace("name.partition('.')[0]", 'name')
    names = run_alone(core, code, 'read', *TRIED['read'], folder=made)[1]
    assert not names & {'PIL.WebPImagePlugin', 'PIL.PdfImagePlugin', 'PIL.FpxImagePlugin', 'aariz_mm.phantom'}
