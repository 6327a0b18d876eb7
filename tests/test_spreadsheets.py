"""Tables as spreadsheets write them."""

import pytest

from aariz_mm.sheets import find_columns, read_sex, read_sheet

COLUMNS = dict(file=('file', 'id'), patient_id=('patient_id', '환자'))


@pytest.mark.parametrize('encoding', ['utf-8', 'utf-8-sig', 'utf-16', 'cp949'])
@pytest.mark.parametrize('separator', [',', ';', '\t'])
def test_lines_are_numbered_and_cells_plain(tmp_path, encoding, separator):
    lines = [('File', '환자'), ('', ''), (' a 김.png ', "'007")]
    text = '\n'.join(separator.join(line) for line in lines)
    (tmp_path / 'a.csv').write_bytes(text.encode(encoding))
    assert read_sheet(tmp_path / 'a.csv', 'table', 'cure') == [(1, ['File', '환자']), (3, ['a 김.png', '007'])]


def test_what_is_no_table_is_told(tmp_path):
    with pytest.raises(FileNotFoundError, match='no such table'):
        read_sheet(tmp_path / 'none.csv', 'table', 'the cure')
    (tmp_path / 'a.csv').write_bytes(b'\xff\xff\x00\x81')
    with pytest.raises(ValueError, match='neither UTF-8 nor Korean text'):
        read_sheet(tmp_path / 'a.csv', 'table', 'the cure')


def test_columns_are_found_by_any_of_their_names():
    assert find_columns(['ID', 'x', 'Patient ID'], COLUMNS, 'a.csv', 'cure') == dict(file=0, patient_id=2)
    assert find_columns(['id', 'file'], COLUMNS, 'a.csv', 'cure') == dict(file=1)
    with pytest.raises(ValueError, match='two columns are the patient_id'):
        find_columns(['file', '환자', 'patient_id'], COLUMNS, 'a.csv', 'cure')
    with pytest.raises(ValueError, match='no column of files in the header'):
        find_columns(['x'], COLUMNS, 'a.csv', 'the cure')


@pytest.mark.parametrize(('text', 'sex'), [('F', 'female'), ('남', 'male'), ('Boy', 'male'), ('x', None), ('', None)])
def test_sexes_are_read(text, sex):
    assert read_sex(text) == sex
