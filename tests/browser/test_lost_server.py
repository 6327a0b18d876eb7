"""The server goes away and comes back: no edit is lost."""

from review_page import annotation_files, distance, saved_points
from test_conflict import move

GONE = r'ERR_CONNECTION|ERR_EMPTY|Failed to fetch|net::'


def test_an_edit_without_a_server_is_saved_when_it_is_back(open_page, own, reader):
    page = open_page(own).enter(reader, 0)
    page.watch.allow(GONE)
    own.stop()
    point = move(page, 'A')
    page.until("window.__review.state().save === 'failed'")
    page.shoot('not_saved')
    own.start()
    page.until("window.__review.state().save === 'saved'", seconds=60)
    assert distance(saved_points(annotation_files(own, reader)[0])['A'], point) < 0.01


def test_leaving_with_an_unsaved_edit_is_asked_about(open_page, own, reader):
    page = open_page(own).enter(reader, 0)
    page.watch.allow(GONE)
    asked = []
    page.page.on('dialog', lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    own.stop()
    move(page, 'A')
    page.until("window.__review.state().save === 'failed'")
    page.page.close(run_before_unload=True)
    page.page.wait_for_timeout(500)
    assert asked == ['beforeunload']


def test_what_is_called_saved_outlives_a_loss_of_power(open_page, own, reader):
    page = open_page(own).enter(reader, 1)
    page.watch.allow(GONE)
    point = move(page, 'N')
    page.wait_saved()
    own.kill()
    own.start()
    again = open_page(own).enter(reader, 1)
    assert distance(again.point('N'), point) < 0.01
    assert distance(saved_points(annotation_files(own, reader)[0])['N'], point) < 0.01
