"""Tables of cases as spreadsheets write them."""

import pytest

from aariz_mm.cohort.case_table import CaseRow, read_case_table

TEXT = 'file,patient,group,time,age,sex\na.png,P1,Class II,T1,12.5,F\nb.png,P1,Class II,T2,14,여\n'


def written(tmp_path, text, encoding='utf-8'):
    path = tmp_path / 'cases.csv'
    path.write_bytes(text.encode(encoding))
    return path


def test_table_is_read_line_by_line(tmp_path):
    table = read_case_table(written(tmp_path, TEXT))
    assert table.rows[0] == CaseRow(2, 'a.png', 'P1', 'Class II', 'T1', 12.5, 'female')
    assert table.rows[1].sex == 'female' and table.columns == {'file', 'patient', 'group', 'time', 'age', 'sex'}


@pytest.mark.parametrize('encoding', ['utf-8-sig', 'utf-16', 'cp949'])
def test_encodings_of_excel_say_the_same(tmp_path, encoding):
    text = '파일;환자;군;나이;성별\n\r\n가.png;홍길동;치료군;12,5;남\n'
    row = read_case_table(written(tmp_path, text, encoding)).rows[0]
    assert (row.file, row.patient, row.group, row.age, row.sex) == ('가.png', '홍길동', '치료군', 12.5, 'male')


def test_decomposed_hangul_is_composed(tmp_path):
    row = read_case_table(written(tmp_path, 'file,group\n\u1100\u1161.png,\u1112\u1161\u11ab\n')).rows[0]
    assert (row.file, row.group) == ('가.png', '한')


@pytest.mark.parametrize(
    ('text', 'match'),
    [
        ('name of it,group\na,b\n', 'no column of files in the header'),
        ('file,group\n', 'no line below the header'),
        ('file,age\na,twelve\n', "line 2: age 'twelve'; expected years"),
        ('file,age\na,131\n', 'expected years'),
        ('file,sex\na,x\n', "line 2: sex 'x'; expected female or male"),
        ('file,group\na,1\na,2\n', 'lines 2 and 3 name one file'),
        ('file,group,arm\na,1,2\n', 'two columns are the group'),
        ('file,group\n,1\n', 'line 2 names no file'),
        (f'file,group\na,{"x" * 81}\n', 'a group of 81 letters'),
        ('file,pateint,group\na,1,2\n', 'column \'pateint\': is it "patient"? Rename it'),
        ('file,Groups\na,1\n', 'column \'Groups\': is it "group"?'),
        ('file,age\na,11,5\n', 'line 2 has 3 cells, the header 2; .*write decimals with a point'),
    ],
)
def test_mistakes_are_told_with_their_place(tmp_path, text, match):
    with pytest.raises(ValueError, match=match.replace('?', r'\?')):
        read_case_table(written(tmp_path, text))


def test_other_columns_are_named_and_empty_cells_too_many_are_nothing(tmp_path):
    table = read_case_table(written(tmp_path, 'file,group,date,stage,\na,x,2026,4,,,\n'))
    assert table.others == ('date', 'stage') and table.rows[0].group == 'x'


def test_missing_table_and_bytes_that_are_no_text(tmp_path):
    with pytest.raises(FileNotFoundError, match='no such table of cases'):
        read_case_table(tmp_path / 'none.csv')
    path = tmp_path / 'cases.csv'
    path.write_bytes(b'file,group\n\xff\x80\x80,\xfe\n')
    with pytest.raises(ValueError, match='neither UTF-8 nor Korean'):
        read_case_table(path)
