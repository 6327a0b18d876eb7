"""Two windows of one reader, and two readers."""

from review_page import annotation_files, ask, distance, saved_points


def move(page, symbol, dx=18, dy=8):
    """Drag a landmark; where it lies then."""
    point = page.point(symbol)
    page.drag(symbol, dx, dy)
    page.wait_moved(symbol, point)
    return page.point(symbol)


def two_windows(open_page, server, reader, case):
    """Two pages of one reader on one case; the first has saved a move of A that the second does not know."""
    one, two = (open_page(server).enter(reader, case) for _ in range(2))
    two.watch.allow(r'\b409\b')
    point = move(one, 'A')
    one.wait_version(1)
    return one, two, point


def test_the_second_window_takes_what_the_first_saved(open_page, small, reader):
    _, two, theirs = two_windows(open_page, small, reader, 0)
    before = two.point('B')
    move(two, 'B')
    two.expect_visible('conflict-dialog')
    two.shoot('conflict')
    two.by('conflict-theirs').click()
    two.wait_saved()
    assert distance(two.point('A'), theirs) < 0.01 and distance(two.point('B'), before) < 0.01
    move(two, 'N')
    two.wait_version(2)
    assert two.by('conflict-dialog').count() == 0 or not two.by('conflict-dialog').is_visible()


def test_the_second_window_keeps_its_own_and_nothing_is_lost(open_page, small, reader):
    _, two, theirs = two_windows(open_page, small, reader, 1)
    mine = move(two, 'B')
    two.expect_visible('conflict-dialog')
    two.by('conflict-mine').click()
    two.wait_version(2)
    assert distance(saved_points(annotation_files(small, reader)[0])['B'], mine) < 0.01
    path = f'cases/1/annotations/{reader}'
    first, last = ask(small, path, version='1'), ask(small, path)
    assert last['version'] == 2 and distance(_place(last, 'B'), mine) < 0.01
    assert distance(_place(first, 'A'), theirs) < 0.01
    assert [one['version'] for one in ask(small, f'cases/1/history/{reader}')] in ([1, 2], [2, 1])


def test_the_dialogue_says_when_and_closes_without_a_choice_made(open_page, small, reader):
    _, two, _ = two_windows(open_page, small, reader, 2)
    mine = move(two, 'B')
    dialog = two.expect_visible('conflict-dialog')
    assert any(letter.isdigit() for letter in dialog.inner_text())
    two.page.keyboard.press('Escape')
    assert distance(two.point('B'), mine) < 0.01 and two.state()['save'] != 'saved'


def test_two_readers_do_not_disturb_each_other(open_page, small, reader):
    one, two = open_page(small).enter(f'{reader} a', 3), open_page(small).enter(f'{reader} b', 3)
    points = [move(page, symbol) for page, symbol in ((one, 'A'), (two, 'B'), (one, 'S'), (two, 'N'))]
    one.wait_version(2)
    two.wait_version(2)
    left = [saved_points(annotation_files(small, f'{reader} {who}')[0]) for who in 'ab']
    assert sorted(left[0]) == ['A', 'S'] and sorted(left[1]) == ['B', 'N']
    assert distance(left[0]['A'], points[0]) < 0.01 and distance(left[1]['N'], points[3]) < 0.01


def _place(annotation, symbol):
    return annotation['landmarks'][symbol]['x'], annotation['landmarks'][symbol]['y']
