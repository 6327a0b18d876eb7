"""Names of readers and files."""

import pytest

from aariz_mm.review.names import check_reader_name, file_safe, name_key, unused_name


@pytest.mark.parametrize(
    ('given', 'kept'),
    [
        ('Dr Kim', 'Dr Kim'),
        ('  Dr   Kim ', 'Dr Kim'),
        ('김민수', '김민수'),
        ('Ame\u0301lie', 'Am\xe9lie'),
        ('د. ليلى', 'د. ليلى'),
        ('J. R.-Smith_2', 'J. R.-Smith_2'),
        ('x' * 60, 'x' * 60),
    ],
)
def test_names_of_people_are_kept_composed_and_trimmed(given, kept):
    assert check_reader_name(given) == kept


@pytest.mark.parametrize(
    'name',
    ['', '   ', 'x' * 61, 'a/b', 'a\\b', '..', '.hidden', 'Kim.', 'a:b', 'a\nb', 'a\tb', 'a\x00b', 'CON', 'nul.txt',
     'Com1', 'a*', '-', '...', 'a\u202eb', '\ud800', 'Kim + Lee', '<b>'],
)  # fmt: skip
def test_names_that_are_no_folder_are_refused_with_a_cure(name):
    with pytest.raises(ValueError, match=r'give|leave'):
        check_reader_name(name)


@pytest.mark.parametrize('name', [None, 3, ['Kim'], {}])
def test_a_name_that_is_no_text_is_refused(name):
    with pytest.raises(ValueError, match='no text'):
        check_reader_name(name)


def test_spellings_of_one_name_have_one_key():
    assert name_key('DR KIM') == name_key('dr kim')
    assert name_key('Ame\u0301lie') == name_key('am\xe9lie')


@pytest.mark.parametrize(
    ('name', 'file'),
    [('P1/ceph.2', 'P1_ceph.2'), ('.hidden', '_hidden'), (' a', '_a'), ('a.', 'a_'), ('con', '_con'), ('a\nb', 'a_b'),
     ('a?*', 'a__'), ('엑스레이 1', '엑스레이 1'), ('', '_')],
)  # fmt: skip
def test_names_of_files_lose_what_files_cannot_have(name, file):
    assert file_safe(name) == file


def test_a_long_name_is_cut_and_stays_another_one_than_its_like():
    first, second = file_safe('가' * 200 + '1'), file_safe('가' * 200 + '2')
    assert first != second and max(len(first.encode()), len(second.encode())) <= 150


def test_a_used_name_is_numbered_whatever_its_case():
    assert unused_name('A', {'a', 'a_2'}) == 'A_3'
    assert unused_name('b', {'a'}) == 'b'
