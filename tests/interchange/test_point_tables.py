"""CSV tables of points: long and wide, of several programs, and what is none."""

import pytest

from aariz_mm.interchange.marks import Mark, Misfit, Sheet
from aariz_mm.interchange.point_table import TABLE_NAME, read_points, render_points

S, N = Mark('S', 10.25, 20.5), Mark('N', 40.0, 15.0)


def read(tmp_path, text, name='points.csv'):
    path = tmp_path / name
    path.write_text(text, encoding='utf-8')
    return read_points(path)


@pytest.mark.parametrize(
    'text',
    [
        'id,symbol,x,y\na.png,S,10.25,20.5\na.png,N,40,15\n',
        '\ufeffID;Landmark;X;Y\na.png;S;10,25;20,5\na.png;N;40;15\n',
        'y\tx\tfile\tlabel\n20.5\t10.25\ta.png\tS\n15\t40\ta.png\tN\n',
        'file,symbol,title,x_px,y_px,x_mm,y_mm,score\na.png,S,Sella,10.25,20.5,1,2,0.9\na.png,N,Nasion,40,15,4,1,0.9\n',
        'id,S_x,S_y,N_x,N_y\na.png,10.25,20.5,40,15\n',
        'image;S.x;N.x;S.y;N.y\na.png;10,25;40;20,5;15\n\n',
        'id, S x, S y, N x, N y, comment\n a.png , 10.25, 20.5, 40, 15, fine\n',
    ],
)
def test_one_image_in_many_tables(tmp_path, text):
    contents = read(tmp_path, text)
    assert contents.sheets == (Sheet(('a.png',), (S, N), 'points.csv'),) and not contents.misfits


def test_readers_have_sheets_of_their_own(tmp_path):
    contents = read(tmp_path, 'id,reader,symbol,x,y\na,Kim,S,10.25,20.5\na,Lee,S,10.25,20.5\n')
    assert [sheet.reader for sheet in contents.sheets] == ['Kim', 'Lee']


def test_empty_cells_are_not_marked_and_an_image_without_marks_is_there(tmp_path):
    contents = read(tmp_path, 'id,S_x,S_y,N_x,N_y\na.png,10.25,20.5,,\nb.png,,,,\n')
    assert [sheet.marks for sheet in contents.sheets] == [(S,), ()]


def test_what_is_no_number_is_told(tmp_path):
    contents = read(tmp_path, 'id,symbol,x,y\na.png,S,left,20\na.png,N,40,\n')
    assert contents.misfits == (
        Misfit('no number', 'S', 'a.png', "('left', '20')"),
        Misfit('no number', 'N', 'a.png', "('40', '')"),
    )


@pytest.mark.parametrize(
    ('text', 'told'),
    [
        ('', 'empty'),
        ('symbol,x,y\nS,1,2\n', 'no column with the image'),
        ('id,symbol,x\na,S,1\n', 'no columns x and y'),
        ('id,S_x,N_x\na,1,2\n', "'S', 'N'.* have one of x and y"),
        ('id,S_x,S_y,S_x\na,1,2,3\n', 'two columns'),
        ('id,sella\na,1\n', 'no columns of landmarks'),
        ('id,symbol,x,y\na,S,1,5,2,5\n', 'more cells than the header'),
        ('id,x_px,y_px\na,1,2\n', 'no columns of landmarks'),
    ],
)
def test_what_is_no_table_of_points_is_refused(tmp_path, text, told):
    with pytest.raises(ValueError, match=told):
        read(tmp_path, text)


def test_the_table_of_pixel_sizes_is_passed_over(tmp_path):
    (tmp_path / 'pixel_sizes.csv').write_text('cephalogram_id,machine,pixel_size,original_id\na,x,0.1,a\n')
    with pytest.raises(FileNotFoundError, match='no table of points'):
        read_points(tmp_path)
    read(tmp_path, 'id,symbol,x,y\na.png,S,10.25,20.5\n')
    assert len(read_points(tmp_path).sheets) == 1


@pytest.mark.parametrize('name', ['a.png', 'a, "b".png', '엑스.png', '=1+1.png', "'a.png", '-x.png'])
def test_what_is_written_is_read_again(tmp_path, name):
    text = render_points([Sheet((name,), (S, N), '')])[TABLE_NAME]
    assert read(tmp_path, text).sheets[0].names == (name,) and read(tmp_path, text).sheets[0].marks == (S, N)
    assert not text.splitlines()[1].startswith(('=', '-', '+', '@'))
