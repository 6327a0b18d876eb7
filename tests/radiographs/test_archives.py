"""Radiographs in a zip: its folders are kept, nothing leaves the temporary folder, a bomb is refused."""

import io
import stat
import zipfile

import pytest

from aariz_mm.radiographs import archives
from aariz_mm.radiographs.listing import list_radiographs


def write_zip(path, *names, content=b'x'):
    with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as file:
        for name in names:
            file.writestr(name, content)
    return path


def test_results_mirror_the_folders_of_the_zip(tmp_path):
    path = write_zip(tmp_path / 'films.zip', 'P2/ceph.png', 'P1/ceph.png', 'notes.txt', '__MACOSX/._a.png', '.b.png')
    listing = list_radiographs([path])
    assert [file.result for file in listing.radiographs] == ['P1/ceph', 'P2/ceph']
    assert listing.radiographs[0].path == path / 'P1' / 'ceph.png'
    assert 'skipped 1 file, no image (.txt)' in listing.describe_skipped()


def test_a_file_of_a_zip_is_there_within_the_block_alone(tmp_path):
    file = list_radiographs([write_zip(tmp_path / 'films.zip', 'a.png', content=b'pixels')]).radiographs[0]
    with file.opened() as path:
        assert path.read_bytes() == b'pixels' and path.suffix == '.png'
    assert not path.exists() and not path.parent.exists()


def test_a_file_and_a_zip_never_share_a_result(tmp_path):
    (tmp_path / 'a.png').write_bytes(b'x')
    zips = [write_zip(tmp_path / f'{name}.zip', 'a.png') for name in 'pq']
    names = [file.result for file in list_radiographs([tmp_path / 'a.png', *zips]).radiographs]
    assert names == ['a', 'p.zip/a', 'q.zip/a']


@pytest.mark.parametrize('name', ['../a.png', '/a.png', 'x/../../a.png', '..\\a.png', 'C:\\a.png'])
def test_names_that_leave_the_folder_are_refused(tmp_path, name):
    with pytest.raises(ValueError, match=r'films\.zip: .*nothing was read'):
        list_radiographs([write_zip(tmp_path / 'films.zip', 'b.png', name)])


def test_an_encrypted_zip_is_refused_with_its_cure(tmp_path):
    data = bytearray(write_zip(tmp_path / 'films.zip', 'a.png').read_bytes())
    data[6] |= 1
    data[data.index(b'PK\x01\x02') + 8] |= 1
    (tmp_path / 'films.zip').write_bytes(data)
    with pytest.raises(ValueError, match='encrypted; unpack it with its password'):
        list_radiographs([tmp_path / 'films.zip'])


@pytest.mark.parametrize('content', [b'', b'no zip', b'PK\3\4' + bytes(50)])
def test_what_is_no_zip_is_refused(tmp_path, content):
    (tmp_path / 'films.zip').write_bytes(content)
    with pytest.raises(ValueError, match='damaged, or no zip archive'):
        list_radiographs([tmp_path / 'films.zip'])


def test_a_zip_without_its_ending_is_known_by_its_beginning(tmp_path):
    write_zip(tmp_path / 'films', 'a.png')
    assert len(list_radiographs([tmp_path / 'films']).radiographs) == 1


def test_links_and_names_that_come_twice_are_refused(tmp_path):
    link = zipfile.ZipInfo('a.png')
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / 'link.zip', 'w') as file:
        file.writestr(link, '/etc/passwd')
    with pytest.raises(ValueError, match='a link or special file'):
        list_radiographs([tmp_path / 'link.zip'])
    with pytest.warns(UserWarning, match='Duplicate name'):
        write_zip(tmp_path / 'twice.zip', 'a.png', 'a.png')
    with pytest.raises(ValueError, match=r"holds 'a\.png' 2 times"):
        list_radiographs([tmp_path / 'twice.zip'])


def test_a_bomb_is_refused_and_the_others_are_read(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, '_SMALL', 1000)
    path = write_zip(tmp_path / 'films.zip', 'a.png', content=bytes(1 << 20))
    with pytest.raises(ValueError, match='a zip bomb'), list_radiographs([path]).radiographs[0].opened():
        pass
    monkeypatch.setattr(archives, 'MAX_MEMBER_BYTES', 500)
    with pytest.raises(ValueError, match='expected at most 500'), list_radiographs([path]).radiographs[0].opened():
        pass


def test_a_damaged_file_of_a_zip_is_told(tmp_path):
    data = bytearray(write_zip(tmp_path / 'films.zip', 'a.png', content=bytes(range(256)) * 9).read_bytes())
    data[45] ^= 255
    (tmp_path / 'films.zip').write_bytes(data)
    with pytest.raises(ValueError, match='damaged'), list_radiographs([tmp_path / 'films.zip']).radiographs[0].opened():
        pass


def test_a_zip_in_a_folder_is_named_and_not_opened(tmp_path):
    (tmp_path / 'a.png').write_bytes(b'x')
    write_zip(tmp_path / 'films.zip', 'b.png')
    assert 'a zip archive; name it itself' in list_radiographs([tmp_path]).describe_skipped()


def test_a_zip_in_a_zip_is_named(tmp_path):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, 'w') as file:
        file.writestr('b.png', b'x')
    with zipfile.ZipFile(tmp_path / 'films.zip', 'w') as file:
        file.writestr('a.png', b'x')
        file.writestr('inner.zip', inner.getvalue())
    assert 'a zip archive' in list_radiographs([tmp_path / 'films.zip']).describe_skipped()


def test_an_entry_without_a_name_is_told_as_damage(tmp_path):
    data = write_zip(tmp_path / 'films.zip', 'a.png').read_bytes()
    (tmp_path / 'b.zip').write_bytes(data.replace(b'a.png', b'\x00.png'))  # zipfile cuts a name at NUL
    with pytest.raises(ValueError, match=r'b\.zip: damaged'):
        list_radiographs([tmp_path / 'b.zip'])


def test_a_directory_that_is_beyond_the_file_is_told_as_damage(tmp_path):
    data = bytearray(write_zip(tmp_path / 'films.zip', 'a.png').read_bytes())
    end = data.index(b'PK\5\6')
    data[end + 16 : end + 20] = (0).to_bytes(4, 'little')  # where the directory begins
    place = data.index(b'PK\1\2') + 42
    data[place : place + 4] = (2**31).to_bytes(4, 'little')  # where the entry begins
    (tmp_path / 'b.zip').write_bytes(data)
    with pytest.raises(ValueError, match=r'b\.zip: damaged'):
        [file.opened().__enter__() for file in list_radiographs([tmp_path / 'b.zip']).radiographs]
