"""Reports of a patient: findings, languages, files and the command."""

import io
import json
import string
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from aariz_mm.analysis import MEASUREMENTS
from aariz_mm.analysis.korean_names import ANALYSIS_NAMES_KO, NAMES_KO
from aariz_mm.analysis.named import NAMED_ANALYSES
from aariz_mm.annotations.predicted import landmark_entry
from aariz_mm.cli import main
from aariz_mm.files import file_sha256
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.outlines.mean_shape import MEAN_SHAPE_MM
from aariz_mm.patient_report.assembly import build_report
from aariz_mm.patient_report.bars import Bar
from aariz_mm.patient_report.findings import find_classes
from aariz_mm.patient_report.html import report_html
from aariz_mm.patient_report.language import LANGUAGES, meaning_text, measurement_name
from aariz_mm.patient_report.settings import load_settings
from aariz_mm.patient_report.source import find_source
from aariz_mm.patient_report.writing import encode_report
from aariz_mm.reading.content import measured_content
from aariz_mm.reading.tracings import TracedFile, load_traced
from aariz_mm.tracing.pdf_fonts import fit_letters

POINTS = MEAN_SHAPE_MM * 2 + [180, 170]


def content(points=POINTS, **more):
    entries = [landmark_entry(symbol, float(x), float(y)) for symbol, (x, y) in zip(SYMBOLS, points, strict=True)]
    told = dict(ceph_id='ceph', file='ceph.png', pixel_size_mm=0.5, image_size=[460, 480], made_with=dict(program='p'))
    told |= dict(cvm_stage=dict(value=4), cvm_probabilities={f'CVM-S{at}': 0.1 + 0.4 * (at == 4) for at in range(1, 7)})
    return told | dict(landmarks=entries) | more


def source(**more):
    return find_source(TracedFile(Path('ceph.json'), content(**more)))


def with_interval(key, low, high):
    return [dict(key=key, low=low, high=high, level=0.9)]


def missing():
    entries = [landmark_entry(symbol, 0.0, 0.0) | dict(value=None) for symbol in SYMBOLS]
    return dict(landmarks=entries, cvm_stage=None, cvm_probabilities=None)


def test_languages_have_the_same_texts_with_the_same_fields():
    def fields(text):
        return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)

    english, korean = LANGUAGES['en'], LANGUAGES['ko']
    assert english.keys() == korean.keys() and all(korean.values())
    assert {key: fields(text) for key, text in english.items()} == {key: fields(text) for key, text in korean.items()}


def test_every_measurement_and_analysis_has_a_korean_name():
    assert NAMES_KO.keys() == MEASUREMENTS.keys() and ANALYSIS_NAMES_KO.keys() == NAMED_ANALYSES.keys()
    assert len({measurement_name(key, 'en') for key in MEASUREMENTS}) == len(MEASUREMENTS)
    assert meaning_text('SNA', 2, 'ko') == '상악 전방위' and meaning_text('SNA', 1, 'ko') == ''


def test_a_finding_is_undecided_where_the_interval_reaches_another_class():
    value = measured_content(content())['measurements']
    anb = next(one['value'] for one in value if one['key'] == 'ANB')
    assert 0 < anb < 4
    near = find_classes(source(measurements=with_interval('ANB', anb - 0.01, anb + 0.01)))['sagittal']
    wide = find_classes(source(measurements=with_interval('ANB', -1, 5)))['sagittal']
    assert near.is_decided and near.label == wide.label == 'class I'
    assert wide.others == ('class III', 'class II') and not wide.is_decided


def test_a_lie_in_the_file_changes_no_value():
    lies = [dict(key='SNA', value=12, low=float('nan'), high=1, level=0.9, meaning='<b>'), 'x', dict(key=3)]
    assert source(measurements=lies, warnings='no', identity=3, magnification=1e9).measured['SNA'].value > 70


def test_moved_landmarks_are_named_and_intervals_go():
    told = content(measurements=with_interval('ANB', 1, 3), prediction_sha256='0' * 64)
    told['landmarks'][0]['predicted'] = dict(x=1.0, y=2.0)
    found = source(**told)
    assert (found.origin, found.moved, found.level) == ('corrected', ('A',), None)
    assert 'moved: A' in dict(build_report(found).facts.rows)['Landmarks by']


def test_bar_places():
    bar = Bar(2, -8, 0)
    assert (bar.at, bar.interval, bar.band) == (0.75, (0.0, 0.5), (0.375, 0.625))
    assert Bar(-5).beyond == -1 and Bar(-5).at == 0 and Bar(1).interval is None


def test_letters_that_a_font_lacks_are_told():
    known = set(map(ord, 'afi-[]U+1D0E한'))
    assert fit_letters('ﬁ\N{MINUS SIGN}한\U0001d11e', known) == ('fi-한[U+1D11E]', {'\U0001d11e'})


@pytest.mark.parametrize('language', ['en', 'ko'])
@pytest.mark.parametrize('more', [{}, missing(), dict(warnings=['long ' * 200] * 30, ceph_id='한글' * 200)])
def test_one_page_is_one_page(language, more):
    pypdfium2 = pytest.importorskip('pypdfium2')
    report = build_report(source(**more), language, analyses=['jarabak'])
    data, _ = encode_report(report, 'pdf')
    document = pypdfium2.PdfDocument(data)
    text = document[0].get_textpage().get_text_range()
    assert len(document) == 1 and report.caution[:12] in text and '/FontFile2' in data.decode('latin-1')
    assert data == encode_report(report, 'pdf')[0] and document.get_metadata_dict()['Title'].startswith(report.title)


def test_full_report_has_every_analysis_and_the_caution_on_each_page():
    pypdfium2 = pytest.importorskip('pypdfium2')
    report = build_report(source(), one_page=False)
    document = pypdfium2.PdfDocument(encode_report(report, 'pdf')[0])
    assert all('Not for diagnosis' in page.get_textpage().get_text_range() for page in document)
    assert {one.title for one in NAMED_ANALYSES.values()} <= {one.title for one in report.sections}
    assert len(list(document.get_toc())) == len(report.sections)


def test_html_escapes_and_names_its_language():
    page = report_html(build_report(source(ceph_id='<script>x</script>'), 'ko'))
    assert '<html lang="ko">' in page and '<script' not in page and '골격성' in page


def test_identity_is_shown_on_demand_alone():
    found = source(identity=dict(name='Kim'))
    assert 'Kim' not in str(build_report(found)) and 'Kim' in str(build_report(found, keep_identity=True))


def test_docx_has_headings_tables_and_alt_texts():
    docx = pytest.importorskip('docx')
    document = docx.Document(io.BytesIO(encode_report(build_report(source(), 'ko'), 'docx')[0]))
    assert '주의 사항' in [one.text for one in document.paragraphs if one.style.name == 'Heading 1']
    assert 'descr=' in document.element.xml and len(document.tables) >= 3


def test_xlsx_has_numbers_and_no_formulas():
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(encode_report(build_report(source(ceph_id='=1+1')), 'xlsx')[0]))
    sheet = book['Measurements']
    assert isinstance(sheet['G2'].value, float) and sheet['A2'].value == 'SNA'
    assert all(cell.data_type != 'f' for row in book.worksheets[0] for cell in row)


def test_several_analyses_do_not_fit_one_page():
    with pytest.raises(ValueError, match='one page holds one'):
        build_report(source(), analyses=['steiner', 'downs'])


@pytest.mark.parametrize(('text', 'match'), [
    ('{"clinic": {"nam": "x"}}', 'unknown key nam'), ('{"a": 1}', 'expected a table "clinic"'), ('{', 'no JSON'),
    ('{"clinic": {"logo": "none.png"}}', 'no such logo'), ('{"clinic": {"name": 3}}', 'name: expected a text'),
    ('{"clinic": {"logo": "s.json"}}', 'save it as PNG or JPEG'),
])  # fmt: skip
def test_settings_are_checked(tmp_path, text, match):
    (tmp_path / 's.json').write_text(text)
    with pytest.raises((ValueError, FileNotFoundError), match=match):
        load_settings(tmp_path / 's.json')


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Image.fromarray(np.full((480, 460), 70, np.uint8)).save('ceph.png')
    (tmp_path / 'ceph.json').write_text(json.dumps(content(image_sha256=file_sha256('ceph.png'))))
    Image.new('RGB', (64, 32), 'teal').save('logo.png')
    (tmp_path / 's.json').write_text(
        json.dumps(dict(clinic=dict(name='바른 치과', lines=['1 Street'], logo='logo.png')))
    )
    return tmp_path


def run(*arguments):
    return main(['report', 'ceph.json', '--out-dir', 'out', *map(str, arguments)])


def test_command_writes_every_format_and_replaces_only_its_own(folder, capsys):
    assert run('--formats', 'html,docx,xlsx', '--settings', 's.json', '--date', '2026-01-31') == 0
    before = {path.name: path.read_bytes() for path in (folder / 'out').iterdir()}
    assert sorted(before) == ['ceph_report.docx', 'ceph_report.html', 'ceph_report.xlsx']
    assert '바른 치과' in before['ceph_report.html'].decode() and '2026-01-31' in before['ceph_report.html'].decode()
    assert run('--formats', 'html,docx,xlsx', '--settings', 's.json', '--date', '2026-01-31') == 0
    assert before == {path.name: path.read_bytes() for path in (folder / 'out').iterdir()}
    with zipfile.ZipFile(folder / 'out/ceph_report.docx', 'a') as file:
        file.writestr('note.txt', 'mine')
    assert run('--formats', 'docx') == 2 and 'was changed since' in capsys.readouterr().err


def test_command_refuses_what_it_does_not_know(folder, capsys):
    assert run('--formats', 'odt') == 2 and "format 'odt'" in capsys.readouterr().err
    assert run('--analyses', 'smith') == 2 and "analysis 'smith'" in capsys.readouterr().err
    assert load_traced('ceph.json').name == 'ceph' and not (folder / 'out').exists()
