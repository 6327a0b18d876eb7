"""From the article to a folder that is ready: what is kept, what is removed, what the user reads."""

import errno
from unittest.mock import Mock

import pytest
from figshare_server import SMALL_DATASET, zip_bytes

from aariz_mm.download import checks, transfer
from aariz_mm.download.connection import RetryPolicy
from aariz_mm.download.fetch import closing_text, examine_dataset, fetch_aariz
from aariz_mm.phantom import write_phantom_dataset

CSV = 'cephalogram_machine_mappings.csv'


@pytest.fixture
def fetch(server, tmp_path):
    def run(**options):
        settings = dict(api=server.api, release=server.release, progress=False)
        settings['retries'] = RetryPolicy(attempts=2, first_wait_s=0, timeout_s=5)
        return fetch_aariz(tmp_path / 'data' / 'aariz', **{**settings, **options})

    return run


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_the_dataset_is_there_and_the_archive_gone(fetch, tmp_path):
    fetched = fetch()
    assert fetched.root == tmp_path / 'data' / 'aariz' and (fetched.root / CSV).is_file()
    assert fetched.archive is None and names(tmp_path / 'data') == ['aariz']


def test_the_archive_stays_on_request(fetch, server, tmp_path):
    assert fetch(keep_archive=True).archive.read_bytes() == server.content
    assert names(tmp_path / 'data') == ['Aariz.zip', 'aariz']


def test_a_complete_archive_is_not_asked_for_again_and_stays(fetch, server, tmp_path):
    (tmp_path / 'data').mkdir()
    (tmp_path / 'data' / 'Aariz.zip').write_bytes(server.content)
    fetched = fetch()
    assert server.requests == [] and 'The archive stays' in closing_text(fetched) and fetched.archive.is_file()


def test_another_file_of_that_name_is_not_overwritten(fetch, tmp_path):
    (tmp_path / 'data').mkdir()
    (tmp_path / 'data' / 'Aariz.zip').write_bytes(b'mine')
    with pytest.raises(ValueError, match=r'Aariz\.zip: 4 bytes, expected .*; move it away'):
        fetch()
    assert (tmp_path / 'data' / 'Aariz.zip').read_bytes() == b'mine'


def test_a_folder_that_is_there_ends_it_before_anything_is_asked(fetch, server, tmp_path):
    (tmp_path / 'data' / 'aariz' / 'train').mkdir(parents=True)
    with pytest.raises(FileExistsError, match='nothing there is overwritten'):
        fetch(api='http://127.0.0.1:1/nobody')
    assert names(tmp_path / 'data') == ['aariz']


def test_an_archive_downloaded_by_hand_needs_no_network_and_stays(fetch, server, tmp_path):
    by_hand = tmp_path / 'hand.zip'
    by_hand.write_bytes(server.content)
    fetched = fetch(archive=by_hand, api='http://127.0.0.1:1/nobody')
    assert (fetched.root / CSV).is_file() and by_hand.is_file()


def test_an_archive_by_hand_is_checked(fetch, server, tmp_path):
    by_hand = tmp_path / 'hand.zip'
    by_hand.write_bytes(server.content[:-1] + b'!')
    with pytest.raises(ValueError, match=r'hand\.zip: MD5 .*, expected .*--any-version'):
        fetch(archive=by_hand)
    with pytest.raises(FileNotFoundError, match='no such file'):
        fetch(archive=tmp_path / 'nowhere.zip')


def test_any_version_takes_another_archive(fetch, server, tmp_path):
    known = server.release
    server.content = zip_bytes({**SMALL_DATASET, 'Aariz/new.txt': b'new'})
    with pytest.raises(ValueError, match='--any-version takes it'):
        fetch(release=known)
    assert (fetch(release=known, any_version=True).root / 'new.txt').is_file()


def test_an_archive_that_escapes_leaves_only_itself(fetch, server, tmp_path):
    server.content = zip_bytes({**SMALL_DATASET, '../escaped': b'x'})
    with pytest.raises(ValueError, match=r"Aariz\.zip: .*'\.\./escaped' leaves the folder"):
        fetch(release=server.release)
    assert names(tmp_path / 'data') == ['Aariz.zip'] and not list(tmp_path.rglob('escaped'))


def test_room_is_needed_for_what_lacks_of_the_archive_and_for_the_unpacked(fetch, server, tmp_path, monkeypatch):
    monkeypatch.setattr(checks.shutil, 'disk_usage', lambda folder: type('Usage', (), dict(free=10**9)))
    with pytest.raises(OSError, match=r'1\.00 GB free, expected 2\.00 GB'):
        fetch(release=type(server.release)(server.release.size, server.release.md5, 2 * 10**9))
    assert server.requests == []


def test_a_disk_that_fills_up_is_named_and_the_part_kept(fetch, server, tmp_path, monkeypatch):
    real = transfer.read_chunks

    def full(response):
        yield next(real(response))[:1000]
        raise OSError(errno.ENOSPC, 'No space left on device')

    monkeypatch.setattr(transfer, 'read_chunks', full)
    with pytest.raises(OSError, match='data: the disk is full; make room and run the same command again'):
        fetch()
    assert (tmp_path / 'data' / 'Aariz.zip.part').stat().st_size == 1000


def test_the_end_tells_licence_citation_and_the_variable(fetch, tmp_path):
    (tmp_path / 'data' / '.aariz-unpacking-x').mkdir(parents=True)
    text = closing_text(fetch())
    assert 'CC BY 4.0' in text and '10.1038/s41597-025-05542-3' in text and '10.6084/m9.figshare.27986417' in text
    assert f'export AARIZ_ROOT={tmp_path}/data/aariz' in text and '.aariz-unpacking-x' in text


def test_the_doctor_examines_the_dataset(tmp_path):
    write_phantom_dataset(tmp_path / 'data', 1, 1, 1, size=(225, 275), progress=False)
    assert '3 images' in examine_dataset(tmp_path / 'data', progress=False)


def test_an_interrupted_doctor_is_no_lost_dataset(tmp_path, monkeypatch):
    monkeypatch.setattr('aariz_mm.download.fetch.examine', Mock(side_effect=KeyboardInterrupt))
    assert 'the dataset is complete' in examine_dataset(tmp_path)
