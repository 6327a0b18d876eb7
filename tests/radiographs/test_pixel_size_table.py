import pytest

from aariz_mm.radiographs.pixel_size_table import find_pixel_size, read_pixel_size_table


def read(tmp_path, text, encoding='utf-8'):
    (tmp_path / 'sizes.csv').write_bytes(text.encode(encoding))
    return read_pixel_size_table(tmp_path / 'sizes.csv')


@pytest.mark.parametrize('text', [
    'file,pixel_size_mm\na.png,0.1\nb.dcm,0.125\n', '\ufefffile,pixel_size_mm\r\na.png,0.1\r\nb.dcm,0.125\r\n',
    ' file , pixel_size_mm \n\n a.png , 0.1 \n b.dcm,0.125\n\n', 'file;pixel_size_mm\na.png;0,1\nb.dcm;0,125\n',
    'file\tmm\na.png\t0.1\nb.dcm\t0.125', 'Pixel_Size_MM,File\n0.1,a.png\n0.125,b.dcm\n,\n',
    '"file","pixel_size_mm"\n"a.png","0.1"\n"b.dcm","0.125"\n', 'file;mm;remark\na.png;0.1;x,y,z\nb.dcm;0.125;\n',
])  # fmt: skip
def test_tables_are_read_however_a_spreadsheet_writes_them(tmp_path, text):
    assert read(tmp_path, text) == {'a.png': 0.1, 'b.dcm': 0.125}


def test_a_table_of_a_spreadsheet_in_unicode_is_read(tmp_path):
    assert read(tmp_path, 'file\tmm\n방사선.png\t0.1\n', 'utf-16') == {'방사선.png': 0.1}


def test_the_device_table_of_aariz_is_one(tmp_path):
    text = 'cephalogram_id,machine,pixel_size,image_format,mode\ncks2,ART Plus,0.1,png,Train\n'
    sizes = read(tmp_path, text)
    assert find_pixel_size(sizes, '/data/train/Cephalograms/cks2.png') == 0.1


@pytest.mark.parametrize(
    ('text', 'match'),
    [
        ('', "no column 'file'"),
        ('file,pixel_size_mm\n', 'no pixel size in it'),
        ('image_id,size\na,0.1\n', r"no column 'file', got \['image_id', 'size'\]; expected a header"),
        ('file,width\na,0.1\n', "no column 'pixel_size_mm'"),
        ('file,mm\na.png,abc\n', r"line 2, a\.png: pixel size 'abc': expected a positive number"),
        ('file,mm\na.png,\n', r"line 2, a\.png: pixel size ''"),
        ('file,mm\na.png,-0.1\n', 'expected a positive number'),
        ('file,mm\na.png,nan\n', 'expected a positive number'),
        ('file,mm\n,0.1\n', 'line 2 names no file'),
        ('file,mm\na.png,0.1\na.png,0.2\n', r"line 3: 'a\.png' has two sizes, 0\.1 and 0\.2; keep one"),
    ],
)
def test_what_is_wrong_with_a_table_is_said_with_its_line(tmp_path, text, match):
    with pytest.raises(ValueError, match=match):
        read(tmp_path, text)


def test_a_table_that_is_not_there_or_no_text(tmp_path):
    with pytest.raises(FileNotFoundError, match='no such table of pixel sizes'):
        read_pixel_size_table(tmp_path / 'none.csv')
    with pytest.raises(ValueError, match='not UTF-8 text'):
        read(tmp_path, 'file,mm\n방.png,0.1\n', 'cp949')


@pytest.mark.parametrize('row', ['P1/ceph.png', 'ceph.png', 'P1/ceph', 'ceph', './P1/ceph.png', 'P1\\ceph.png'])
def test_a_file_is_found_by_any_end_of_its_path(tmp_path, row):
    assert find_pixel_size(read(tmp_path, f'file,mm\n{row},0.1\n'), '/films/P1/ceph.png') == 0.1


def test_the_longest_end_of_a_path_counts(tmp_path):
    sizes = read(tmp_path, 'file,mm\nceph,0.3\nP1/ceph.png,0.1\nP2/ceph.png,0.2\n')
    found = [find_pixel_size(sizes, f'/films/{patient}/ceph.png') for patient in ('P1', 'P2', 'P3')]
    assert found == [0.1, 0.2, 0.3] and find_pixel_size(sizes, 'other.png') is None
