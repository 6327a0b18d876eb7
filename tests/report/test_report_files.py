from dataclasses import replace

import cv2
import numpy as np
import pytest

from aariz_mm.evaluation.cases import Cases, LandmarkCases, StageCases
from aariz_mm.report.files import report_paths, write_report

STAGES = Cases({}, None, StageCases(('a', 'b'), np.array([4, 5]), np.array([4, 4]), np.full((2, 6), np.nan)))


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def landmark_cases(folder):
    """Two images of which only the first is there."""
    cv2.imwrite(str(folder / 'a.png'), np.full((120, 100), 80, np.uint8))
    gt = np.array([[[20.0, 20], [80, 25]], [[20, 22], [80, 20]]])
    paths = tuple(str(folder / f'{name}.png') for name in 'ab')
    per_image = dict(pixel_size_mm=np.full(2, 0.5), sn_mm_per_px=np.ones(2), input_px_per_px=np.ones(2))
    return LandmarkCases(('S', 'N'), ('a', 'b'), paths, ('', ''), gt + 3, gt, np.empty((0, 2, 2, 2)), **per_image)


def test_report_lies_beside_the_scores_with_its_pictures(tmp_path):
    written = write_report(tmp_path / 'm.json', {}, {}, Cases({}, landmark_cases(tmp_path)))
    assert [path.name for path in written[:2]] == ['report.md', 'report.html']
    assert all(path.stat().st_size for path in written)
    markdown, html = (path.read_text(encoding='utf-8') for path in written[:2])
    for picture in written[2:]:
        assert f'](<report_files/{picture.name}>)' in markdown
    assert html.count('data:image/jpeg') == 1  # image b is gone, which is said
    assert 'b.png: mean error 2.12 mm' in markdown and 'is gone or cannot be read' in html
    assert not list(tmp_path.rglob('*.part'))


def test_report_of_the_same_json_is_replaced_and_its_old_pictures_go(tmp_path):
    write_report(tmp_path / 'm.json', {}, {}, replace(STAGES, landmarks=landmark_cases(tmp_path)))
    (tmp_path / 'report_files' / 'mine.png').write_bytes(b'kept')
    write_report(tmp_path / 'm.json', {}, {}, STAGES)
    assert names(tmp_path) == ['a.png', 'report.html', 'report.md', 'report_files']
    assert names(tmp_path / 'report_files') == ['confusion.png', 'made_by_aariz_mm.txt', 'mine.png']


def test_report_of_another_json_keeps_its_place(tmp_path):
    write_report(tmp_path / 'm.json', {}, {}, STAGES)
    before = (tmp_path / 'report.html').read_bytes()
    written = write_report(tmp_path / 'm--2.json', {}, {}, STAGES)
    assert [path.name for path in written[:2]] == ['m--2_report.md', 'm--2_report.html']
    assert (tmp_path / 'report.html').read_bytes() == before
    assert write_report(tmp_path / 'm--2.json', {}, {}, STAGES) == written
    assert report_paths(tmp_path / 'm.json').html.name == 'report.html'


@pytest.mark.parametrize('foreign', ['report.md', 'report.html', 'report_files/x.png'])
def test_what_is_not_ours_is_never_overwritten(tmp_path, foreign):
    path = tmp_path / foreign
    path.parent.mkdir(exist_ok=True)
    path.write_text('mine', encoding='utf-8')
    written = write_report(tmp_path / 'm.json', {}, {}, STAGES)
    assert written[1].name == 'm_report.html' and path.read_text(encoding='utf-8') == 'mine'


def test_report_has_no_place_where_both_names_are_taken(tmp_path):
    for name in ('report.md', 'm_report.md'):
        (tmp_path / name).write_text('mine', encoding='utf-8')
    with pytest.raises(ValueError, match=r'm_report\.md is not the report of m\.json .* give another --out'):
        write_report(tmp_path / 'm.json', {}, {}, STAGES)
    assert names(tmp_path) == ['m_report.md', 'report.md']


def test_report_leaves_its_inputs_alone(tmp_path):
    scores, description = {'CVM_accuracy': 0.5}, {'protocol_split': 'test'}
    write_report(tmp_path / 'm.json', scores, description, STAGES)
    assert scores == {'CVM_accuracy': 0.5} and description == {'protocol_split': 'test'}
    assert 'split: test' in (tmp_path / 'report.md').read_text(encoding='utf-8')
