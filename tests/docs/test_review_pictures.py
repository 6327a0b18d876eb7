"""The pictures of the page about the review: there, small, and the ones that the page shows."""

import re

import cv2
import numpy as np
import pytest
from markdown_pages import ROOT, read

PICTURES = sorted((ROOT / 'docs' / 'review').iterdir())


def test_review_page_shows_each_picture_once():
    shown = re.findall(r'\]\(\.\./review/([\w.]+)\)', read(ROOT / 'docs' / 'guide' / 'review.md'))
    assert sorted(shown) == [path.name for path in PICTURES] and 5 <= len(shown) <= 8


@pytest.mark.parametrize('path', PICTURES, ids=lambda path: path.name)
def test_picture_is_a_small_screenshot(path):
    data = path.read_bytes()
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert len(data) <= 120_000 and picture.shape == (800, 1280, 3) and picture.std() > 20
