"""Doors by which input comes in: what a whole input is, how it is spoilt, and what is called with it.

``DOORS`` has a function for each: from a folder of its own and a random generator to an endless row of calls. A call
comes to its end, gives the status of a refusal, or raises what a command would explain; anything else is a fault.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from random import Random

sys.path[:0] = [str(Path(__file__).parents[1] / one) for one in ('', 'radiographs', 'reading', 'review')]

from archive_door import archives  # noqa: E402
from damaged_files import damage, whole_files  # noqa: E402
from spoiling import spoil_arguments, spoil_bytes, spoil_json, spoil_metadata, spoil_text  # noqa: E402
from tiny_bundles import write_landmark_bundle, write_stage_bundle  # noqa: E402
from whole_inputs import json_id, made_dataset, made_profile, made_result  # noqa: E402

__all__ = ['DOORS', 'Call', 'spoilt_files']

Call = Callable[[], object]
CONFIGS = Path(__file__).parents[2] / 'configs'
READER = 'Senior Orthodontists'


def spoilt_files(random: Random, folder: Path, whole: list[tuple[str, bytes, Callable, Call]]) -> Iterator[Call]:
    """Calls with spoilt copies of whole files in turn: name, bytes, how they are spoilt, and what reads a path."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data, spoil, read in cycle(whole):
        path = folder / name
        path.write_bytes(spoil(random, data))
        yield lambda path=path, read=read: read(path)


def annotations(random: Random, folder: Path) -> Iterator[Call]:
    """Annotations of the dataset and of other tools, results, tables, profiles and settings."""
    from aariz_mm.adaptation.profile import load_profile
    from aariz_mm.annotations.files import read_cvm_stage, read_landmarks, read_machines
    from aariz_mm.cohort.case_table import read_case_table
    from aariz_mm.dicom.patients import read_patients
    from aariz_mm.patient_report.settings import load_settings
    from aariz_mm.radiographs.pixel_size_table import read_pixel_size_table
    from aariz_mm.reading.tracings import load_traced
    from aariz_mm.study.marks import read_marks
    from aariz_mm.superimposition import load_timepoint

    data = made_dataset(folder / 'data')
    marks = next((data / 'train/Annotations/Cephalometric Landmarks' / READER).iterdir()).read_bytes()
    stage = next((data / 'train/Annotations/CVM Stages').iterdir()).read_bytes()
    machines = (data / 'cephalogram_machine_mappings.csv').read_bytes()
    result = made_result(folder / 'result', next((data / 'train/Cephalograms').iterdir())).read_bytes()
    profile = json.dumps(made_profile()).encode()
    cases = b'file,patient,group,time,age,sex\na.png,P1,II,T1,12.5,F\nb.png,P1,II,T2,14,M\n'
    patients = b'file,patient_id,patient_name,birth_date,sex\na.png,P1,Kim^A,2012-01-31,F\n'
    return spoilt_files(random, folder / 'spoilt', [
        ('a.json', marks, spoil_json, lambda path: read_landmarks(path, json_id(marks), (400, 500))),
        ('s.json', stage, spoil_json, lambda path: read_cvm_stage(path, json_id(stage))),
        ('m.csv', machines, spoil_text, read_machines),
        ('r.json', result, spoil_json, lambda path: load_timepoint(path, 'T1')),
        ('t.json', result, spoil_json, load_traced),
        ('study.json', marks, spoil_json, read_marks),
        ('profile.json', profile, spoil_json, load_profile),
        ('cases.csv', cases, spoil_text, read_case_table),
        ('patients.csv', patients, spoil_text, read_patients),
        ('sizes.csv', b'name,pixel_size\na.png,0.1\nb.png,0.125\n', spoil_text, read_pixel_size_table),
        ('clinic.toml', b'name = "Clinic"\nlogo = "logo.png"\n', spoil_text, load_settings),
        *other_tools(data),
    ])  # fmt: skip


def other_tools(data: Path) -> Iterator[tuple[str, bytes, Callable, Call]]:
    """A whole file of each format that annotations are imported from."""
    from aariz_mm.interchange.exporting import export_annotations
    from aariz_mm.interchange.formats import FORMATS

    for key, layout in FORMATS.items():
        files = export_annotations(key, data, 'train', READER).files
        text = next((value for value in files.values() if isinstance(value, str)), None)
        if text is None:
            continue
        ending = 'json' if text.lstrip()[:1] in '[{' else 'csv'
        spoil = spoil_json if ending == 'json' else spoil_text
        yield f'{key}.{ending}', text.encode(), spoil, layout.read


def images(random: Random, folder: Path) -> Iterator[Call]:
    """Pictures of every format."""
    return _radiographs(random, folder, lambda name: not name.endswith('dcm'))


def dicom(random: Random, folder: Path) -> Iterator[Call]:
    """DICOM files of every transfer syntax."""
    return _radiographs(random, folder, lambda name: name.endswith('dcm'))


def _radiographs(random: Random, folder: Path, wanted: Callable[[str], bool]) -> Iterator[Call]:
    from aariz_mm.radiographs.radiograph import open_radiograph

    folder.mkdir(parents=True, exist_ok=True)
    whole = {name: data for name, data in whole_files(folder).items() if wanted(name)}
    for name in cycle(sorted(whole)):
        path = folder / f'damaged.{name.rpartition(".")[2]}'
        path.write_bytes(damage(whole[name], random, name.endswith('dcm'), folder))
        yield lambda path=path: open_radiograph(path)


def bundles(random: Random, folder: Path) -> Iterator[Call]:
    """Bundles of landmarks and of stages, which are run where they still load."""
    import numpy as np

    from aariz_mm.reading.bundle import Bundle

    def run(path):
        bundle = Bundle(path, threads=1)
        width, height = bundle.info.input_size
        bundle.run(np.zeros((1, height, width), np.uint8))

    folder.mkdir(parents=True, exist_ok=True)
    landmarks, stages = folder / 'landmarks.onnx', folder / 'stages.onnx'
    write_landmark_bundle(landmarks), write_stage_bundle(stages)
    spoils = (spoil_bytes, spoil_metadata)
    whole = [(f'{index}{path.stem}.onnx', path.read_bytes(), spoil, run)
             for path in (landmarks, stages) for index, spoil in enumerate(spoils)]  # fmt: skip
    return spoilt_files(random, folder / 'spoilt', whole)


def configs(random: Random, folder: Path) -> Iterator[Call]:
    """Configs with keys misspelt, values of another kind, parts missing, and text that is no config."""
    from aariz_mm.launching.configs import Launch, build_train_config, load_config

    folder.mkdir(parents=True, exist_ok=True)
    whole = [load_config(CONFIGS / name).to_dict() for name in ('phantom/phantom_demo.py', 'aariz_cvm_crop.py')]
    for content in cycle(whole):
        path = folder / 'config.py'
        data = json.dumps(content, default=str).encode()
        path.write_bytes(as_config(spoil_json(random, data)))
        yield lambda path=path: build_train_config(Launch(str(path), str(folder / 'run')))


def as_config(data: bytes) -> bytes:
    """JSON of a config as Python; what is no JSON stays as it is."""
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        return data
    if not isinstance(content, dict):
        return repr(content).encode(errors='replace')
    lines = (f'{key} = {value!r}' for key, value in content.items())
    names = 'inf = float("inf")\nnan = float("nan")\n'
    return (names + '\n'.join(lines)).encode(errors='replace')


def command_lines(random: Random, folder: Path) -> Iterator[Call]:
    """Command lines of the core with words changed; a status of a bug is a fault."""
    import aariz_mm.register  # noqa: F401  the first start is slow; none is to be ended within an import
    from aariz_mm.cli import COMMANDS, build_parser, main

    data = made_dataset(folder / 'data')
    image = next((data / 'train/Cephalograms').iterdir())
    result, out = made_result(folder / 'result', image), folder / 'out'
    model = result.parent / 'tiny.onnx'
    lines = dict(
        read=[image, '--model', model, '--out-dir', out / 'read'],
        trace=[result, '--out-dir', out / 'trace'],
        superimpose=[
            result,
            image,
            '--model',
            model,
            '--pixel-size',
            '0.3',
            '--out-dir',
            out / 's',
            '--reference',
            'sn',
        ],
        report=[result, '--out-dir', out / 'report', '--formats', 'html'],
        dicom=[result, '--out-dir', out / 'dicom'],
        cohort=[result.parent, '--cases', folder / 'cases.csv', '--out-dir', out / 'cohort'],
        models=['ceph*'],
        doctor=[data],
        train=[
            CONFIGS / 'phantom/phantom_demo.py',
            '--work-dir',
            out / 'run',
            '--cfg-options',
            'train_cfg.max_epochs=none',
        ],
        test=[CONFIGS / 'phantom/phantom_demo.py', model, '--out', out / 'metrics.json'],
        adapt=[data, '--out', out / 'profile.json'],
        compare=[result, result],
    )
    lines |= {'import-annotations': ['coco', result, '--images', image.parent, '--out-dir', out / 'coco'],
              'reader-study': ['--reader', f'a={data}', '--out-dir', out / 'study'],
              'find-ruler': [image]}  # fmt: skip
    (folder / 'cases.csv').write_text('file,group\na.png,I\n')
    # With --debug a trace is what is asked for.
    options = {name: sorted({*build_parser(name, name)._option_string_actions} - {'--debug'}) for name in lines}
    assert set(lines) <= set(COMMANDS)
    for name in cycle(lines):
        words = spoil_arguments(random, list(map(str, lines[name])), options[name])
        yield lambda name=name, words=words: run_command(main, [name, *words], folder / 'here')


def run_command(main: Callable, words: list[str], here: Path) -> int:
    """Run it in a folder of its own; its status, of a bug raised with the words."""
    import os
    from contextlib import redirect_stderr, redirect_stdout
    from io import StringIO

    told, before = StringIO(), Path.cwd()
    here.mkdir(exist_ok=True)
    os.chdir(here)
    with redirect_stdout(StringIO()), redirect_stderr(told):
        try:
            status = main(words)
        except SystemExit as left:
            status = left.code
        finally:
            os.chdir(before)
    if status not in (0, 1, 2, 64) or 'Traceback' in told.getvalue():
        raise AssertionError(f'{words}: status {status}: {told.getvalue()[-600:]}')
    return status


def http(random: Random, folder: Path) -> Iterator[Call]:
    """Requests to the review server: any route, path, query, header and body."""
    from served_reviews import draw_folder, open_client, save, settings_of

    from aariz_mm.review.app import build_api
    from aariz_mm.review.settings import Limits

    body = json.dumps(dict(base_version=0, landmarks=dict(A=dict(x=30.0, y=40.0)), action='move A')).encode()
    limits = Limits(requests_per_s=1e6, requests_at_once=1e6)
    routes = [(path, method.upper()) for path, methods in build_api().openapi()['paths'].items() for method in methods]
    with open_client(
        settings_of(draw_folder(folder / 'xrays', 2), limits=limits), raise_server_exceptions=False
    ) as client:
        save(client)
        for path, method in cycle(routes):
            if 'shutdown' in path:
                continue
            request = spoilt_request(random, method, path, body)
            yield lambda request=request: ask(client, request)


def spoilt_request(random: Random, method: str, path: str, body: bytes) -> dict:
    """Arguments of a request for httpx."""
    pieces = ('0', '1', '-1', '99999999999999999999', 'Kim', '..', '%2e%2e%2fetc', '%00', '%ff', 'a' * 300, '가', 'nan')
    while '{' in path:
        start, end = path.index('{'), path.index('}')
        path = path[:start] + random.choice(pieces) + path[end + 1 :]
    query = {
        random.choice(('x', 'reader', 'version', 'size', 'q')): random.choice(pieces)
        for _ in range(random.randrange(3))
    }
    kinds = (
        'application/json',
        'multipart/form-data',
        'multipart/form-data; boundary=x',
        'text/plain',
        '',
        'application/x-www-form-urlencoded',
    )
    sent = dict(method=random.choice((method, method, method, 'PATCH', 'OPTIONS')), url=path, params=query)
    if method != 'GET' or random.random() < 0.2:
        sent |= dict(content=spoil_json(random, body), headers={'content-type': random.choice(kinds)})
    return sent


def ask(client, request: dict) -> int:
    """Send it; an answer that is a failure of the server's own is raised."""
    import httpx

    try:
        answer = client.request(**request)
    except (httpx.InvalidURL, UnicodeError):
        return 1  # which no client can send
    if answer.status_code >= 500 and answer.status_code != 503:
        raise AssertionError(f'{request}: {answer.status_code} {answer.text[:300]}')
    return int(answer.status_code >= 400)


DOORS: dict[str, Callable[[Random, Path], Iterator[Call]]] = dict(
    annotation=annotations,
    image=images,
    dicom=dicom,
    archive=archives,
    bundle=bundles,
    config=configs,
    command=command_lines,
    http=http,
)
"""By name."""
