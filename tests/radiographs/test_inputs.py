"""What a user types stands for files and folders, whoever expands it."""

import pytest

from aariz_mm.radiographs.inputs import expand_inputs, read_list


@pytest.fixture
def films(tmp_path, monkeypatch):
    for name in ('a.png', 'b.png', 'b.jpg', 'P1/c.png', 'x[1].png'):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b'x')
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(paths):
    return [path.as_posix() for path in paths]


@pytest.mark.parametrize(
    ('pattern', 'found'),
    [
        ('*.jpg', ['b.jpg']),
        ('?.png', ['a.png', 'b.png']),
        ('**/*.png', ['P1/c.png', 'a.png', 'b.png', 'x[1].png']),
        ('x[1].png', ['x[1].png']),  # a file of this very name
        ('[ab].png', ['a.png', 'b.png']),
        ('P*', ['P1']),
    ],
)
def test_a_quoted_pattern_is_expanded(films, pattern, found):
    assert names(expand_inputs([pattern])) == found


def test_a_pattern_that_nothing_fits_is_named(films):
    with pytest.raises(FileNotFoundError, match=r'\*\.dcm: no file or folder fits this pattern'):
        expand_inputs(['*.dcm'])


@pytest.mark.parametrize('encoding', ['utf-8', 'utf-8-sig', 'utf-16'])
def test_a_list_is_read_whatever_wrote_it(films, encoding):
    (films / 'list.txt').write_bytes('# mine\r\n\r\n"a.png"\r\n  b.* \r\nP1\r\n'.encode(encoding))
    assert (
        names(expand_inputs(['@list.txt']))
        == names(expand_inputs([], ['list.txt']))
        == ['a.png', 'b.jpg', 'b.png', 'P1']
    )


def test_names_of_a_list_are_looked_for_in_its_folder(films, monkeypatch):
    (films / 'P1' / 'list.txt').write_text('c.png\na.png\nc*\n')
    assert names(read_list('P1/list.txt')) == ['P1/c.png', 'a.png', 'P1/c.png']


def test_a_file_whose_name_begins_with_an_at_is_a_file(films):
    (films / '@a.png').write_bytes(b'x')
    assert names(expand_inputs(['@a.png'])) == ['@a.png']


@pytest.mark.parametrize(
    ('content', 'words'),
    [(b'', 'the list is empty'), (b'#\n', 'the list is empty'), (b'\x89PNG\r\n\x1a\n\xff', 'no text'),
     (b'a\0b', 'no text'), (b'@other.txt', 'a list within a list')],
)  # fmt: skip
def test_a_list_that_is_none_is_refused(films, content, words):
    (films / 'list.txt').write_bytes(content)
    with pytest.raises(ValueError, match=words):
        expand_inputs(['@list.txt'])


@pytest.mark.parametrize('name', ['-', '', '  '])
def test_what_is_no_name_is_refused_with_its_cure(name):
    with pytest.raises(ValueError, match=r'give (a list|a file)'):
        expand_inputs([name])


def test_a_list_that_is_not_there_is_named(films):
    with pytest.raises(FileNotFoundError, match=r'none\.txt: no such list'):
        expand_inputs(['@none.txt'])
