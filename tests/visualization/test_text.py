import numpy as np

import aariz_mm.visualization.text as texts
from aariz_mm.visualization.text import TextRun, draw_texts, shorten, text_size


def test_text_size_grows_with_text_and_size():
    assert text_size('Pog', 20)[0] > text_size('Po', 20)[0]
    assert text_size('Pog', 30)[1] > text_size('Po', 20)[1] == text_size('g', 20)[1]


def test_shorten_keeps_short_text_and_fits_long_text():
    assert shorten('Me', 16, 200) == 'Me'
    short = shorten('a long device name', 16, 60)
    assert short.endswith('...')
    assert text_size(short, 16)[0] <= 60


def test_draw_texts_writes_inside_its_line_box_on_a_copy():
    canvas = np.zeros((60, 120, 3), np.uint8)
    drawn = draw_texts(canvas, [TextRun('Gg`', 20, 15, 20, (255, 0, 0))])
    assert canvas.max() == 0
    rows, columns = np.nonzero(drawn[..., 0])
    width, height = text_size('Gg`', 20)
    assert rows.min() >= 15
    assert rows.max() <= 15 + height + 1
    assert columns.min() >= 19
    assert columns.max() <= 20 + width


def test_a_wide_font_is_one_of_the_system_or_the_installed_one(monkeypatch):
    known = []

    def load(name, size):
        if name not in known:
            raise OSError(name)
        return object()

    monkeypatch.setattr(texts.ImageFont, 'truetype', load)
    monkeypatch.setattr(texts, 'nanum_folder', lambda: None)
    assert not texts.has_wide_font()
    known.append('malgun.ttf')
    assert texts.has_wide_font()
