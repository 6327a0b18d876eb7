"""Which file of the article is taken, and which answers are not believed."""

import pytest

from aariz_mm.download.release import AARIZ_V1, Release, find_listed_file


def test_the_listed_file_has_two_addresses(server, retries):
    listed = find_listed_file(server.api, server.release, retries)
    assert (listed.name, listed.size, listed.md5) == ('Aariz.zip', len(server.content), server.release.md5)
    assert listed.addresses == (f'{server.base}/files/7', f'{server.base}/v2/file/download/7')


def test_the_released_archive_is_pinned():
    assert (AARIZ_V1.size, AARIZ_V1.md5) == (2_098_209_792, 'e0bd645bca6759abdae4f199d841bda6')


@pytest.mark.parametrize('change', [dict(size=5), dict(computed_md5='f' * 32)])
def test_another_size_or_sum_is_a_new_version(server, retries, change):
    server.listed = change
    with pytest.raises(ValueError, match=rf'expected a file of {len(server.content):,} bytes, MD5 .*--any-version'):
        find_listed_file(server.api, server.release, retries)


def test_any_version_takes_the_only_archive(server, retries):
    server.listed = dict(size=5, computed_md5='F' * 32)
    listed = find_listed_file(server.api, None, retries)
    assert (listed.size, listed.md5) == (5, 'f' * 32)


def test_the_known_sum_counts_where_none_is_listed(server, retries):
    server.listed = dict(computed_md5='', supplied_md5=None)
    assert find_listed_file(server.api, server.release, retries).md5 == server.release.md5
    assert find_listed_file(server.api, None, retries).md5 is None


def test_any_version_needs_an_archive(server, retries):
    server.listed = dict(name='readme.txt')
    with pytest.raises(ValueError, match=r'0 archives, expected 1; listed: readme\.txt'):
        find_listed_file(server.api, None, retries)


@pytest.mark.parametrize('name', ['../a.zip', '/a.zip', 'a\\b.zip', 'C:a.zip', '', '..', '.a.zip', 'a/'])
def test_a_name_with_a_path_is_not_believed(server, retries, name):
    server.listed = dict(name=name)
    with pytest.raises(ValueError, match='is no plain file name'):
        find_listed_file(server.api, server.release, retries)


def test_another_answer_is_shown(server, retries):
    server.listing = lambda: b'<html>Are you a robot?</html>'
    with pytest.raises(ValueError, match=r"expected an article of figshare's API.*Are you a robot"):
        find_listed_file(server.api, server.release, retries)


def test_an_api_that_fails_first_is_asked_again(server, retries):
    server.api_faults = [500, 503]
    assert find_listed_file(server.api, server.release, retries).name == 'Aariz.zip'


def test_an_api_that_keeps_failing_ends_with_what_to_do(server, retries):
    server.api_faults = [500] * 3
    with pytest.raises(ConnectionError, match=r'500 .*\(3 times in a row\).*--archive FILE'):
        find_listed_file(server.api, server.release, retries)


def test_a_missing_article_is_not_asked_for_again(server, retries):
    with pytest.raises(ConnectionError, match='404 Not Found'):
        find_listed_file(f'{server.base}/v2/articles/1', Release(1, '0', 1), retries)
