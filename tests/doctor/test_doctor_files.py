"""The doctor's report as text, JSON, page and exclude list; and that the dataset stays as it is."""

import json
import re

import pytest
from mmengine.config import Config

from aariz_mm.datasets import AarizDataset
from aariz_mm.doctor import examine
from aariz_mm.doctor.files import check_outputs, report_as_json, write_fix_list, write_html, write_report_json
from aariz_mm.doctor.page import render_html
from aariz_mm.doctor.text import render_text


@pytest.fixture
def sick(planted):
    """One image that the dataset refuses and a training copy of a test image."""
    planted.marks('train', 0).write_text('{', encoding='utf-8')
    planted.image('train', 3).write_bytes(planted.image('test', 3).read_bytes())
    return planted


def snapshot(root):
    return {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in root.rglob('*') if path.is_file()}


def test_doctor_changes_nothing_in_the_dataset(sick):
    before = snapshot(sick.root)
    examine(sick.root)
    assert snapshot(sick.root) == before


def test_doctor_answers_the_same_with_any_number_of_workers(sick):
    assert report_as_json(examine(sick.root, workers=1)) == report_as_json(examine(sick.root, workers=4))


def test_doctor_json_holds_findings_and_exit_code(sick, tmp_path):
    content = json.loads(
        write_report_json(examine(sick.root), tmp_path / 'new' / 'report.json').read_text(encoding='utf-8')
    )
    assert content['exit_code'] == 2 and content['counts']['error'] == 1
    assert set(content['findings'][0]) == {'severity', 'code', 'message', 'cure', 'ids', 'files', 'marks'}
    assert content['exclude'] == sorted([sick.ids['train'][0], sick.ids['train'][3]])


def test_doctor_text_names_code_image_and_cure(sick):
    text = render_text(examine(sick.root))
    assert 'broken-annotation (1). Cure: ' in text and sick.ids['train'][0] in text
    assert text.splitlines()[-1].startswith('1 error, ') and text.splitlines()[-1].endswith('to exclude: 2')


def test_doctor_text_shortens_long_lists(planted):
    planted.table.write_text('cephalogram_id,machine,pixel_size\n', encoding='utf-8')
    text = render_text(examine(planted.root))
    assert 'id-not-in-csv (20)' in text and '… and 15 more; --json holds all' in text


def test_doctor_page_asks_for_nothing_from_outside_and_escapes_names(planted):
    (planted.root / 'train' / 'Cephalograms' / '<b>&.txt').write_text('')
    page = render_html(examine(planted.root))
    assert not re.search(r'(src|href)="(?!data:|#)', page) and '<script' not in page and 'url(' not in page
    assert '&lt;b&gt;&amp;.txt' in page and '<b>&.txt' not in page


@pytest.mark.parametrize('name', ['exclude.json', 'exclude.txt'])
def test_doctor_fix_list_lets_the_dataset_load(sick, tmp_path, name):
    path = write_fix_list(examine(sick.root), tmp_path / name)
    with pytest.raises(ValueError, match='not valid JSON'):
        AarizDataset(data_root=str(sick.root), split='train')
    exclude = json.loads(path.read_text(encoding='utf-8'))
    sizes = [len(AarizDataset(data_root=str(sick.root), split=split, exclude=exclude)) for split in sick.ids]
    assert sizes == [10, 4, 4]


def test_doctor_fix_list_is_taken_by_a_config_through_base(sick, tmp_path):
    write_fix_list(examine(sick.root), tmp_path / 'exclude.py')
    (tmp_path / 'base.py').write_text(
        f"train_dataloader = dict(dataset=dict(type='AarizDataset', data_root={str(sick.root)!r}, split='train'))\n"
    )
    (tmp_path / 'leaf.py').write_text(
        "_base_ = ['./base.py', './exclude.py']\n"
        'train_dataloader = dict(dataset=dict(exclude={{_base_.exclude}}))\n'
    )  # fmt: skip
    dataset = Config.fromfile(tmp_path / 'leaf.py').train_dataloader.dataset
    dataset.pop('type')
    assert len(AarizDataset(**dataset)) == 10
    assert (
        'exclude.py' in (tmp_path / 'exclude.py').read_text()
        and '{{_base_.exclude}}' in (tmp_path / 'exclude.py').read_text()
    )


def test_doctor_excludes_everything_that_the_dataset_refuses(planted):
    planted.marks('train', 1).unlink()
    planted.stage('train', 2).write_text('[]', encoding='utf-8')
    planted.image('valid', 0).unlink()
    for reader in ('Junior Orthodontists', 'Senior Orthodontists'):
        planted.edit_points(planted.marks('test', 1, reader), lambda points: points['N'].update(points['S']))
    planted.edit_points(planted.marks('test', 2), lambda points: points['N'].update(x=-5))
    exclude = examine(planted.root).exclude
    sizes = [len(AarizDataset(data_root=str(planted.root), split=split, exclude=exclude)) for split in planted.ids]
    assert sizes == [10, 3, 2]


@pytest.mark.parametrize(
    ('write', 'name'),
    [(write_report_json, 'a.json'), (write_html, 'a.html'), (write_fix_list, 'a.py'), (write_html, 'page')],
)
def test_doctor_replaces_its_own_files_alone(clean_root, tmp_path, write, name):
    path = tmp_path / name
    path.write_text('of the user', encoding='utf-8')
    with pytest.raises(ValueError, match='was not written by the doctor'):
        check_outputs(clean_root, (path,))
    path.unlink()
    write(examine(clean_root), path)
    check_outputs(clean_root, (path, None))


def test_doctor_never_replaces_a_list_that_may_be_the_users(clean_root, tmp_path):
    path = write_fix_list(examine(clean_root), tmp_path / 'exclude.json')
    with pytest.raises(ValueError, match='has no mark'):
        check_outputs(clean_root, (path,))


def test_doctor_refuses_outputs_in_the_dataset_and_one_path_twice(clean_root, tmp_path):
    with pytest.raises(ValueError, match='is inside the dataset'):
        check_outputs(clean_root, (clean_root / 'train' / 'report.json',))
    with pytest.raises(ValueError, match='given twice'):
        check_outputs(clean_root, (tmp_path / 'a.json', None, tmp_path / 'a.json'))
    with pytest.raises(ValueError, match='exists'):
        check_outputs(clean_root, (tmp_path,))


def test_doctor_refuses_a_folder_that_is_no_dataset(tmp_path):
    with pytest.raises(FileNotFoundError, match='is not a folder'):
        examine(tmp_path / 'nowhere')
    with pytest.raises(FileNotFoundError, match="no folder 'train'"):
        examine(tmp_path)


def test_doctor_reports_a_dataset_without_a_single_image(tmp_path):
    (tmp_path / 'train' / 'Cephalograms').mkdir(parents=True)
    report = examine(tmp_path)
    assert {'no-image', 'no-device-table'} <= {finding.code for finding in report.findings}
    assert report.exit_code == 2 and '2 errors' in render_text(report) and 'no-image' in render_html(report)
