"""The page puts a missing landmark where the mean face has it."""

import re
from pathlib import Path

import numpy as np

from aariz_mm import review
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.phantom.shape_model import MEAN_MM


def test_the_mean_places_of_the_page_are_those_of_the_package():
    text = (Path(review.__file__).parent / 'page' / 'js' / 'guided.js').read_text(encoding='utf-8')
    table = text[text.index('MEAN_MM = {') : text.index('};')]
    rows = re.findall(r"'?([A-Za-z`]+)'?: \[(-?[\d.]+), (-?[\d.]+)\]", table)
    places = {symbol: (float(x), float(y)) for symbol, x, y in rows}
    assert set(places) == set(SYMBOLS)
    np.testing.assert_allclose([places[symbol] for symbol in SYMBOLS], MEAN_MM - MEAN_MM[SYMBOLS.index('S')], atol=0.26)
