from pathlib import Path

import pytest

from aariz_mm.phantom import write_phantom_dataset
from aariz_mm.study.sources import Source, parse_source, parse_sources


@pytest.fixture(scope='module')
def dataset(tmp_path_factory):
    root = tmp_path_factory.mktemp('data') / 'phantom'
    return write_phantom_dataset(root, 1, 1, 2, size=(225, 275), progress=False)


@pytest.mark.parametrize(('text', 'source'), [
    ('kim=a/b', Source('kim', Path('a/b'))),
    ('kim@2=a/b', Source('kim', Path('a/b'), 2)),
    ('Dr. Kim Lee = a', Source('Dr. Kim Lee', Path(' a'))),
    ('model=results', Source('model', Path('results'), 1, True)),
    ('kim=a=b', Source('kim', Path('a=b'))),
])  # fmt: skip
def test_source_by_hand(text, source):
    assert parse_source(text) == source


def test_model_may_go_without_a_name():
    assert parse_source('work_dirs/read', is_model=True) == Source('read', Path('work_dirs/read'), is_model=True)
    assert parse_source('ceph=work_dirs/read', is_model=True).name == 'ceph'


@pytest.mark.parametrize('text', ['kim', '=a', 'kim@x=a', 'kim@0=a', 'a/b=c', ''])
def test_another_form_is_refused_with_the_one_that_is_expected(text):
    with pytest.raises(ValueError, match=r'expected NAME=FOLDER, or NAME@2=FOLDER'):
        parse_source(text)


def test_reader_folders_of_a_dataset_are_readers(dataset):
    sources, root = parse_sources([str(dataset)], ['m=x'], None, 'test')
    assert [one.name for one in sources] == ['Junior Orthodontists', 'Senior Orthodontists', 'm'] and root == dataset
    one, _ = parse_sources([str(dataset), 'kim=elsewhere'], [], ['senior orthodontists'], 'test')
    assert [source.name for source in one] == ['Senior Orthodontists', 'kim']


def test_dataset_of_several_splits_needs_one_named(dataset):
    with pytest.raises(ValueError, match='choose one by --split'):
        parse_sources([str(dataset)], [], None, None)
    with pytest.raises(ValueError, match=r"no reader \['Nobody'\]; there are \['Junior Orthodontists'"):
        parse_sources([str(dataset)], [], ['Nobody'], 'test')


@pytest.mark.parametrize(('texts', 'models', 'message'), [
    (['kim=a', 'kim=b'], [], 'kim@1 is given twice'),
    (['kim@2=a', 'lee=b'], [], 'a repeat without a first reading'),
    (['kim=a'], ['kim=b'], 'is given twice'),
    (['no/such/folder', 'other/folder'], [], 'one dataset alone'),
    (['no/such/folder'], [], 'is not a folder'),
])  # fmt: skip
def test_sources_that_do_not_fit_together_are_refused(texts, models, message):
    with pytest.raises((ValueError, FileNotFoundError), match=message):
        parse_sources(texts, models, None, None)


def test_readers_without_a_dataset_are_refused():
    with pytest.raises(ValueError, match='no dataset was given'):
        parse_sources(['kim=a'], [], ['kim'], None)
