"""Archives unpacked whole or not at all, and members that reach for what is not theirs."""

import io
import os
import stat
import tarfile
import zipfile

import pytest
from figshare_server import SMALL_DATASET, zip_bytes

from aariz_mm.download import checks, unpack
from aariz_mm.download.members import MAX_RATIO
from aariz_mm.download.unpack import find_leftovers, unpack_archive
from aariz_mm.files import safe_path

CSV = 'cephalogram_machine_mappings.csv'


@pytest.fixture
def unpacked(tmp_path):
    """What writes an archive of these bytes and unpacks it to ``out``; returns the dataset's folder."""

    def run(content):
        (tmp_path / 'a.zip').write_bytes(content)
        return unpack_archive(tmp_path / 'a.zip', tmp_path / 'out', CSV, progress=False)

    return run


def files_below(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob('*') if path.is_file()}


def refused(unpacked, tmp_path, content, match):
    with pytest.raises(ValueError, match=match):
        unpacked(content)
    assert [path.name for path in tmp_path.iterdir()] == ['a.zip']


def test_a_single_folder_around_everything_becomes_the_target(unpacked, tmp_path):
    assert unpacked(zip_bytes(SMALL_DATASET)) == tmp_path / 'out'
    assert files_below(tmp_path / 'out') == {
        name.removeprefix('Aariz/'): content for name, content in SMALL_DATASET.items()
    }
    assert sorted(path.name for path in tmp_path.iterdir()) == ['a.zip', 'out']


def test_the_folder_of_the_table_is_found_deeper(unpacked, tmp_path):
    files = {**SMALL_DATASET, 'readme.txt': b'hello', f'Aariz/train/{CSV}': b'deeper still'}
    assert unpacked(zip_bytes(files)) == tmp_path / 'out' / 'Aariz'
    assert files_below(tmp_path / 'out') == files


def test_what_macos_adds_is_left_out(unpacked, tmp_path):
    unpacked(zip_bytes({**SMALL_DATASET, '__MACOSX/Aariz/._a.png': b'fork'}))
    assert (tmp_path / 'out' / CSV).is_file() and not list((tmp_path / 'out').rglob('*MACOSX*'))


def test_folders_are_made_with_common_rights(unpacked, tmp_path):
    unpacked(zip_bytes({'Aariz/': b'', 'Aariz/empty/': b'', **SMALL_DATASET}))
    (tmp_path / 'other').mkdir()
    assert (tmp_path / 'out' / 'empty').is_dir()
    assert stat.S_IMODE((tmp_path / 'out').stat().st_mode) == stat.S_IMODE((tmp_path / 'other').stat().st_mode)


def tar_bytes(*infos, mode='w:gz'):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:
        for name, content in SMALL_DATASET.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        for info in infos:
            archive.addfile(info)
    return buffer.getvalue()


def test_a_tar_is_unpacked_as_well(unpacked, tmp_path):
    assert unpacked(tar_bytes()) == tmp_path / 'out'
    assert len(files_below(tmp_path / 'out')) == len(SMALL_DATASET)


def test_a_tar_is_unpacked_by_pythons_without_extraction_filters(unpacked, tmp_path, monkeypatch):
    monkeypatch.delattr(tarfile, 'data_filter')
    unpacked(tar_bytes())
    assert len(files_below(tmp_path / 'out')) == len(SMALL_DATASET)


@pytest.mark.parametrize('name', ['../x', 'a/../../x', '/etc/x', '\\x', 'a\\..\\..\\x', '..', '//server/x'])
def test_a_path_that_escapes_is_refused(unpacked, tmp_path, name):
    refused(
        unpacked,
        tmp_path,
        zip_bytes({**SMALL_DATASET, name: b'x'}),
        r'a\.zip: .* leaves the folder .*; nothing was unpacked',
    )
    assert not (tmp_path.parent / 'x').exists()


@pytest.mark.parametrize('name', ['C:x', 'C:\\x', 'a/b:stream', 'a\x07'])
def test_drives_streams_and_control_characters_are_refused(unpacked, tmp_path, name):
    refused(unpacked, tmp_path, zip_bytes({**SMALL_DATASET, name: b'x'}), 'colon or control character')


def test_a_name_is_not_cut_at_a_nul():
    with pytest.raises(ValueError, match='control character'):
        safe_path('a.png\x00.exe')


def test_backslashes_separate(unpacked, tmp_path):
    unpacked(zip_bytes({'Aariz\\': b'', **{name.replace('/', '\\'): SMALL_DATASET[name] for name in SMALL_DATASET}}))
    assert (tmp_path / 'out' / 'train' / 'Cephalograms' / 'a.png').is_file()


def test_a_tar_of_the_current_folder_is_unpacked(unpacked, tmp_path):
    current = tarfile.TarInfo('.')
    current.type = tarfile.DIRTYPE
    assert unpacked(tar_bytes(current)) == tmp_path / 'out'


def test_a_link_in_a_zip_is_refused(unpacked, tmp_path):
    buffer = io.BytesIO(zip_bytes(SMALL_DATASET))
    with zipfile.ZipFile(buffer, 'a') as archive:
        info = zipfile.ZipInfo('Aariz/link')
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, '/etc')
    refused(unpacked, tmp_path, buffer.getvalue(), "'Aariz/link' is a link or special file")


@pytest.mark.parametrize('kind', [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
def test_links_and_devices_in_a_tar_are_refused(unpacked, tmp_path, kind):
    info = tarfile.TarInfo('Aariz/odd')
    info.type, info.linkname = kind, '/etc'
    refused(unpacked, tmp_path, tar_bytes(info), "'Aariz/odd' is a link or special file")


@pytest.mark.parametrize(
    ('name', 'match'),
    [
        ('Aariz/train/Cephalograms/A.png', 'differ in case alone'),
        ('Aariz/Train/b.png', 'differ in case alone'),
        ('Aariz/train/Cephalograms/a.png/b', 'is a file and a folder'),
        ('Aariz/train/Cephalograms', 'is a file and a folder'),
    ],
)
def test_members_that_would_become_one_are_refused(unpacked, tmp_path, name, match):
    refused(unpacked, tmp_path, zip_bytes({**SMALL_DATASET, name: b'x'}), match)


def test_two_forms_of_one_accent_are_refused(unpacked, tmp_path):
    refused(unpacked, tmp_path, zip_bytes({**SMALL_DATASET, 'é': b'x', 'e\u0301': b'x'}), 'differ in case alone')


def test_a_file_that_is_there_twice_is_refused(unpacked, tmp_path):
    buffer = io.BytesIO(zip_bytes(SMALL_DATASET))
    with pytest.warns(UserWarning, match='Duplicate'), zipfile.ZipFile(buffer, 'a') as archive:
        archive.writestr('Aariz/train/Cephalograms/a.png', b'other')
    refused(unpacked, tmp_path, buffer.getvalue(), 'is there twice')


def test_a_bomb_is_refused(unpacked, tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, 'w', zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(CSV, b'')
        archive.writestr('zeros', bytes(10_000_000))
    refused(unpacked, tmp_path, buffer.getvalue(), f'10,000,000 bytes unpacked, expected at most {MAX_RATIO} times')


def test_a_header_that_tells_too_little_is_found(unpacked, tmp_path):
    content = bytearray(zip_bytes(SMALL_DATASET))
    entry = content.rindex(b'Aariz/train/Cephalograms/a.png') - 46
    assert content[entry : entry + 4] == b'PK\x01\x02'
    content[entry + 24 : entry + 28] = (100).to_bytes(4, 'little')
    refused(unpacked, tmp_path, bytes(content), 'damaged')


def test_a_header_that_says_too_much_is_found(unpacked, tmp_path):
    content = bytearray(zip_bytes(SMALL_DATASET))
    entry = content.rindex(b'Aariz/train/Cephalograms/a.png') - 46
    size = int.from_bytes(content[entry + 24 : entry + 28], 'little')
    content[entry + 24 : entry + 28] = (size + 1).to_bytes(4, 'little')
    refused(
        unpacked, tmp_path, bytes(content), rf'damaged.* does not have the {size + 1:,} bytes that its header states'
    )


def test_a_tar_that_is_cut_short_leaves_nothing(unpacked, tmp_path):
    refused(unpacked, tmp_path, tar_bytes(mode='w')[:3000], r'a\.zip: damaged')


def test_files_of_a_tar_get_common_rights(unpacked, tmp_path):
    info = tarfile.TarInfo('Aariz/odd rights')
    info.mode = 0o4777
    unpacked(tar_bytes(info))
    (tmp_path / 'other').touch()
    mode = stat.S_IMODE((tmp_path / 'out' / 'odd rights').stat().st_mode)
    assert mode == stat.S_IMODE((tmp_path / 'other').stat().st_mode)


def test_a_damaged_member_leaves_nothing(unpacked, tmp_path):
    content = zip_bytes(SMALL_DATASET).replace(bytes(range(100, 110)), bytes(10), 1)
    refused(unpacked, tmp_path, content, r'a\.zip: damaged')


def test_another_kind_of_file_is_refused(unpacked, tmp_path):
    refused(unpacked, tmp_path, b'<html>', 'neither a zip nor a tar archive')


def test_an_archive_of_something_else_is_refused(unpacked, tmp_path):
    refused(unpacked, tmp_path, zip_bytes({'holiday/a.png': b'x'}), rf'0 folders with {CSV}, expected 1')


def test_an_interrupted_unpacking_leaves_nothing_and_can_be_repeated(unpacked, tmp_path, monkeypatch):
    real = unpack._write_file

    def interrupted(archive, member, path, folder):
        real(archive, member, path, folder)
        if path.name == 'a.png':
            raise KeyboardInterrupt

    monkeypatch.setattr(unpack, '_write_file', interrupted)
    with pytest.raises(KeyboardInterrupt):
        unpacked(zip_bytes(SMALL_DATASET))
    assert [path.name for path in tmp_path.iterdir()] == ['a.zip']
    monkeypatch.setattr(unpack, '_write_file', real)
    assert (unpacked(zip_bytes(SMALL_DATASET)) / CSV).is_file()


def test_an_existing_folder_is_not_touched(unpacked, tmp_path):
    (tmp_path / 'out').mkdir()
    (tmp_path / 'out' / 'mine').write_text('mine')
    with pytest.raises(FileExistsError, match='out: exists, and nothing there is overwritten'):
        unpacked(zip_bytes(SMALL_DATASET))
    assert files_below(tmp_path / 'out') == {'mine': b'mine'}


def test_a_folder_that_fills_meanwhile_is_not_touched(unpacked, tmp_path, monkeypatch):
    real = unpack._write_members

    def someone_else_writes(*args):
        real(*args)
        (tmp_path / 'out').mkdir()
        (tmp_path / 'out' / 'mine').write_text('mine')

    monkeypatch.setattr(unpack, '_write_members', someone_else_writes)
    with pytest.raises(FileExistsError):
        unpacked(zip_bytes(SMALL_DATASET))
    assert files_below(tmp_path / 'out') == {'mine': b'mine'} and not find_leftovers(tmp_path / 'out')


def test_an_empty_folder_behind_a_link_is_filled(tmp_path, unpacked):
    (tmp_path / 'disk').mkdir()
    os.symlink(tmp_path / 'disk', tmp_path / 'out')
    assert unpacked(zip_bytes(SMALL_DATASET)) == tmp_path / 'disk'
    assert (tmp_path / 'out').is_symlink() and (tmp_path / 'out' / CSV).is_file()


def test_too_little_room_is_told_before_anything_is_written(unpacked, tmp_path, monkeypatch):
    monkeypatch.setattr(checks.shutil, 'disk_usage', lambda folder: type('Usage', (), dict(free=100)))
    with pytest.raises(OSError, match=r'0\.00 GB free, expected 0\.00 GB .*make room'):
        unpacked(zip_bytes(SMALL_DATASET))
    assert [path.name for path in tmp_path.iterdir()] == ['a.zip']


def test_leftovers_of_a_killed_run_are_found(tmp_path):
    (tmp_path / '.out-unpacking-x').mkdir()
    assert find_leftovers(tmp_path / 'out') == [tmp_path / '.out-unpacking-x']
    assert find_leftovers(tmp_path / 'ou') == []
