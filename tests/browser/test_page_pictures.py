"""Pictures of the page for people to look at, in ``work_dirs/browser``."""

import pytest
from conftest import TABLET
from review_page import TABS


@pytest.mark.parametrize('theme', ['dark', 'light'])
def test_pictures_of_every_panel(open_page, small, reader, theme):
    page = open_page(small, theme=theme)
    page.visit().shoot(f'{theme}_who')
    page.enter(reader, 0)
    page.shoot(f'{theme}_opened')
    page.by('landmark-A').click()
    for tab in TABS:
        page.tab(tab)
        page.page.wait_for_timeout(500)
        page.shoot(f'{theme}_{tab}')


def test_picture_of_the_tracing(open_page, small, reader):
    page = open_page(small).enter(reader, 0)
    page.page.locator('.trace path').first.wait_for(state='attached')
    page.by('tool-layers').click()
    page.page.wait_for_timeout(300)
    page.shoot('tracing')


def test_picture_of_a_tablet(open_page, small, reader):
    page = open_page(small, viewport=TABLET, has_touch=True).enter(reader, 0)
    page.shoot('tablet')


def test_picture_of_a_large_screen(open_page, large, reader):
    page = open_page(large, viewport=dict(width=1920, height=1080)).enter(reader, 0)
    page.by('landmark-S').click()
    for _ in range(4):
        page.page.keyboard.press('+')
    page.page.wait_for_timeout(800)
    page.shoot('large_zoomed')


def test_picture_of_the_help(open_page, small, reader):
    page = open_page(small).enter(reader, 0)
    page.by('help').click()
    page.page.get_by_role('dialog').wait_for()
    page.shoot('help')
