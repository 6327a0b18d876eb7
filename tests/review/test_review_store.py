"""The store: versions, conflicts, histories, cases, comments."""

import sqlite3
import subprocess
import sys
import threading

import pytest
from made_reviews import case_files, open_review, state, write_picture

from aariz_mm.review.records import CaseFile, ConflictError, NotThereError
from aariz_mm.review.schema import DATABASE, SCHEMA_VERSION
from aariz_mm.review.store import ReviewStore

_HOLDING = """
import sys
from aariz_mm.review.store import ReviewStore
store = ReviewStore(sys.argv[1])
print('open', flush=True)
input()
"""


def test_each_save_is_the_next_version_and_can_be_had_again(store):
    for version, x in enumerate((10, 11, 12)):
        store.save(0, 'Dr Kim', version, state(x), f'move {x}')
    assert [one.version for one in store.history(0, 'Dr Kim')] == [3, 2, 1]
    assert [one.action for one in store.history(0, 'Dr Kim')] == ['move 12', 'move 11', 'move 10']
    assert store.revision(0, 'Dr Kim', 2).state == state(11)
    assert store.latest(0, 'Dr Kim').state == state(12)


def test_times_are_utc_and_iso(store):
    assert store.save(0, 'Dr Kim', 0, state(), 'x').time.endswith('+00:00')


def test_an_old_version_conflicts_and_nothing_is_lost(store):
    store.save(0, 'Dr Kim', 0, state(10), 'first')
    with pytest.raises(ConflictError) as conflict:
        store.save(0, 'Dr Kim', 0, state(11), 'second')
    assert conflict.value.current.state == state(10)
    assert store.latest(0, 'Dr Kim').version == 1
    store.save(0, 'Dr Kim', conflict.value.current.version, state(11), 'on top of it')
    assert [store.revision(0, 'Dr Kim', version).state for version in (1, 2)] == [state(10), state(11)]


@pytest.mark.parametrize('base', [1, 7])
def test_a_version_that_never_was_conflicts(store, base):
    with pytest.raises(ConflictError, match='none is there yet') as conflict:
        store.save(0, 'Dr Kim', base, state(), 'x')
    assert conflict.value.current is None


def test_a_save_whose_answer_was_lost_may_be_repeated(store):
    first = store.save(0, 'Dr Kim', 0, state(), 'move A')
    assert store.save(0, 'Dr Kim', 0, state(), 'move A') == first
    assert len(store.history(0, 'Dr Kim')) == 1


@pytest.mark.parametrize('base', [-1, None, '1', 1.0, True])
def test_a_version_that_is_no_number_is_refused(store, base):
    with pytest.raises(ValueError, match='base_version'):
        store.save(0, 'Dr Kim', base, state(), 'x')


def test_of_two_threads_one_wins_each_version(store):
    wins, losses = [], []
    start = threading.Barrier(2)

    def save(x):
        for version in range(20):
            start.wait()
            try:
                wins.append(store.save(0, 'Dr Kim', version, state(x + version / 10), f'by {x}').version)
            except ConflictError as conflict:
                losses.append(conflict.current.version)

    threads = [threading.Thread(target=save, args=(x,)) for x in (10, 20)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(wins) == sorted(losses) == list(range(1, 21))


def test_many_threads_may_read_and_write_at_once(store):
    failures = []

    def work(reader):
        try:
            for version in range(10):
                store.save(1, reader, version, state(10 + version), 'x')
                store.annotations()
                store.set_facts(2, sha256=f'{version}')
                store.readings('m')
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(f'Reader {number}',)) for number in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert not failures and len(store.annotations(1)) == 8


def test_readers_do_not_see_the_versions_of_each_other(store):
    store.save(0, 'Dr Kim', 0, state(10), 'x')
    store.save(0, 'Dr Lee', 0, state(20), 'x')
    assert store.readers_of(0) == ['Dr Kim', 'Dr Lee']
    assert store.latest(0, 'Dr Lee').state == state(20)


def test_spellings_of_a_name_are_one_reader(store):
    store.save(0, 'Am\xe9lie', 0, state(10), 'x')
    store.save(0, 'AME\u0301LIE', 1, state(11), 'x')
    assert store.readers() == ['Am\xe9lie']


def test_finished_cases_are_those_whose_last_version_is(store):
    store.save(0, 'Dr Kim', 0, state(status='finished'), 'finish')
    store.save(1, 'Dr Kim', 0, state(status='finished'), 'finish')
    store.save(1, 'Dr Kim', 1, state(), 'open again')
    assert store.finished('dr kim') == [0]


def test_what_is_outside_of_the_radiograph_is_refused_without_a_trace(store):
    with pytest.raises(ValueError, match='from -60 to 120'):
        store.save(0, 'Dr Kim', 0, state(500), 'x')
    assert store.history(0, 'Dr Kim') == [] and store.readers() == []


@pytest.mark.parametrize('n', [3, -1, 10**30])
def test_a_case_that_is_not_there_is_told(store, n):
    with pytest.raises(NotThereError):
        store.case(n)
    with pytest.raises(NotThereError):
        store.save(n, 'Dr Kim', 0, state(), 'x')


def test_a_version_that_is_not_there_is_told(store):
    with pytest.raises(NotThereError, match='no version 4'):
        store.revision(0, 'Dr Kim', 4)


def test_comments_are_kept_and_resolved_once(store):
    first = store.add_comment(0, 'Dr Kim', ' See <b>Go</b> ', 3, 4)
    store.add_comment(0, 'Dr Lee', 'no place')
    assert store.resolve_comment(first.id, 'Dr Lee').resolved_by == 'Dr Lee'
    assert store.resolve_comment(first.id, 'Dr Kim').resolved_by == 'Dr Lee'
    assert [one.text for one in store.comments(0)] == ['See <b>Go</b>', 'no place']
    assert store.open_comments() == {0: 1}


@pytest.mark.parametrize(
    ('text', 'place'), [('', (None, None)), ('x', (1, None)), ('x', (float('nan'), 1)), ('\ud800', (1, 1)), (3, (1, 1))]
)
def test_comments_without_text_or_with_half_a_place_are_refused(store, text, place):
    with pytest.raises(ValueError, match='comment'):
        store.add_comment(0, 'Dr Kim', text, *place)


def test_doubt_is_the_mean_expected_error(store):
    store.set_facts(0, width=60, height=80, pixel_size_mm=0.5)
    store.put_reading(0, 'm', dict(landmarks=[dict(expected_error_px=2.0), dict(expected_error_px=6.0), {}]))
    summary = store.readings('m')[0]
    assert (summary.mean_error_px, summary.doubt_mm, summary.doubt_px) == (4.0, 2.0, 50.0)
    assert store.readings('another') == {}


def test_a_reading_comes_back_as_it_was_put(store):
    content = dict(landmarks=[dict(symbol='A', value=dict(x=1.5, y=2))], warnings=['schräg 김'], nothing=float('nan'))
    store.put_reading(0, 'm', content)
    assert store.reading(0, 'm') == content | dict(nothing=None)
    assert store.reading(1, 'm') is None


def test_another_content_of_the_file_takes_its_readings_away(store):
    store.set_facts(0, sha256='1')
    store.put_reading(0, 'm', dict(landmarks=[]))
    store.set_facts(0, sha256='2')
    assert store.reading(0, 'm') is None


def test_a_failure_goes_with_a_reading(store):
    store.set_failure(0, 'no cephalogram')
    assert store.case(0).failure == 'no cephalogram'
    store.put_reading(0, 'm', dict(landmarks=[]))
    assert store.case(0).failure is None


def test_cases_keep_their_number_when_more_come(store, folder):
    write_picture(folder / 'a.jpg', 9)  # now 'a' is called 'a.png'
    write_picture(folder / '0.png', 8)
    store.set_cases(case_files(folder, store.home))
    assert {row.path.name: row.n for row in store.cases()} == {
        'a.png': 0,
        'b.png': 1,
        'c.png': 2,
        '0.png': 3,
        'a.jpg': 4,
    }


def test_a_case_that_is_gone_is_not_listed_and_keeps_what_was_saved(store, folder):
    store.save(1, 'Dr Kim', 0, state(), 'x')
    (folder / 'b.png').rename(folder.parent / 'b.png')
    store.set_cases(case_files(folder, store.home))
    assert [row.n for row in store.cases()] == [0, 2]
    (folder.parent / 'b.png').rename(folder / 'b.png')
    store.set_cases(case_files(folder, store.home))
    assert store.latest(1, 'Dr Kim').version == 1


def test_a_folder_that_was_moved_has_the_same_cases(folder):
    home = folder.parent / 'home'
    with open_review(folder, home) as store:
        store.save(2, 'Dr Kim', 0, state(), 'x')
    moved = folder.rename(folder.parent / 'elsewhere')
    with open_review(moved, home) as store:
        assert [row.n for row in store.cases()] == [0, 1, 2]
        assert store.latest(2, 'Dr Kim').version == 1


def test_another_picture_of_a_name_is_another_case(store, folder):
    store.set_facts(0, sha256='of another file')
    write_picture(folder.parent / 'other' / 'a.png', 5)
    store.set_cases(case_files(folder.parent / 'other', store.home))
    assert [(row.n, row.case_id) for row in store.cases()] == [(3, 'a_2')]


def test_uploads_join_the_list(store, folder):
    path = write_picture(store.home / 'uploads' / 'a.png', 7)
    assert store.add_cases([CaseFile('a', path)]) == [3]
    assert store.case(3).case_id == 'a_2' and len(store.cases()) == 4


# --- the database and its folder


def test_a_store_is_opened_again_with_all_it_had(folder):
    with open_review(folder) as store:
        store.save(0, 'Dr Kim', 0, state(), 'x')
    with open_review(folder) as store:
        assert store.latest(0, 'Dr Kim').state == state() and store.problems == []


def test_every_commit_waits_for_the_disk(store):
    assert store._connection.execute('PRAGMA synchronous').fetchone()[0] == 2
    assert store._connection.execute('PRAGMA journal_mode').fetchone()[0] == 'wal'
    assert store._connection.execute('PRAGMA foreign_keys').fetchone()[0] == 1


def test_a_later_version_is_refused(folder):
    with open_review(folder) as store:
        home = store.home
    with sqlite3.connect(home / DATABASE) as connection:
        connection.execute(f'PRAGMA user_version = {SCHEMA_VERSION + 1}')
    connection.close()
    with pytest.raises(ValueError, match='written by a later aariz_mm'):
        ReviewStore(home)


@pytest.mark.parametrize('content', [b'no database at all' * 100, b'\0' * 4096])
def test_a_damaged_database_is_refused(tmp_path, content):
    (tmp_path / DATABASE).write_bytes(content)
    with pytest.raises(ValueError, match='no database of the review page'):
        ReviewStore(tmp_path)


def test_a_database_of_something_else_is_refused(tmp_path):
    connection = sqlite3.connect(tmp_path / DATABASE)
    connection.execute('CREATE TABLE patients (name TEXT)')
    connection.close()
    with pytest.raises(ValueError, match='something else'):
        ReviewStore(tmp_path)


def test_a_second_store_of_a_folder_is_refused_in_the_same_process(store):
    with pytest.raises(ValueError, match='another review uses this folder'):
        ReviewStore(store.home)


def test_a_second_process_is_refused_and_a_killed_one_leaves_no_lock(tmp_path):
    with subprocess.Popen(
        [sys.executable, '-c', _HOLDING, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == 'open\n'
        with pytest.raises(ValueError, match=f'process {process.pid}'):
            ReviewStore(tmp_path)
        process.kill()
    ReviewStore(tmp_path).close()


def test_the_folder_of_the_radiographs_is_no_home(folder):
    for home in (folder, folder / 'review'):
        with pytest.raises(ValueError, match='nothing is written to'):
            ReviewStore(home, folder)


def test_a_folder_with_other_files_is_no_home(folder):
    with pytest.raises(ValueError, match='no review made it'):
        ReviewStore(folder)
    assert sorted(path.name for path in folder.iterdir()) == ['a.png', 'b.png', 'c.png']


def test_a_file_is_no_home(folder):
    with pytest.raises(ValueError, match='is a file'):
        ReviewStore(folder / 'a.png')
