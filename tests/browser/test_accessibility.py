"""axe-core, the common checker of accessibility, finds nothing serious on the page."""

import pytest
from review_page import PICTURES, TABS

AXE = PICTURES / 'npm/node_modules/axe-core/axe.min.js'
pytestmark = pytest.mark.skipif(
    not AXE.is_file(), reason=f'{AXE} is not there: make test-browser fetches it by npm, where npm and its registry are'
)


def breaches(page):
    """What axe calls serious or critical: rule, and where."""
    page.page.evaluate(AXE.read_text(encoding='utf-8') + '; undefined')
    found = page.page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        (one['id'], one['help'], [node['html'][:160] + ' ' + node['failureSummary'] for node in one['nodes'][:3]])
        for one in found['violations']
        if one['impact'] in ('serious', 'critical')
    ]


@pytest.fixture(params=['dark', 'light'])
def page(open_page, small, request):
    return open_page(small, theme=request.param)


def test_the_question_who_reads_is_accessible(page):
    assert not breaches(page.visit())


@pytest.mark.parametrize('tab', TABS)
def test_each_panel_is_accessible(page, tab, reader):
    page.enter(reader, 0)
    page.by('landmark-A').click()
    page.tab(tab)
    page.page.wait_for_timeout(300)
    assert not breaches(page)


def test_the_help_is_accessible(page, reader):
    page.enter(reader, 0)
    page.by('help').click()
    page.page.get_by_role('dialog').wait_for()
    assert not breaches(page)


def test_the_theme_can_be_changed_and_stays(open_page, small, reader):
    page = open_page(small).enter(reader, 0)
    seen = [ground(page)]
    for _ in range(3):  # dark, light, that of the computer
        page.by('theme').click()
        seen.append(ground(page))
        page.reload()
        assert ground(page) == seen[-1]
    assert len(set(seen)) == 2 and seen[0] == seen[-1]


def ground(page):
    return page.page.evaluate('getComputedStyle(document.body).backgroundColor')
