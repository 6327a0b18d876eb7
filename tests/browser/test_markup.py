"""Markup in names and texts is text."""

import pytest
from conftest import ODD_NAMES

MARKUP = '<img src=x onerror=alert(1)><b>bold</b><script>alert(2)</script>'


@pytest.fixture
def page(open_page, odd):
    """A page that fails where any dialogue of a script opens."""
    page = open_page(odd)
    opened = []
    page.page.on('dialog', lambda dialog: (opened.append(dialog.message), dialog.dismiss()))
    yield page
    assert not opened and page.page.locator('img[src="x"]').count() == 0


def test_names_of_files_are_shown_as_text(page, reader):
    page.enter(reader)
    names = [name.removesuffix('.png') for name in ODD_NAMES]
    for n in range(3):
        page.open(n)
        assert any(name in page.by(f'case-row-{n}').inner_text() for name in names)
    text = page.by('cases').inner_text()
    assert all(name in text for name in names)
    page.shoot('odd_names')


def test_a_comment_is_shown_as_text(page, reader):
    page.enter(reader, 0)
    page.tab('comments')
    page.by('comment-text').fill(MARKUP)
    page.by('comment-send').click()
    page.page.get_by_text(MARKUP).first.wait_for()
    page.reload().open(0)
    page.tab('comments')
    page.page.get_by_text(MARKUP).first.wait_for()
    assert page.by('panels').locator('b', has_text='bold').count() == 0


@pytest.mark.parametrize('name', ['<b>x</b>', '../up', 'con', ' ', '.hidden', 'a/b'])
def test_a_name_that_cannot_be_a_folder_is_refused_with_a_reason(page, name):
    page.watch.allow(r'\b(400|404|422)\b')
    page.visit()
    page.by('reader-name').fill(name)
    page.by('reader-ok').click()
    page.page.wait_for_timeout(400)
    dialog = page.expect_visible('reader-dialog')
    assert page.page.evaluate('window.__review.waitingFor') == 'reader'
    assert dialog.get_by_role('alert').inner_text().strip() or page.by('reader-name').evaluate('e => !e.validity.valid')


def test_a_filter_with_markup_is_text(page, reader):
    page.enter(reader)
    page.by('case-filter').fill('<img src=x')
    page.until('document.querySelectorAll(\'[data-testid^="case-row-"]\').length === 1')


@pytest.mark.parametrize('name', ['김민수', 'Dr. Müller-Lüdenscheidt', 'Ana María 2_b'])
def test_names_of_people_are_taken_as_they_are(page, name):
    page.enter(name, 1)
    assert page.state()['reader'] == name and name in page.page.inner_text('body')
