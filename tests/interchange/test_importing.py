"""What an import takes, what it leaves out with which reason, and what it never touches."""

import csv
import shutil
import unicodedata

import numpy as np
import pytest
from PIL import Image
from small_sources import POINTS, labelme, write_image

from aariz_mm.doctor import examine


def test_an_import_that_fits_gives_status_0_and_the_layout(work):
    work.add()
    assert work.run('--device', 'ART Plus') == 0
    assert work.points() == POINTS and work.kinds() == []
    rows = list(csv.DictReader((work.out / 'cephalogram_machine_mappings.csv').open(encoding='utf-8')))
    assert rows == [dict(cephalogram_id='a', machine='ART Plus', pixel_size='0.1', image_format='png', mode='Train')]
    assert examine(work.out).count('error') == 0


def test_unknown_names_are_reported_with_counts_and_never_guessed(work, capsys):
    for name in ('a.png', 'b.png'):
        work.add(name, labelme(name, {**POINTS, 'Basion': (5, 5)}))
    assert work.run() == 1
    assert work.report['unknown_names'] == {'Basion': 2} and set(work.points()) == set(POINTS)
    assert 'unknown name (2): Basion 2x' in capsys.readouterr().out


def test_own_names_are_taken_and_those_left_out_knowingly_do_not_count(work):
    work.add(content=labelme(points={'kp1': (3, 4), 'Basion': (5, 5)}))
    names = work.write('names.json', {'KP1': 'S', 'basion': None})
    assert work.run('--map', names) == 0
    assert work.points() == {'S': (3, 4)} and work.report['names_left_out_by_your_table'] == {'Basion': 1}


@pytest.mark.parametrize('twin', ['Sella', 's', 'ckr6rysye3jz00y30fzx36g43', 'Sella (S)'])
def test_two_names_of_one_landmark_leave_the_image_out(work, twin):
    work.add()
    work.add('b.png', labelme('b.png', {**POINTS, twin: (1, 2)}))
    assert work.run() == 1
    assert 'landmark twice' in work.kinds() and work.ids() == ['a']


@pytest.mark.parametrize('point', [(0, 0), (-1, -1), (float('nan'), 3), (3, float('inf')), ('3', 4), (None, None), ()])
def test_what_is_not_marked_is_reported_and_left_out(work, point):
    work.add(content=labelme(points={**POINTS, 'Me': point}))
    assert work.run() == 1
    assert work.kinds() == ['not marked'] and set(work.points()) == set(POINTS)


@pytest.mark.parametrize('point', [(59.5, 3), (-0.5, 3), (3, 80), (3, -2), (1e300, 3)])
def test_points_outside_the_image_are_reported_and_left_out(work, point):
    work.add(content=labelme(points={**POINTS, 'Me': point}))
    assert work.run() == 1
    assert work.kinds() == ['outside the image'] and set(work.points()) == set(POINTS)


def test_points_outside_of_an_image_of_unknown_size_leave_the_image_out(work):
    content = labelme(points={**POINTS, 'Me': (300, 300)})
    work.add(content={**content, 'imageWidth': None, 'imageHeight': None})
    assert work.run() == 2
    assert 'size unknown' in work.kinds() and not work.out.exists()


@pytest.mark.parametrize('size', [(80, 60), (120, 160), (60, 81)])
def test_another_size_of_the_image_leaves_it_out(work, size):
    work.add()
    work.add('b.png', labelme('b.png', size=size))
    assert work.run() == 1
    assert work.kinds() == ['size differs'] and work.ids() == ['a']


@pytest.mark.parametrize('orientation', range(2, 9))
@pytest.mark.parametrize('name', ['b.jpg', 'b.png'])
def test_an_image_turned_by_exif_is_left_out(work, orientation, name):
    work.add()
    exif = Image.Exif()
    exif[0x0112] = orientation
    work.add(name, exif=exif)
    assert work.run() == 1
    assert work.kinds() == ['image turned by EXIF'] and work.ids() == ['a']


@pytest.mark.parametrize('orientation', [0, 1, 9])
def test_an_exif_orientation_that_turns_nothing_is_harmless(work, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    work.add('b.jpg', exif=exif)
    assert work.run() == 0


@pytest.mark.parametrize('spoil', [b'', b'no image', 'half'])
def test_an_image_that_cannot_be_decoded_is_left_out(work, spoil):
    work.add()
    work.add('b.png')
    data = (work.images / 'b.png').read_bytes()
    (work.images / 'b.png').write_bytes(data[: len(data) // 2] if spoil == 'half' else spoil)
    assert work.run() == 1
    assert work.kinds() == ['image unreadable'] and work.ids() == ['a']


def test_a_missing_image_is_named(work, capsys):
    work.add()
    work.mark(labelme('gone.png'), 'gone.json')
    assert work.run() == 1
    assert work.kinds() == ['image missing'] and 'gone.png' in capsys.readouterr().out


def test_an_annotation_without_points_leaves_its_image_out(work):
    work.add()
    work.add('b.png', labelme('b.png', {}))
    assert work.run() == 1
    assert work.kinds() == ['no landmark'] and work.ids() == ['a']


def test_images_without_annotation_are_counted_and_no_misfit(work, capsys):
    work.add()
    write_image(work.images / 'other.png')
    assert work.run() == 0
    assert work.report['images_without_annotation'] == 1 and '1 image without annotation' in capsys.readouterr().out


@pytest.mark.parametrize(
    'twins', [('x/b.png', 'y/b.png'), ('b.png', 'b.jpg'), ('x/b.png', 'y/B.png'), ('b.png', 'x/b.bmp')]
)
def test_two_images_of_one_id_are_left_out(work, twins):
    work.add()
    for number, name in enumerate(twins):
        work.add(name, file=f'{number}.json')
    assert work.run() == 1
    assert work.ids() == ['a'] and set(work.kinds()) == {'id not unique'} and len(work.kinds()) == 2


def test_one_name_in_two_folders_without_a_path_is_left_out(work):
    work.add()
    for folder in 'xy':
        write_image(work.images / folder / 'b.png')
    work.mark(labelme('b.png'), 'b.json')
    assert work.run() == 1
    assert work.kinds() == ['image not unique']


@pytest.mark.parametrize('path', ['x/b.png', '..\\x\\b.png', '../../data/x/b.png', './x/b.png'])
def test_the_path_in_an_annotation_tells_images_of_one_name_apart(work, path):
    write_image(work.images / 'x' / 'b.png', seed=1)
    write_image(work.images / 'y' / 'b.png', seed=2)
    work.mark(labelme(path), 'b.json')
    assert work.run() == 0
    copy = work.out / 'train' / 'Cephalograms' / 'b.png'
    assert copy.read_bytes() == (work.images / 'x' / 'b.png').read_bytes()


@pytest.mark.parametrize('name', ['a b.png', 'a.1.2.png', '세팔로 1.png', 'ä,"b.png', 'A.PNG', '007.png', 'a%20b.png'])
def test_ids_may_have_blanks_dots_and_any_script(work, name):
    work.add(name)
    assert work.run() == 0
    assert examine(work.out).count('error') == 0 and work.ids() == [name[:-4]]


def test_a_decomposed_name_finds_the_composed_one(work):
    write_image(work.images / unicodedata.normalize('NFC', '세팔로.png'))
    work.mark(labelme(unicodedata.normalize('NFD', '세팔로.png')))
    assert work.run() == 0


@pytest.mark.parametrize('name', [' b.png', 'b .png', 'b..png', 'b\t1.png'])
def test_an_id_that_the_layout_cannot_hold_is_left_out(work, name):
    work.add()
    work.add(name)
    assert work.run() == 1
    assert work.kinds() == ['bad id'] and work.ids() == ['a']


def test_two_files_for_one_image_leave_it_out(work):
    work.add()
    work.add('b.png')
    work.mark(labelme('b.png'), 'again.json')
    assert work.run() == 1
    assert work.kinds() == ['several annotations'] * 2 and work.ids() == ['a']


def test_nothing_that_can_be_imported_writes_nothing(work, capsys):
    work.mark(labelme('gone.png'))
    write_image(work.images / 'other.png')
    assert work.run() == 2
    assert not work.out.exists() and 'nothing written' in capsys.readouterr().err


def test_a_foreign_folder_is_not_added_to(work, phantom, capsys):
    work.add()
    shutil.copytree(phantom, work.out)
    before = sorted(work.out.rglob('*'))
    assert work.run() == 2
    assert sorted(work.out.rglob('*')) == before and 'not made by an import' in capsys.readouterr().err


def test_a_second_split_is_added_to_the_folder_of_an_import(work):
    work.add()
    assert work.run() == 0
    (work.marks / 'a.json').unlink()
    work.add('b.png')
    assert work.run('--split', 'valid') == 0
    assert (work.ids(), work.ids('valid')) == (['a'], ['b'])
    assert examine(work.out).count('error') == 0


def test_a_second_reader_of_the_same_images_is_added(work):
    work.add()
    assert work.run('--reader', 'Junior Orthodontists') == 0
    work.mark(labelme(points={'S': (1, 2)}))
    assert work.run('--reader', 'Senior Orthodontists') == 0
    assert work.points(reader='Senior Orthodontists') == {'S': (1, 2)}
    assert work.points(reader='Junior Orthodontists') == POINTS
    assert examine(work.out).count('error') == 0


@pytest.mark.parametrize(
    ('change', 'message'),
    [
        ([], 'is there already'),
        (['--split', 'valid'], 'belongs to one split'),
        (['--reader', 'x', '--pixel-size', '0.2'], 'give one value'),
    ],
)
def test_what_is_there_is_never_replaced(work, capsys, change, message):
    work.add()
    assert work.run() == 0
    before = {path: path.read_bytes() for path in work.out.rglob('*') if path.is_file()}
    assert work.run(*change) == 2
    assert {path: path.read_bytes() for path in work.out.rglob('*') if path.is_file()} == before
    assert message in capsys.readouterr().err


def test_another_image_of_an_id_that_is_there_is_refused(work, capsys):
    work.add()
    assert work.run() == 0
    write_image(work.images / 'a.png', seed=9)
    assert work.run('--reader', 'x') == 2
    assert 'ids must be unique' in capsys.readouterr().err


def test_a_failed_writing_leaves_nothing_behind(work, monkeypatch, capsys):
    from aariz_mm.interchange import writing

    work.add()
    work.add('b.png')
    monkeypatch.setattr(writing, 'write_file', lambda *_: (_ for _ in ()).throw(OSError('disk full')))
    assert work.run() != 0 and 'disk full' in capsys.readouterr().err
    assert not work.out.exists()


def test_sources_stay_as_they_are(work):
    work.add()
    before = {path: path.read_bytes() for folder in (work.images, work.marks) for path in folder.rglob('*')}
    assert work.run() == 0
    assert {path: path.read_bytes() for folder in (work.images, work.marks) for path in folder.rglob('*')} == before


@pytest.mark.parametrize('mm', ['0', '-0.1', 'nan', 'inf', '0.0'])
def test_a_pixel_size_that_is_none_is_refused(work, mm, capsys):
    work.add()
    assert work.run(f'--pixel-size={mm}', mm=None) == 2
    assert 'no positive number' in capsys.readouterr().err


def test_a_pixel_size_is_never_guessed(work, capsys):
    work.add()
    assert work.run(mm=None) == 2
    assert '--pixel-size' in capsys.readouterr().err and not work.out.exists()


def test_a_table_gives_pixel_sizes_and_devices_by_id(work):
    for name in ('a.png', 'b.png', 'c.png'):
        work.add(name)
    table = work.write('mm.csv', 'ID , mm,machine\na,0.1,X\n b , 0.125 ,\n')
    assert work.run(mm=table) == 1
    assert work.kinds() == ['no pixel size'] and work.ids() == ['a', 'b']
    rows = list(csv.DictReader((work.out / 'cephalogram_machine_mappings.csv').open(encoding='utf-8')))
    assert [(row['machine'], float(row['pixel_size'])) for row in rows] == [('X', 0.1), ('unknown', 0.125)]


@pytest.mark.parametrize(
    ('text', 'message'),
    [('id,mm\na,x\n', 'no positive number'), ('a,0.1\n', 'header'), ('id,mm\na,1\na,2\n', 'two rows'), ('', 'header')],
)
def test_a_table_of_pixel_sizes_that_is_wrong_is_refused(work, text, message, capsys):
    work.add()
    assert work.run(mm=work.write('mm.csv', text)) == 2
    assert message in capsys.readouterr().err


def test_a_table_of_pixel_sizes_that_is_not_there_is_named(work, capsys):
    work.add()
    assert work.run(mm=work.folder / 'gone.csv') == 2
    assert 'gone.csv: no such file' in capsys.readouterr().err


def test_a_reader_that_is_no_name_of_a_folder_is_refused(work, capsys):
    work.add()
    for name in ('../x', 'a/b', '.x', ' x', ''):
        assert work.run('--reader', name) == 2
    assert 'no name of a folder' in capsys.readouterr().err and not work.out.exists()


def test_images_in_the_folder_that_is_written_do_not_count(work):
    work.out = work.images / 'out'
    work.add()
    assert work.run() == 0
    assert work.run('--reader', 'another') == 0


def test_a_16_bit_image_is_copied_as_it_is(work):
    work.images.mkdir()
    Image.fromarray((np.arange(4800).reshape(80, 60) * 13).astype(np.uint16)).save(work.images / 'a.png')
    work.mark(labelme())
    assert work.run() == 0
    assert (work.out / 'train/Cephalograms/a.png').read_bytes() == (work.images / 'a.png').read_bytes()


def test_a_report_replaces_nothing_of_the_users(work, capsys):
    work.add()
    work.write('report.json', '[1]')
    assert work.run() == 2 and work.report == [1]
    assert 'would be lost' in capsys.readouterr().err and not work.out.exists()


def test_arguments_that_contradict_each_other_are_refused(work):
    for args in (['--export'], ['--export', '--reader', 'x']):
        with pytest.raises(SystemExit, match='2'):
            work.run(*args)


@pytest.mark.parametrize('name', ['a_b.png', 'a b.png'])
def test_the_exact_name_goes_before_one_with_blanks_for_underscores(work, name):
    for seed, file in enumerate(('a b.png', 'a_b.png')):
        write_image(work.images / file, seed=seed)
    work.mark(labelme(name))
    assert work.run() == 0
    assert work.ids() == [name[:-4]]


def test_the_command_names_the_formats_that_there_are():
    from aariz_mm.cli import import_annotations
    from aariz_mm.interchange import FORMATS

    assert set(import_annotations._FORMATS) == set(FORMATS)


def test_the_report_has_counts_per_reader_and_the_status(work):
    work.add()
    work.add('b.png', labelme('b.png', {'S': (1, 2)}))
    assert work.run() == work.report['exit_code'] == 0
    assert work.report['readers']['Reader'] == dict(images=2, landmarks=4, fewest=1, median=2, most=3)


@pytest.mark.parametrize('end', ['', ', "imports": 3}', '}'])
def test_earlier_imports_that_cannot_be_read_are_kept_and_told(work, end, capsys):
    work.add()
    assert work.run() == 0
    earlier = next(work.out.glob('*imports*.json'))
    text = '{"made_by": "aariz-mm import-annotations"' + end
    earlier.write_text(text)
    (work.marks / 'a.json').unlink()
    work.add('b.png')
    assert work.run() == 2
    assert 'move it away' in capsys.readouterr().err and earlier.read_text() == text
