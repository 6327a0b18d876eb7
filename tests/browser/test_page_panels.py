"""Panels and dialogues that are reached by buttons: history, comments, files, subject, tracing."""

import urllib.error
import zipfile

import pytest
from made_folders import draw, write_png
from review_page import TABS, ask, distance
from test_conflict import move

# The buttons of a table are known by the row that they stand in.
_NAMELESS = """() => [...document.querySelectorAll(
    'button, input, select, textarea, a[href], [role=tab], [role=option]')].filter(one => one.checkVisibility()
    && !one.dataset.testid && !one.closest('tr[data-testid], li[data-testid]')).map(
    one => one.outerHTML.slice(0, 120))"""


@pytest.fixture
def page(open_page, small, reader):
    return open_page(small).enter(reader, 0)


def test_an_earlier_version_comes_back_as_a_new_one(page, small, reader):
    begin = move(page, 'A')
    page.wait_version(1)
    move(page, 'A', -30, 20)
    page.wait_version(2)
    page.tab('history')
    page.by('history-restore-1').click()
    page.wait_version(3)
    assert distance(page.point('A'), begin) < 0.01
    assert len(ask(small, f'cases/0/history/{reader}', reader=reader)) == 3


def test_a_comment_of_one_reader_is_seen_by_another(page, open_page, small):
    page.tab('comments')
    text = 'Is Po the ear rod here? 귀 막대'
    page.by('comment-text').fill(text)
    page.by('comment-send').click()
    page.page.get_by_text(text).first.wait_for()
    other = open_page(small).enter('Dr Other', 0)
    other.tab('comments')
    entry = other.page.locator('[data-testid^="comment-"]', has_text=text).last
    assert page.reader in entry.inner_text()


@pytest.mark.parametrize('form', ['aariz', 'coco', 'labelme', 'cvat', 'csv'])
def test_what_a_reader_marked_can_be_taken_away(page, form):
    move(page, 'N')
    page.wait_saved()
    page.by('tool-files').click()
    page.by('export').click()
    page.by(f'export-{form}').check()
    with page.page.expect_download() as download:
        page.by('export-start').click()
    archive = zipfile.ZipFile(download.value.path())
    assert archive.testzip() is None and archive.namelist()
    page.shoot(f'export_{form}')


def test_what_was_exported_is_imported_under_another_name(page, open_page, small, reader):
    point = move(page, 'Pog')
    page.wait_saved()
    with page.page.expect_download() as download:
        page.by('tool-files').click()
        page.by('export').click()
        page.by('export-coco').check()
        page.by('export-start').click()
    archive = zipfile.ZipFile(download.value.path())
    name = next(one for one in archive.namelist() if one.endswith('.json'))
    other = open_page(small).enter(f'{reader} b'[:60], 0)
    other.by('tool-files').click()
    other.by('import').click()
    other.by('import-format').select_option('coco')
    other.by('file-input').set_input_files(dict(name='a.json', mimeType='application/json', buffer=archive.read(name)))
    other.by('import-start').click()
    other.expect_visible('import-result')
    other.page.wait_for_timeout(500)
    other.shoot('import')
    other.reload().open(0)
    assert distance(other.point('Pog'), point) < 0.1


def test_a_radiograph_comes_in_through_the_page(open_page, own, reader, tmp_path):
    page = open_page(own).enter(reader, 0)
    path = write_png(tmp_path / 'new <b>one.png', draw(8, (300, 365)).image)
    page.by('tool-files').click()
    page.by('upload').click()
    page.by('file-input').set_input_files(path)
    page.by('upload-start').click()
    page.page.get_by_test_id('case-row-2').wait_for()
    page.shoot('upload')
    page.by('upload-close').click()
    page.open(2)
    assert len(page.state()['landmarks']) == 24 and 'new _b_one' in page.by('case-row-2').inner_text()
    assert not [one for one in own.folder.iterdir() if 'new' in one.name]


def test_what_is_no_radiograph_is_refused_with_a_reason(open_page, own, reader):
    page = open_page(own).enter(reader, 0)
    page.watch.allow(r'answer 4\d\d|status of 4\d\d')
    page.by('tool-files').click()
    page.by('upload').click()
    page.by('file-input').set_input_files(dict(name='x.png', mimeType='image/png', buffer=b'<script>alert(1)</script>'))
    page.by('upload-start').click()
    assert 'x.png' in page.expect_visible('upload-result').inner_text()
    page.shoot('refused')
    assert len(ask(own, 'cases', reader=reader)['cases']) == 2


def test_sex_and_age_change_the_norms(page):
    page.tab('measurements')
    before = page.by('panels').inner_text()
    page.by('subject-sex').select_option('female')
    page.by('subject-age').fill('9')
    page.page.keyboard.press('Tab')
    page.page.wait_for_timeout(500)
    assert page.by('panels').inner_text() != before


def test_the_tracing_follows_a_drag(page):
    shown = '.trace path'
    page.page.locator(shown).first.wait_for(state='attached')
    outlines = "s => [...document.querySelectorAll(s)].map(p => p.getAttribute('d')).join()"
    before = page.page.evaluate(outlines, shown)
    move(page, 'Me', 0, 30)
    page.page.wait_for_timeout(400)
    assert before and page.page.evaluate(outlines, shown) != before
    page.page.keyboard.press('t')
    assert page.page.locator(shown).count() == 0


def test_all_that_can_be_used_has_a_name_for_tests(page):
    nameless = set()
    for tab in TABS:
        page.tab(tab)
        page.page.wait_for_timeout(200)
        nameless |= set(page.page.evaluate(_NAMELESS))
    assert len(nameless) == 0, '\n'.join(sorted(nameless))


def test_a_token_opens_the_page_and_leaves_the_address(open_page, serve):
    from made_folders import write_small

    server = serve('guarded', lambda folder: write_small(folder, ('one.png',), (300, 365)), '--token', 'let-me_in.7')
    page = open_page(server)
    with pytest.raises(urllib.error.HTTPError, match='401'):
        ask(server, 'info')
    page.page.goto(f'{server.url}/?token=let-me_in.7')
    page.until('window.__review && window.__review.waitingFor')
    assert 'let' not in page.page.url
    page.visit()
    page.by('reader-name').fill('Dr Kim')
    page.by('reader-ok').click()
    page.wait_ready()
