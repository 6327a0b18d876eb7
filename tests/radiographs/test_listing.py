import os

import pytest

from aariz_mm.radiographs.listing import list_images, list_radiographs


def touch(root, *names, content=b'x'):
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)


def results(listing):
    return {file.path.name: file.result for file in listing.radiographs}


def test_folders_are_read_with_all_below_them_sorted(tmp_path):
    touch(tmp_path, 'b.PNG', 'a.jpg', 'P2/x.tif', 'P1/deep/y.webp', 'notes.txt')
    found = [path.relative_to(tmp_path).as_posix() for path in list_images([tmp_path])]
    assert found == ['a.jpg', 'b.PNG', 'P1/deep/y.webp', 'P2/x.tif']


@pytest.mark.parametrize('name', ['IM000001', 'scan.bin', '1.2.840.113619', 'ceph.dcm.1'])
def test_files_with_the_mark_of_dicom_are_taken_whatever_their_name(tmp_path, name):
    touch(tmp_path, name, content=bytes(128) + b'DICM' + bytes(50))
    assert [path.name for path in list_images([tmp_path])] == [name]


@pytest.mark.parametrize('suffix', ['.tif', '.TIF', '.tiff', '.webp', '.BMP', '.JPeG', '.dcm', '.DCM', '.dicom'])
def test_every_format_that_can_be_read_is_listed(tmp_path, suffix):
    touch(tmp_path, f'a{suffix}')
    assert len(list_images([tmp_path])) == 1


def test_what_is_skipped_is_named_with_its_reason(tmp_path):
    touch(tmp_path, 'a.png', 'b.dcm', 'c.txt', 'd', 'sub/e.pdf')
    touch(tmp_path, 'disc/DICOMDIR', content=bytes(128) + b'DICM')
    text = list_radiographs([tmp_path]).describe_skipped()
    assert 'skipped 1 file, an index of DICOM files: ' in text and 'b.dcm' not in text
    for reason in ('no image (.txt)', 'no image (no ending)', 'no image (.pdf)'):
        assert f'skipped 1 file, {reason}: ' in text


def test_long_lists_of_skipped_files_are_cut(tmp_path):
    touch(tmp_path, 'a.png', *(f'{index}.txt' for index in range(9)))
    text = list_radiographs([tmp_path]).describe_skipped()
    assert text.startswith('skipped 9 files') and text.endswith(', …') and text.count('.txt') == 6


def test_hidden_and_system_files_are_left_out_without_a_word(tmp_path):
    touch(tmp_path, 'a.png', '._a.png', '.DS_Store', 'Thumbs.db', '.trash/b.png')
    listing = list_radiographs([tmp_path])
    assert results(listing) == {'a.png': 'a'} and listing.skipped == ()


def test_results_mirror_the_folder(tmp_path):
    touch(tmp_path, 'P1/ceph.png', 'P2/ceph.png')
    assert [file.result for file in list_radiographs([tmp_path]).radiographs] == ['P1/ceph', 'P2/ceph']


@pytest.mark.parametrize('named', [('P1', 'P2'), ('P1/ceph.png', 'P2/ceph.png'), ('P1', 'P2/ceph.png')])
def test_two_inputs_never_share_a_result(tmp_path, named):
    touch(tmp_path, 'P1/ceph.png', 'P2/ceph.png')
    listing = list_radiographs([tmp_path / name for name in named])
    assert [file.result for file in listing.radiographs] == ['P1/ceph', 'P2/ceph']


def test_files_of_one_name_and_two_endings_keep_their_endings(tmp_path):
    touch(tmp_path, 'a.png', 'a.jpg', 'b.png', 'x.y.png')
    assert results(list_radiographs([tmp_path])) == {
        'a.jpg': 'a.jpg', 'a.png': 'a.png', 'b.png': 'b', 'x.y.png': 'x.y'
    }  # fmt: skip


def test_names_that_differ_in_case_alone_have_two_results(tmp_path):
    touch(tmp_path, 'a/x.png', 'b/X.png')
    names = [file.result for file in list_radiographs([tmp_path / 'a', tmp_path / 'b']).radiographs]
    assert names == ['a/x', 'b/X']


@pytest.mark.parametrize(
    ('files', 'names'),
    [
        (['a.jpg', 'a.png', 'a.png.jpg'], ['a.jpg', 'a.png', 'a.png.jpg']),
        (['a.jpg', 'a.png', 'A.PNG.jpg'], ['A.PNG.jpg', 'a.jpg', 'a.png']),
        (['a.jpg', 'a.png', 'a.png.jpg', 'a.png.jpg.bmp'], ['a.jpg', 'a.png', 'a.png.jpg', 'a.png.jpg.bmp']),
        (['P1/a.jpg', 'P1/a.png', 'P1/a.png.tif'], ['a.jpg', 'a.png', 'P1/a.png']),
        (['a.jpg', 'a.png', 'b.png.jpg'], ['a.jpg', 'a.png', 'b.png']),
    ],
)
def test_a_name_with_its_ending_is_no_other_radiograph_s_name_without(tmp_path, files, names):
    touch(tmp_path, *files)
    found = [file.result for file in list_radiographs([tmp_path]).radiographs]
    assert found == names and len({name.casefold() for name in found}) == len(files)


def test_a_file_that_is_named_twice_counts_once(tmp_path):
    touch(tmp_path, 'a.png')
    assert len(list_images([tmp_path, tmp_path / 'a.png', tmp_path])) == 1


def test_results_of_an_earlier_run_are_no_radiographs(tmp_path):
    touch(tmp_path, 'a.png', 'out/b_overlay.png', 'old/c_overlay.png', 'mine_overlay.png')
    touch(tmp_path, 'old/c.json', content=b'{"landmarks": [{"score": 1}]}')
    listing = list_radiographs([tmp_path], tmp_path / 'out')
    assert sorted(results(listing)) == ['a.png', 'mine_overlay.png']
    assert 'a picture of an earlier result' in listing.describe_skipped()


@pytest.mark.skipif(not hasattr(os, 'symlink'), reason='no links here')
def test_links_to_folders_are_named_and_not_followed(tmp_path):
    touch(tmp_path, 'films/a.png', 'else/b.png')
    (tmp_path / 'films' / 'loop').symlink_to(tmp_path, target_is_directory=True)
    listing = list_radiographs([tmp_path / 'films'])
    assert sorted(results(listing)) == ['a.png'] and 'a link to a folder' in listing.describe_skipped()


def test_a_path_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r'c\.png: no such file or folder'):
        list_images([tmp_path / 'c.png'])


def test_a_folder_without_images_says_what_it_holds(tmp_path):
    touch(tmp_path, 'a.pdf')
    with pytest.raises(FileNotFoundError, match=r'(?s)no image with an ending of.*skipped 1 file, no image \(.pdf\)'):
        list_images([tmp_path])


@pytest.mark.skipif(not hasattr(os, 'mkfifo'), reason='no pipes here')
def test_what_has_the_name_of_a_radiograph_and_is_none_is_listed_and_fails_by_name(tmp_path):
    touch(tmp_path, 'a.png')
    os.mkfifo(tmp_path / 'pipe.png')
    os.mkfifo(tmp_path / 'pipe')
    (tmp_path / 'gone.png').symlink_to(tmp_path / 'nothing.png')
    (tmp_path / 'round.png').symlink_to(tmp_path / 'round.png')
    (tmp_path / 'folder.png').mkdir()
    listing = list_radiographs([tmp_path])
    assert sorted(results(listing)) == ['a.png', 'folder.png', 'gone.png', 'pipe.png', 'round.png']
    assert listing.describe_skipped().startswith('skipped 1 file, no file, or a link to nothing')
    for file in listing.radiographs[1:]:
        with pytest.raises(ValueError, match=r'\.png: (no file|a link to nothing|a folder, expected a file)'):
            file.opened()


def test_a_folder_with_the_name_of_an_image_is_read(tmp_path):
    touch(tmp_path, 'films.png/a.png')
    assert results(list_radiographs([tmp_path])) == results(list_radiographs([tmp_path / 'films.png'])) | {
        'a.png': 'films.png/a'
    }


@pytest.mark.skipif(not hasattr(os, 'symlink'), reason='no links here')
def test_a_link_to_nothing_that_is_named_fails_alone(tmp_path):
    touch(tmp_path, 'a.png')
    (tmp_path / 'gone.png').symlink_to(tmp_path / 'nothing.png')
    assert len(list_images([tmp_path / 'a.png', tmp_path / 'gone.png'])) == 2


def test_folders_below_are_left_out_and_named_where_they_are_not_wanted(tmp_path):
    touch(tmp_path, 'a.png', 'P1/b.png')
    listing = list_radiographs([tmp_path], recursive=False)
    assert results(listing) == {'a.png': 'a'} and 'skipped 1 file, a folder below' in listing.describe_skipped()
