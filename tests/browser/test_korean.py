"""The page in Korean."""

import re

import pytest
from review_page import TABS

HANGUL = re.compile('[가-힣]')
_TEXTS = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim(), holder = walker.currentNode.parentElement;
    if (text && holder.checkVisibility({ visibilityProperty: true, opacityProperty: true })) found.push(text);
  }
  for (const one of document.querySelectorAll('[aria-label], [title], [placeholder]'))
    if (one.checkVisibility())
      for (const name of ['aria-label', 'title', 'placeholder'])
        if (one.getAttribute(name)) found.push(one.getAttribute(name));
  return found;
}"""


@pytest.fixture
def page(open_page, small, reader):
    return open_page(small, locale='ko-KR').enter(reader, 0)


def texts(page):
    return page.page.evaluate(_TEXTS)


def test_a_korean_browser_gets_a_korean_page(page):
    assert page.state()['lang'] == 'ko' and page.page.evaluate('document.documentElement.lang') == 'ko'
    assert sum(bool(HANGUL.search(text)) for text in texts(page)) > 30
    page.shoot('korean')


@pytest.mark.parametrize('tab', TABS)
def test_no_name_of_a_text_stands_for_the_text(page, tab):
    page.tab(tab)
    page.page.wait_for_timeout(300)
    keys = [text for text in texts(page) if re.fullmatch(r'[a-z][a-z_]*(\\.[a-z_]+)+', text)]
    assert not keys
    page.shoot(f'korean_{tab}')


def test_the_language_can_be_changed_and_stays(open_page, small, reader):
    page = open_page(small).enter(reader, 0)
    assert page.state()['lang'] == 'en'
    choose(page, 'ko')
    page.until("window.__review.state().lang === 'ko'")
    assert HANGUL.search(page.by('tab-measurements').inner_text())
    page.reload()
    assert page.state()['lang'] == 'ko'


def choose(page, language):
    """Switch the language, by a list or by a button that goes to the other one."""
    control = page.by('lang')
    if control.evaluate('e => e.tagName') == 'SELECT':
        control.select_option(language)
    else:
        control.click()


def test_little_is_left_in_english(page):
    left = set()
    for tab in TABS:
        page.tab(tab)
        page.page.wait_for_timeout(300)
        # What stands in brackets is a source, as it was published.
        plain = [re.sub(r'\(.*\)', '', text) for text in texts(page)]
        left |= {text for text in plain if re.search('[a-z]{4,} [a-z]{3,}', text) and not HANGUL.search(text)}
    assert not left, '\n'.join(sorted(left))
