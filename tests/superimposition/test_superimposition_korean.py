"""Superimpositions in Korean."""

import json

import pytest

from aariz_mm.annotations.predicted import landmark_entry
from aariz_mm.cli.commands import main
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.phantom.shape_model import MEAN_MM
from aariz_mm.superimposition import writing
from aariz_mm.superimposition.korean import KOREAN, speaker
from aariz_mm.superimposition.references import REFERENCES


def write(path, years):
    points = 10 * MEAN_MM * (1 + years / 50) + 1500
    marks = [landmark_entry(symbol, *map(float, point)) for symbol, point in zip(SYMBOLS, points, strict=True)]
    path.write_text(json.dumps(dict(landmarks=marks, pixel_size_mm=0.1, subject=dict(age_years=14 - years))))
    return str(path)


def call(tmp_path, *more):
    sources = [write(tmp_path / f'{years}.json', years) for years in (0, 4)]
    return main(['superimpose', *sources, '--out-dir', str(tmp_path / 'out'), '--language', 'ko', *more])


def test_every_reference_has_a_korean_name():
    assert all(one.name in KOREAN for one in REFERENCES.values())


@pytest.mark.parametrize(
    ('english', 'korean'),
    [
        ('not marked at T1, up', 'T1, up에 표시되지 않음'),
        ('structures of the maxilla: the radiograph of up was not found, unchanged since it was read; '
         'ANS-PNS at ANS is used instead',
         '상악 구조물: up의 방사선 사진을 찾지 못했거나 판독 후 바뀌었습니다; 대신 ANS 기준 ANS-PNS을(를) 씁니다'),
        ('0.1 mm per pixel (given), life-size, with a magnification of 1.1',
         '픽셀당 0.1 mm (사용자 지정), 실물 크기, 확대율 1.1'),
        ('nothing that is known', 'nothing that is known'),
    ],
)  # fmt: skip
def test_sentences_keep_their_parts_and_unknown_ones_stay(english, korean):
    assert speaker('ko')(english) == korean and speaker('en')(english) == english


def test_page_warnings_and_measurements_are_korean(tmp_path, capsys):
    assert call(tmp_path, '--formats', 'svg,html', '--labels', 'up', 'name') == 0
    page = (tmp_path / 'out/superimposition.html').read_text()
    for text in ('중첩: up → name', '시간 순서로', '하악각(Gonial angle), deg', '대신 S 기준 S-N을(를) 씁니다',
                 '화살표: 변화', '계측점의 불확실성을 알 수 없음', 'S-N이 up에서'):  # fmt: skip
        assert text in page
    assert 'is used instead' not in page and 'is not known' not in page and ' years' not in page


def test_pdf_embeds_hangul(tmp_path):
    pytest.importorskip('koreanize_matplotlib')
    assert call(tmp_path, '--formats', 'pdf', '--reference', 'sn') == 0
    assert b'NanumGothic' in (tmp_path / 'out/sn.pdf').read_bytes()


def test_a_missing_font_is_told_with_its_cure(monkeypatch):
    monkeypatch.setattr('aariz_mm.extras.find_spec', lambda name: None)
    writing.check_fonts('en', ['T1'], ['pdf'])
    writing.check_fonts('ko', ['T1'], ['svg', 'html'])
    for language, label in (('ko', 'T1'), ('en', '둘')):
        with pytest.raises(ImportError, match=r'aariz-mm\[report\]'):
            writing.check_fonts(language, [label], ['pdf'])


@pytest.mark.parametrize('system', [True, False])
def test_a_font_of_the_system_is_enough_for_png(monkeypatch, system):
    monkeypatch.setattr('aariz_mm.extras.find_spec', lambda name: None)
    monkeypatch.setattr(writing, 'has_wide_font', lambda: system)
    if system:
        writing.check_fonts('ko', ['T1'], ['png', 'svg'])
        return
    with pytest.raises(ImportError, match=r'aariz-mm\[report\]'):
        writing.check_fonts('en', ['둘'], ['png'])


def test_another_language_is_refused():
    with pytest.raises(ValueError, match='en, ko'):
        speaker('de')
