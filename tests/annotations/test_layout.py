import pytest

from aariz_mm.annotations.layout import find_child, find_machine_csv, find_root, find_split, list_by_id, list_split


def test_find_child_ignores_case_at_every_level(tmp_path):
    (tmp_path / 'Train' / 'cephalograms').mkdir(parents=True)
    assert find_child(tmp_path, 'train', 'Cephalograms') == tmp_path / 'Train' / 'cephalograms'


def test_find_child_is_none_where_there_is_none(tmp_path):
    assert find_child(tmp_path, 'train', 'Cephalograms') is None


def test_find_child_refuses_names_that_differ_in_case_only(tmp_path):
    (tmp_path / 'Train').mkdir()
    (tmp_path / 'train').mkdir(exist_ok=True)
    if len(list(tmp_path.iterdir())) == 1:
        pytest.skip('this file system does not distinguish case')
    with pytest.raises(ValueError, match="differ in case only; expected one 'train'"):
        find_child(tmp_path, 'train')


def test_list_by_id_cuts_only_the_known_suffix(tmp_path):
    for name in ('a.b.c.PNG', 'd.jpg', 'e.JPEG', 'f.bmp', 'g.txt', '._d.jpg', 'Thumbs.db'):
        (tmp_path / name).touch()
    assert list(list_by_id(tmp_path, ('.png', '.jpg', '.jpeg', '.bmp'))) == ['a.b.c', 'd', 'e', 'f']


def test_list_by_id_keeps_all_files_of_an_id(tmp_path):
    for name in ('a.png', 'a.jpg'):
        (tmp_path / name).touch()
    assert [path.name for path in list_by_id(tmp_path, ('.png', '.jpg'))['a']] == ['a.jpg', 'a.png']


@pytest.mark.parametrize('data_root', [None, '', 'no/such/folder'])
def test_find_root_tells_what_to_set_and_what_is_expected(data_root):
    with pytest.raises(FileNotFoundError, match=r'AARIZ_ROOT(.|\n)*Cephalograms(.|\n)*Cephalometric Landmarks'):
        find_root(data_root)


def test_find_machine_csv_hints_at_a_nested_dataset(tiny_aariz):
    with pytest.raises(FileNotFoundError, match=r'no cephalogram_machine_mappings.csv; did you mean data_root=.*Aariz'):
        find_machine_csv(tiny_aariz.root.parent)


def test_find_split_wants_a_folder(tmp_path):
    (tmp_path / 'train').touch()
    assert find_split(tmp_path, 'train') is None


def test_list_split_finds_images_readers_and_stages(tiny_aariz):
    files = list_split(tiny_aariz.root / 'train')
    assert set(files.images) == set(files.stages) == {'a.1', 'b', 'c'}
    assert set(files.readers) == {'Junior Orthodontists', 'Senior Orthodontists'}


def test_list_split_refuses_a_folder_without_images(tmp_path):
    (tmp_path / 'Cephalograms').mkdir()
    with pytest.raises(FileNotFoundError, match=r'no image found, expected <id> with one of'):
        list_split(tmp_path)
