"""URLs, on the memory file system of fsspec."""

import pickle
from pathlib import Path

import pytest

from aariz_mm.radiographs.inputs import expand_inputs
from aariz_mm.radiographs.listing import list_radiographs
from aariz_mm.radiographs.remote import UrlPath, expand_url, fetch, is_url, list_url, read_head

fsspec = pytest.importorskip('fsspec', reason='fsspec is not installed')


@pytest.fixture
def store():
    """An object store with the files of a folder, at memory://films."""
    system = fsspec.filesystem('memory')
    for name in ('b.png', 'a.png', 'P1/ceph.png', 'P1/.hidden.png', 'notes.txt', 'A/z.jpg'):
        system.pipe(f'/films/{name}', name.encode())
    system.pipe('/films/scan', bytes(128) + b'DICM')
    yield system
    system.rm('/films', recursive=True)


def write_folder(store, folder):
    for name in store.find('/films'):
        path = folder / name.removeprefix('/films/')
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(store.cat_file(name))
    return folder


def test_a_url_keeps_its_slashes():
    path = UrlPath('s3://bucket/films') / 'P1/a.png'
    assert str(path) == 's3://bucket/films/P1/a.png' and path.stem == 'a' and path.suffix == '.png'
    assert pickle.loads(pickle.dumps(path)) == path and type(path.parent) is UrlPath


@pytest.mark.parametrize('name', ['s3://b/a.png', 'gs://b', 'memory://films', 'HTTPS://host/a.png', 'file:///a'])
def test_urls_are_told_from_paths(name):
    assert is_url(name) and not is_url(name.replace('://', ':')) and not is_url('C://films')


@pytest.mark.parametrize(
    ('url', 'path'),
    [('file:///films/a b.png', '/films/a b.png'), ('FILE:///a*', '/a*'), ('file:///C:/films', 'C:/films')],
)
def test_a_local_url_is_a_path(url, path):
    assert expand_url(url) == [Path(path)]


def test_files_have_the_names_and_the_order_of_a_folder(store, tmp_path):
    folder = write_folder(store, tmp_path / 'films')
    there, here = list_radiographs(['memory://films']), list_radiographs([folder])
    assert [file.result for file in there.radiographs] == [file.result for file in here.radiographs]
    assert str(there.radiographs[0].path) == 'memory://films/a.png' and len(there.radiographs) == 5
    assert [str(path) for path, _ in there.skipped] == ['memory://films/notes.txt']


def test_folders_below_can_be_left_out(store):
    assert [below.as_posix() for _, below in list_url(UrlPath('memory://films'), recursive=False)] == [
        'a.png', 'b.png', 'notes.txt', 'scan',
    ]  # fmt: skip


@pytest.mark.parametrize(
    ('name', 'count'), [('memory://films/*.png', 2), ('memory://films/P1', 1), ('memory://films/a.png', 1)]
)
def test_a_pattern_a_folder_and_a_file(store, name, count):
    assert len(list_radiographs(expand_inputs([name])).radiographs) == count


def test_a_list_may_name_urls(store, tmp_path):
    (tmp_path / 'list.txt').write_text('memory://films/a.png\nmemory://films/P1\n')
    found = list_radiographs(expand_inputs([], [tmp_path / 'list.txt'])).radiographs
    assert [file.result for file in found] == ['a', 'ceph']


def test_pictures_of_earlier_results_are_left_out(store):
    for name in ('a.json', 'a_overlay.png', 'b_overlay.png'):
        store.pipe(f'/films/{name}', b'')
    names = [file.path.name for file in list_radiographs(['memory://films']).radiographs]
    assert 'a_overlay.png' not in names and 'b_overlay.png' in names


def test_a_file_is_fetched_and_goes(store):
    with list_radiographs(['memory://films/a.png']).radiographs[0].opened() as path:
        assert path.read_bytes() == b'a.png' and path.suffix == '.png'
    assert not path.exists() and read_head(UrlPath('memory://films/b.png'), 3) == b'b.p'


@pytest.mark.parametrize(
    ('name', 'error', 'words'),
    [
        ('memory://none', FileNotFoundError, 'no such file or folder'),
        ('memory://none/*.png', FileNotFoundError, 'no file or folder fits'),
        ('nosuch://films', ValueError, 'nosuch://films: cannot be read'),
        ('memory://films/films.zip', ValueError, 'a zip archive is read from a folder'),
    ],
)
def test_what_cannot_be_listed_is_told(store, name, error, words):
    store.pipe('/films/films.zip', b'PK')
    with pytest.raises(error, match=words):
        list_radiographs(expand_inputs([name]))


@pytest.mark.parametrize('name', ['https://host.test/ceph.png', 's3://bucket/a.dcm', 'gs://bucket/*.png'])
def test_what_a_kind_of_url_needs_besides_is_told(monkeypatch, name):
    def open_none(url):
        raise ImportError('please install the part that reads it')

    monkeypatch.setattr('fsspec.core.url_to_fs', open_none)
    with pytest.raises(ValueError, match='reads it; install that, or download it first and name the file'):
        list_radiographs(expand_inputs([name]))


def test_a_file_that_has_gone_is_told(store):
    with pytest.raises(FileNotFoundError, match='no such file'), fetch(UrlPath('memory://films/gone.png')):
        pass


def test_a_file_of_no_radiograph_s_size_is_told(store, monkeypatch):
    monkeypatch.setattr('aariz_mm.radiographs.remote.MAX_MEMBER_BYTES', 4)
    with pytest.raises(ValueError, match='more than 4 bytes'), fetch(UrlPath('memory://films/a.png')):
        pass
