"""The files of ISBI 2015 and of CL-Detection 2023: numbers of landmarks, readers, pixel sizes."""

import pytest
from small_sources import write_image

from aariz_mm.interchange.cldetection import NUMBERS, OTHERS, read_cldetection
from aariz_mm.interchange.isbi2015 import ORDER
from aariz_mm.landmarks import SUBSETS, SYMBOLS

LINES = [f'{3 + number},{5 + 2 * number}' for number in range(19)]
TEXT = '\n'.join([*LINES, *'11234121']) + '\n'


def run_isbi(work, source=None, size=(60, 80), **more):
    write_image(work.images / '001.bmp', size=size)
    return work.run(layout='isbi2015', source=source or work.folder / 'texts', **more)


def test_lines_are_landmarks_in_the_order_of_the_challenge(work):
    work.write('texts/001.txt', TEXT)
    assert run_isbi(work) == 0
    points = work.points('001')
    assert [points[symbol] for symbol in ORDER] == [tuple(map(int, line.split(','))) for line in LINES]


def test_the_order_has_the_19_landmarks():
    assert set(ORDER) == set(SUBSETS['isbi19']) and len(ORDER) == 19
    assert (ORDER[0], ORDER[3], ORDER[10], ORDER[11], ORDER[15], ORDER[18]) == ('S', 'Po', 'LIT', 'UIT', 'Pog`', 'Ar')


def test_folders_of_readers_get_the_names_of_the_release(work):
    for folder in ('400_senior', '400_junior', 'third'):
        work.write(f'texts/{folder}/001.txt', TEXT)
    assert run_isbi(work) == 0
    assert set(work.report['readers']) == {'Senior Orthodontists', 'Junior Orthodontists', 'third'}
    work.out = work.folder / 'out2'
    assert run_isbi(work, source=work.folder / 'texts' / '400_senior') == 0
    assert set(work.report['readers']) == {'Senior Orthodontists'}


def test_the_pixel_size_holds_for_the_images_of_the_challenge_alone(work):
    work.write('texts/001.txt', TEXT)
    assert run_isbi(work, size=(1935, 2400), mm=None) == 0
    assert work.report['pixel_sizes_mm'] == {'0.1 (source)': 1}
    work.out = work.folder / 'out2'
    assert run_isbi(work, mm=None) == 2
    assert work.kinds() == ['no pixel size']


def test_positions_of_the_whole_image_do_not_fit_a_shrunk_one(work):
    work.write('texts/001.txt', TEXT.replace('3,5', '1300,900', 1))
    assert run_isbi(work) == 2
    assert 'size unknown' in work.kinds()


@pytest.mark.parametrize(
    'text',
    [
        '\n'.join(LINES[:18]),
        TEXT + '1\n',
        TEXT.replace('3,5', '3;5', 1),
        TEXT.replace('3,5', '3,5,1', 1),
        TEXT + 'x',
        '',
    ],
)
def test_a_text_with_other_lines_is_named(work, text, capsys):
    work.write('texts/001.txt', text)
    assert run_isbi(work) == 2
    assert '001.txt' in capsys.readouterr().err


@pytest.mark.parametrize(
    'text', [TEXT.replace('\n', '\r\n'), '\ufeff' + TEXT, TEXT.replace(',', ' , '), '\n'.join(LINES)]
)
def test_line_ends_blanks_and_missing_classes_are_harmless(work, text):
    (work.folder / 'texts').mkdir()
    (work.folder / 'texts' / '001.txt').write_bytes(text.encode())
    assert run_isbi(work) == 0


def test_texts_beside_the_folders_of_readers_are_reported(work):
    work.write('texts/400_senior/001.txt', TEXT)
    work.write('texts/readme.txt', 'hello')
    assert run_isbi(work) == 1
    assert work.kinds() == ['beside the readers']


def challenge(images=(1,), scale=0.125, numbers=range(1, 39), **more):
    points = [
        dict(name=str(number), point=[number + 0.5, 2.0 * number, image], scale=scale)
        for image in images
        for number in numbers
    ]
    return dict(name='Orthodontic landmarks', type='Multiple points', points=points) | more


def run_challenge(work, content, name='1.bmp', **more):
    write_image(work.images / name)
    return work.run(layout='cldetection', source=work.write('g.json', content), mm=None, **more)


def test_the_24_landmarks_are_taken_and_the_other_14_reported(work):
    assert run_challenge(work, challenge()) == 1
    assert work.points('1') == {symbol: (number + 0.5, 2 * number) for symbol, number in NUMBERS.items()}
    assert list(work.report['unknown_names']) == [f'{number} {title}' for number, title in OTHERS.items()]


def test_numbers_are_those_of_the_subset_and_cover_the_38():
    assert set(NUMBERS) == set(SUBSETS['cldetection24'])
    assert sorted([*NUMBERS.values(), *OTHERS]) == list(range(1, 39))
    assert not {'UMT', 'LMT'} & set(NUMBERS) and set(NUMBERS) <= set(SYMBOLS)


@pytest.mark.parametrize('scale', [0.125, '0.125'])
def test_the_scale_is_the_pixel_size(work, scale):
    assert run_challenge(work, challenge(scale=scale, numbers=[1, 2])) == 0
    assert work.report['pixel_sizes_mm'] == {'0.125 (source)': 1}


@pytest.mark.parametrize('scale', [None, 0, -1, 'x', float('nan')])
def test_without_a_scale_a_pixel_size_must_be_given(work, scale):
    assert run_challenge(work, challenge(scale=scale, numbers=[1])) == 2
    assert 'no pixel size' in work.kinds()
    assert work.run(layout='cldetection', source=work.folder / 'g.json', mm=0.1) in (0, 1)


def test_a_pixel_size_that_differs_from_the_source_is_reported(work):
    write_image(work.images / '1.bmp')
    source = work.write('g.json', challenge(numbers=[1]))
    assert work.run(layout='cldetection', source=source, mm=0.1) == 1
    assert work.kinds() == ['pixel size differs'] and work.report['pixel_sizes_mm'] == {'0.1 (given)': 1}


def test_two_scales_of_an_image_leave_it_out(work):
    content = challenge(numbers=[1, 2])
    content['points'][0]['scale'] = 0.1
    assert run_challenge(work, content) == 2
    assert 'annotation refused' in work.kinds()


@pytest.mark.parametrize('name', ['1.bmp', '001.png', '0001.jpg'])
def test_images_are_found_by_number(work, name):
    assert run_challenge(work, challenge(numbers=[1]), name=name) == 0


@pytest.mark.parametrize('name', ['0.bmp', '000.png', 'x/0.jpg'])
def test_images_numbered_from_0_are_refused(work, name, capsys):
    write_image(work.images / name)
    assert run_challenge(work, challenge(numbers=[1])) == 2
    assert 'numbered from 0' in capsys.readouterr().err and not work.out.exists()


@pytest.mark.parametrize(
    'content',
    [
        [], {}, {'points': []}, {'points': [3]}, {'points': [{'name': '1', 'point': [1, 2]}]},
        {'points': [{'name': '1', 'point': [1, 2, 0]}]}, {'points': [{'name': '1', 'point': [1, 2, 1.5]}]},
    ],
)  # fmt: skip
def test_another_structure_is_named(work, content, capsys):
    assert run_challenge(work, content) == 2
    assert 'g.json' in capsys.readouterr().err


def test_a_name_that_is_no_number_of_the_challenge_stays_unknown(tmp_path, work):
    source = work.write('g.json', challenge(numbers=[1, 39, 0]))
    assert [mark.name for mark in read_cldetection(source).sheets[0].marks] == ['S', '39', '0']
