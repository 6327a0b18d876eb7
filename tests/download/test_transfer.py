"""Downloads that are cut, refused, spoilt and changed, from a server on this machine."""

import json

import pytest

from aariz_mm.download import transfer
from aariz_mm.download.connection import RetryPolicy, check_address
from aariz_mm.download.release import find_listed_file
from aariz_mm.download.transfer import download_file


@pytest.fixture
def download(server, retries, tmp_path):
    """What downloads the server's file; the path of the file."""

    def run():
        listed = find_listed_file(server.api, None, retries)
        download_file(listed, tmp_path / 'a.zip', retries, progress=False)
        return tmp_path / 'a.zip'

    return run


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_cut_download_goes_on_behind_what_is_there(server, download, tmp_path):
    server.faults = [('cut', 1000), ('cut', 1500)]
    assert download().read_bytes() == server.content
    assert server.ranges_asked == [None, 'bytes=1000-', 'bytes=2500-'] and names(tmp_path) == ['a.zip']


def test_a_range_goes_along_with_the_etag(server, download):
    server.faults = [('cut', 1000)]
    download()
    assert server.requests[1] == ('/storage/7', 'bytes=1000-', '"one"')


def test_a_weak_etag_is_no_condition(server, download):
    server.etag, server.faults = 'W/"one"', [('cut', 1000)]
    assert download().read_bytes() == server.content
    assert server.requests[1][1:] == ('bytes=1000-', None)


def test_a_server_without_ranges_starts_anew(server, download):
    server.ranges, server.faults = False, [('cut', 1000), ('cut', 10)]
    assert download().read_bytes() == server.content
    assert server.ranges_asked == [None, 'bytes=1000-', 'bytes=10-']


def test_what_is_kept_serves_the_next_run(server, download, tmp_path):
    server.faults = [('cut', 1000), 500, 503, 503]
    with pytest.raises(ConnectionError, match=r'503.*1,000 of .* bytes are kept in .*a\.zip\.part: run the same'):
        download()
    assert (tmp_path / 'a.zip.part').read_bytes() == server.content[:1000] and not (tmp_path / 'a.zip').exists()
    server.faults, server.requests = [], []
    assert download().read_bytes() == server.content and server.ranges_asked == ['bytes=1000-']


def test_a_server_that_fails_first_is_asked_again(server, download):
    server.faults = [500, 429]
    assert download().read_bytes() == server.content and len(server.requests) == 3


def test_waits_grow_up_to_the_longest():
    retries = RetryPolicy(first_wait_s=2, longest_wait_s=60)
    assert [retries.wait_s(failures) for failures in (1, 2, 5, 6, 7)] == [2, 4, 32, 60, 60]


def test_progress_between_failures_starts_their_count_anew(server, download, monkeypatch):
    monkeypatch.setattr(transfer, '_PROGRESS_BYTES', 500)
    server.faults = [('cut', 600)] * 6
    assert download().read_bytes() == server.content and len(server.requests) == 7


def test_few_bytes_each_time_are_no_progress(server, download):
    server.faults = [('cut', 10)] * 20
    with pytest.raises(ConnectionError, match='failure 3 in a row'):
        download()
    assert len(server.requests) == 3


def test_a_silent_server_counts_as_a_failure(server, tmp_path):
    server.faults = [('hang', 1000)]
    retries = RetryPolicy(attempts=2, first_wait_s=0, timeout_s=0.5)
    listed = find_listed_file(server.api, None, retries)
    download_file(listed, tmp_path / 'a.zip', retries, progress=False)
    assert (tmp_path / 'a.zip').read_bytes() == server.content and server.ranges_asked == [None, 'bytes=1000-']


def test_a_file_changed_between_attempts_is_fetched_whole(server, download, tmp_path):
    server.faults = [('cut', 1000), 500, 500]
    with pytest.raises(ConnectionError):
        download()
    (tmp_path / 'a.zip.part').write_bytes(b'x' * 1000)  # bytes of the old file
    server.etag = '"two"'
    assert download().read_bytes() == server.content
    assert server.requests[-1] == ('/storage/7', 'bytes=1000-', '"one"')


def test_a_part_with_another_etag_is_not_taken_though_the_server_ignores_if_range(server, download, monkeypatch):
    server.faults = [('cut', 1000)]
    real = transfer.PartFile.range_headers

    def without_condition(part):
        headers = real(part)
        if headers.pop('If-Range', None):
            server.etag = '"two"'
        return headers

    monkeypatch.setattr(transfer.PartFile, 'range_headers', without_condition)
    assert download().read_bytes() == server.content and server.ranges_asked == [None, 'bytes=1000-', None]


def test_a_part_of_another_version_is_not_continued(server, download, tmp_path):
    server.faults = [('cut', 1000), 500, 500]
    with pytest.raises(ConnectionError):
        download()
    server.content = bytes(reversed(server.content)) + b'more'
    server.requests = []
    assert download().read_bytes() == server.content and server.ranges_asked == [None]


def test_a_part_that_may_be_anothers_is_not_touched(server, download, tmp_path):
    (tmp_path / 'a.zip.part').write_bytes(b'mine')
    with pytest.raises(FileExistsError, match=r'a\.zip\.part: expected a\.zip\.part\.json beside it'):
        download()
    assert (tmp_path / 'a.zip.part').read_bytes() == b'mine'


def test_a_part_longer_than_the_file_is_fetched_anew(server, download, tmp_path):
    (tmp_path / 'a.zip.part').write_bytes(b'x' * (len(server.content) + 5))
    note = dict(size=len(server.content), md5=server.release.md5, validator='"one"')
    (tmp_path / 'a.zip.part.json').write_text(json.dumps(note))
    assert download().read_bytes() == server.content


def test_a_wrong_sum_is_told_and_the_download_removed(server, download, tmp_path):
    server.listed = dict(computed_md5='0' * 32)
    with pytest.raises(ValueError, match=rf'MD5 {server.release.md5}, expected {"0" * 32}; the damaged download was'):
        download()
    assert names(tmp_path) == []


def test_a_wrong_size_is_refused_before_a_byte_is_written(server, download, tmp_path):
    server.listed = dict(size=99)
    with pytest.raises(ConnectionError, match=rf'{len(server.content)} bytes, expected 99.*--archive'):
        download()
    assert names(tmp_path) == []


def test_an_address_that_refuses_is_left_for_that_of_the_api(server, download):
    server.answers_challenge = True
    assert download().read_bytes() == server.content
    assert server.requests[0][0] == '/v2/file/download/7'


def test_all_addresses_refusing_end_with_what_to_do(server, download):
    server.faults = [403, 404]
    with pytest.raises(ConnectionError, match=r'403 Forbidden.*404 Not Found.*run the same.*by hand.*--archive FILE'):
        download()


def test_ctrl_c_keeps_what_has_arrived(server, download, tmp_path, monkeypatch):
    real = transfer.read_chunks

    def interrupted(response):
        yield next(real(response))[:1000]
        raise KeyboardInterrupt

    monkeypatch.setattr(transfer, 'read_chunks', interrupted)
    with pytest.raises(KeyboardInterrupt):
        download()
    monkeypatch.setattr(transfer, 'read_chunks', real)
    assert (tmp_path / 'a.zip.part').stat().st_size == 1000
    assert download().read_bytes() == server.content and server.ranges_asked[-1] == 'bytes=1000-'


@pytest.mark.parametrize('url', ['http://figshare.com/a', 'file:///etc/passwd', 'ftp://localhost/a', 'https://', 'a'])
def test_only_https_is_asked(url):
    with pytest.raises(ValueError, match='expected an address that begins with https://'):
        check_address(url)


def test_http_is_for_this_machine_alone():
    check_address('http://localhost:8000/a')
    check_address('https://api.figshare.com/v2')


def test_a_redirection_away_from_https_is_refused(server, download):
    server.base = 'http://example.org'
    server.listed = dict(download_url=server.api.replace('v2/articles/27986417', 'files/7'))
    server.faults = [404]
    with pytest.raises(ConnectionError, match=r'sent on to an address that is not safe, http://example\.org'):
        download()
