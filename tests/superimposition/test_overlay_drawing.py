"""The drawing of a superimposition: its frame, its legend and where symbols stand."""

import re
from dataclasses import replace

import numpy as np
import pytest
from grown_series import made_series

from aariz_mm.superimposition import superimpose
from aariz_mm.superimposition.growth_marks import growth_marks
from aariz_mm.superimposition.overlay import draw_superimposition
from aariz_mm.superimposition.overlay_legend import legend_lines, text_width_mm, wrap_text
from aariz_mm.tracing.pdf import drawing_pdf


def superimposed(factor=1.0, level=0.9):
    """A head four years later; variances of its landmarks ``factor`` times the usual ones."""
    series = [replace(one, covariances_mm=one.covariances_mm * factor) for one in made_series(0, 4)[0]]
    return superimpose(series, 'sn', draws=200, measurements=False, level=level)


def texts(drawing, layer='legend'):
    return ' '.join(one.text for one in drawing.words if one.layer == layer)


def test_large_ellipses_are_left_out_counted_and_do_not_widen_the_frame():
    usual, doubtful = (draw_superimposition(superimposed(factor)) for factor in (1, 1e4))
    assert doubtful.frame[0::2] == pytest.approx(usual.frame[0::2])
    assert 'the doubt reaches over 20 mm: 6.' in texts(doubtful)
    assert 'left out' not in texts(usual)
    assert growth_marks(superimposed(1e4))[1] == 6 and growth_marks(superimposed())[1] == 0


@pytest.mark.parametrize('factor', [1, 1e4])
def test_usual_heads_are_true_to_size_on_a4(factor):
    box = re.search(rb'/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]', drawing_pdf(draw_superimposition(superimposed(factor)),
                                                                        None, '', 1.0))  # fmt: skip
    assert [float(one) for one in box.groups()] == pytest.approx([595.28, 841.89], abs=0.01)


def test_the_legend_tells_the_level_that_was_used():
    assert 'ellipse of 95 %' in texts(draw_superimposition(superimposed(level=0.95)))
    assert 'On S-N at S · by landmarks' in texts(draw_superimposition(superimposed(), 'by landmarks'))
    assert legend_lines(superimposed(), '', 1)[-2][0].endswith('over 20 mm: 1.')


def test_symbols_keep_off_each_other_and_inside_the_frame():
    drawing = draw_superimposition(superimposed())
    boxes = [(one.x, one.y, one.x + text_width_mm(one.text, one.size) / 1.1, one.y + one.size)
             for one in drawing.words if one.layer == 'symbols']  # fmt: skip
    assert len(boxes) == 11
    low, high = np.array(boxes)[:, None, :2], np.array(boxes)[:, None, 2:]
    shared = np.minimum(high, high.swapaxes(0, 1)) - np.maximum(low, low.swapaxes(0, 1))
    assert not np.triu((shared > 0).all(axis=-1), 1).any()
    left, top, width, height = drawing.frame
    assert (low >= [left, top]).all() and (high <= [left + width, top + height]).all()


def test_long_texts_are_wrapped_and_endless_words_shortened():
    rows = list(wrap_text(f'one two {"w" * 300} three', 3.6, 40))
    assert rows[0] == 'one two' and rows[1].endswith('...') and rows[2] == 'three'
    assert all(text_width_mm(one, 3.6) <= 40.1 for one in rows)
    assert list(wrap_text('', 3.6, 40)) == ['']
