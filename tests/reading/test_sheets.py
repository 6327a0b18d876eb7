"""Tables as spreadsheets open them: UTF-8, numbers as numbers, and no text that becomes a formula."""

import csv
import os

import openpyxl
import pytest

from aariz_mm.reading import sheets
from aariz_mm.reading.sheets import CsvTable, Workbook, check_table, check_workbook, csv_line, plain_cell

COLUMNS = ('file', 'a', 'b', 'c')


def test_excel_is_told_of_utf_8_and_lines_end_as_on_windows(tmp_path):
    table = CsvTable(tmp_path / 'a.csv', COLUMNS)
    table.append([('세팔로.png', 1.5, None, 'x, "y"\nz')])
    content = table.publish().read_bytes()
    assert content.startswith(b'\xef\xbb\xbffile,a,b,c\r\n') and content.endswith(b'\r\n')
    with (tmp_path / 'a.csv').open(encoding='utf-8-sig', newline='') as file:
        assert list(csv.reader(file))[1] == ['세팔로.png', '1.5', '', 'x, "y"\nz']


@pytest.mark.parametrize('text', ['=1+1.png', '+1.png', '-a.png', '@a.png', '\t=1', '\r=1', '=cmd|calc'])
def test_a_name_never_becomes_a_formula(tmp_path, text):
    assert plain_cell(text).startswith("'") and csv_line([text])[0] in '\'"'
    book = Workbook(tmp_path / 'a.xlsx', dict(one=COLUMNS))
    book.append('one', [(text, 1, 2, 3)])
    cell = openpyxl.load_workbook(book.save())['one']['A2']
    assert cell.data_type == 's' and not cell.value.startswith("'")


@pytest.mark.parametrize('value', [-1.5, 0, None, 'a=b', 'P1/=a.png', 1e-9])
def test_numbers_and_other_texts_stay_as_they_are(value):
    assert plain_cell(value) == value


@pytest.mark.parametrize('text', ['a\x00b', 'a\x0bb', 'a\udcff.png'])
def test_letters_that_no_table_holds_do_no_harm(tmp_path, text):
    book, table = Workbook(tmp_path / 'a.xlsx', dict(one=('file',))), CsvTable(tmp_path / 'a.csv', ('file',))
    book.append('one', [(text,)])
    table.append([(text,)])
    assert openpyxl.load_workbook(book.save())['one']['A2'].value in table.publish().read_text(encoding='utf-8-sig')


def test_a_table_is_whole_after_each_publication(tmp_path):
    table = CsvTable(tmp_path / 'a.csv', ('n',), for_excel=False)
    for count in (1, 2, 3):
        table.append([(count,)])
        assert table.publish().read_text().split() == ['n', *map(str, range(1, count + 1))]
    table.close()
    assert os.listdir(tmp_path) == ['a.csv']


def test_a_workbook_has_numbers_as_numbers(tmp_path):
    book = Workbook(tmp_path / 'a.xlsx', dict(one=COLUMNS, two=('n',)))
    book.append('one', [('a.png', 1.25, None, 7)])
    sheet = openpyxl.load_workbook(book.save())['one']
    assert [cell.value for cell in sheet[2]] == ['a.png', 1.25, None, 7] and sheet['B2'].data_type == 'n'


def test_a_sheet_that_is_full_goes_on_on_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, '_MOST_ROWS', 3)
    book = Workbook(tmp_path / 'a.xlsx', dict(one=('n',)))
    book.append('one', [(number,) for number in range(5)])
    read = openpyxl.load_workbook(book.save())
    assert [[row[0].value for row in sheet] for sheet in read] == [['n', 0, 1], ['n', 2, 3], ['n', 4]]


def test_files_of_others_are_kept(tmp_path):
    (tmp_path / 'a.csv').write_text('my,own,table\n')
    with pytest.raises(ValueError, match=r'a\.csv is no table of aariz_mm and would be lost'):
        check_table(tmp_path / 'a.csv', COLUMNS)
    openpyxl.Workbook().save(tmp_path / 'mine.xlsx')
    (tmp_path / 'text.xlsx').write_text('x')
    for name in ('mine.xlsx', 'text.xlsx'):
        with pytest.raises(ValueError, match='is no workbook of aariz_mm'):
            check_workbook(tmp_path / name)


def test_our_own_files_are_replaced(tmp_path):
    CsvTable(tmp_path / 'a.csv', COLUMNS).publish()
    check_table(tmp_path / 'a.csv', COLUMNS)
    Workbook(tmp_path / 'a.xlsx', dict(one=COLUMNS)).save()
    check_workbook(tmp_path / 'a.xlsx')
    check_workbook(tmp_path / 'none.xlsx')
