"""Files of reports: HTML, PDF, DOCX and XLSX."""

import io

import pytest
from made_reports import missing, source

from aariz_mm.analysis.named import NAMED_ANALYSES
from aariz_mm.patient_report.assembly import build_report
from aariz_mm.patient_report.html import report_html
from aariz_mm.patient_report.settings import ClinicSettings
from aariz_mm.patient_report.writing import encode_report
from aariz_mm.tracing.pdf_fonts import fit_letters


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


def text_of(data):
    pypdfium2 = pytest.importorskip('pypdfium2')
    document = pypdfium2.PdfDocument(data)
    return document, [page.get_textpage() for page in document]


def left_of(page, word):
    """Left end of the first place of a word, pt."""
    index, _ = page.search(word, match_case=True).get_next()
    return page.get_charbox(index)[0]


@pytest.mark.parametrize('more', [{}, dict(warnings=['w' * 200] * 10)])
def test_headings_and_tables_of_a_small_page_begin_at_one_line(more):
    _, (page,) = text_of(encode_report(build_report(source(**more)), 'pdf')[0])
    ends = [left_of(page, word) for word in ('Cephalometric', 'Radiograph', 'Measurements', 'Where this', 'SHA-256')]
    assert max(ends) - min(ends) < 1.5


def test_warnings_of_any_length_are_parted_among_pages():
    found = source(warnings=['w ' * 2500] * 12, made_with=dict(program='p' * 9000))
    report = build_report(found, one_page=False, analyses=['wits'])
    document, pages = text_of(encode_report(report, 'pdf')[0])
    assert len(document) > 2 and all('Not for diagnosis' in page.get_text_range() for page in pages)


@pytest.mark.parametrize(('language', 'name'), [('en', ''), ('ko', '바른 치과')])
def test_documents_say_what_who_and_in_which_language(language, name):
    docx = pytest.importorskip('docx')
    report = build_report(source(), language, clinic=ClinicSettings(name))
    data = encode_report(report, 'pdf')[0]
    told = text_of(data)[0].get_metadata_dict()
    assert told['Title'] == f'{report.title}: ceph' and told['Author'] == (name or 'aariz_mm')
    assert f'/Lang ({language})'.encode() in data
    properties = docx.Document(io.BytesIO(encode_report(report, 'docx')[0])).core_properties
    assert (properties.title, properties.author, properties.language) == (
        f'{report.title}: ceph', name or 'aariz_mm', language
    )  # fmt: skip


def test_docx_tables_are_as_wide_as_their_columns_and_break_words_whole():
    docx = pytest.importorskip('docx')
    document = docx.Document(io.BytesIO(encode_report(build_report(source(), 'ko'), 'docx')[0]))
    for table in document.tables:
        grid = [column.width for column in table.columns]
        assert [cell.width for cell in table.rows[0].cells] == grid
    assert 'w:wordWrap w:val="0"' not in document.element.xml
