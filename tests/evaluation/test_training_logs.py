"""What training runs logged."""

import json

import pytest

from aariz_mm.evaluation.training_logs import (
    TrainingLog,
    best_of,
    read_training_log,
    read_training_logs,
    shared_scores,
    summarize_logs,
)
from aariz_mm.tables import render_text


def train(step, loss, epoch=1):
    return dict(lr=0.1, loss=loss, loss_b=loss / 2, loss_a=0.5, time=0.2, epoch=epoch, iter=step, step=step)


def write(folder, start, rows, end='\n'):
    file = folder / start / 'vis_data' / 'scalars.json'
    file.parent.mkdir(parents=True)
    file.write_text('\n'.join(map(json.dumps, rows)) + end, encoding='utf-8')
    return file


def test_log_has_losses_by_iteration_and_scores_by_epoch(tmp_path):
    write(tmp_path / 'run', '1', [train(8, 4.0), dict(MRE_mm=3.0, step=1), train(16, 2.0, 2), dict(MRE_mm=2.0, step=2)])
    log = read_training_log(tmp_path / 'run')
    assert log.name == 'run' and log.curve('loss') == ([8, 16], [4.0, 2.0])
    assert log.curve('MRE_mm') == ([1, 2], [3.0, 2.0]) and log.curve('CVM_qwk') == ([], [])
    assert log.losses() == ['loss', 'loss_a', 'loss_b']


def test_resumed_start_replaces_what_it_repeats(tmp_path):
    rows = [dict(train(step, step, epoch)) for epoch, step in ((1, 8), (2, 16), (3, 24))]
    write(tmp_path, '1', [rows[0], dict(MRE_mm=9.0, step=1), rows[1], dict(MRE_mm=8.0, step=2), rows[2]])
    write(tmp_path, '2', [train(16, 1.0, 2), dict(MRE_mm=7.0, step=2)])
    log = read_training_log(tmp_path)
    assert log.curve('loss') == ([8, 16], [8, 1.0]) and log.curve('MRE_mm') == ([1, 2], [9.0, 7.0])


def test_start_from_the_beginning_replaces_all_and_a_test_nothing(tmp_path):
    write(tmp_path, '1', [train(8, 4.0), dict(MRE_mm=3.0, step=1), train(16, 2.0, 2)])
    write(tmp_path, '2', [train(8, 5.0)])
    write(tmp_path, '3', [])
    log = read_training_log(tmp_path)
    assert log.curve('loss') == ([8], [5.0]) and log.scores == ()


def test_half_a_line_at_the_end_is_left_out_and_one_before_it_refused(tmp_path):
    file = write(tmp_path, '1', [train(8, 4.0)], end='\n{"loss": 3.')
    assert read_training_log(file).curve('loss') == ([8], [4.0])
    file.write_text('{"loss": 3.\n' + json.dumps(train(8, 4.0)), encoding='utf-8')
    with pytest.raises(ValueError, match=r'scalars\.json, line 1: no JSON .*give the work folder of a training'):
        read_training_log(file)


@pytest.mark.parametrize('line', ['no json}', '["iter"]}', '[' * 100_000 + '}', '[{"iter": 1}'])
def test_last_line_that_is_whole_and_no_row_is_refused(tmp_path, line):
    file = write(tmp_path, '1', [train(1, 0.5)])
    file.write_text(f'{file.read_text()}{line}\n')
    with pytest.raises(ValueError, match=r'scalars\.json, line 2: no'):
        read_training_log(tmp_path)


def test_folder_without_a_training_is_refused(tmp_path):
    with pytest.raises(FileNotFoundError, match=r'no scalars\.json; give the work folder'):
        read_training_log(tmp_path)
    write(tmp_path, '1', [dict(MRE_mm=1.0, step=1)])
    with pytest.raises(FileNotFoundError, match='no training was logged there'):
        read_training_log(tmp_path)


def test_logs_of_the_same_name_go_by_their_paths(tmp_path):
    files = [write(tmp_path / name / 'run', '1', [train(8, 4.0)]) for name in 'ab']
    folders = [tmp_path / name / 'run' for name in 'ab']
    assert [log.name for log in read_training_logs(folders)] == [str(folder) for folder in folders]
    assert read_training_log(files[0]).name == '1'


LOGS = [
    TrainingLog('a', (train(8, 4.0), train(16, 2.0, 2)), (dict(MRE_mm=2.0, step=1), dict(MRE_mm=2.5, step=2))),
    TrainingLog('b', (train(8, 4.0),), ({'CVM_qwk': 0.5, 'MRE_mm/S': 1.0, 'step': 1}, {'CVM_qwk': 0.4, 'step': 2})),
]


def test_scores_are_the_usual_ones_or_those_wanted():
    assert shared_scores(LOGS) == ['MRE_mm', 'CVM_qwk']
    assert shared_scores(LOGS, ['MRE_mm/S']) == ['MRE_mm/S']
    with pytest.raises(ValueError, match=r"\['MRE'\] were not logged; among the scores are \['CVM_qwk', 'MRE_mm'\]"):
        shared_scores(LOGS, ['MRE'])


def test_best_is_the_smallest_error_and_the_largest_kappa():
    assert best_of(LOGS[0], 'MRE_mm') == (2.0, 1) and best_of(LOGS[1], 'CVM_qwk') == (0.5, 1)
    assert best_of(LOGS[1], 'MRE_mm') is None


def test_summary_has_a_row_for_each_run():
    header, first, second = render_text(summarize_logs(LOGS, ['MRE_mm'])).splitlines()
    assert first.split() == ['a', '2', '16', '0.200', '4', '2', '2.500', '2.000', '1']
    assert second.split() == ['b', '1', '8', '0.200', '4', '4'] and header.endswith('in epoch')


def test_losses_come_in_order_after_the_total():
    log = TrainingLog('a', (dict(step=1, loss_z=1, loss_b=1), dict(step=2, loss=2, loss_a=1, lr=1)), ())
    assert log.losses() == ['loss', 'loss_a', 'loss_b', 'loss_z']


def test_of_errors_the_smallest_is_the_best():
    steps = ((1, 3.0), (2, 1.0), (3, 2.0), (4, 1.0))
    rows = tuple({'step': step, **dict.fromkeys(SCORES, value)} for step, value in steps)
    log = TrainingLog('r', (), rows)
    best = {score: best_of(log, score) for score in SCORES}
    assert {score for score, found in best.items() if found == (1.0, 2)} == {
        'MRE_mm', 'MRE_sn70_mm', 'SD_mm', 'median_mm', 'CVM_mae', 'num_failures'
    }  # fmt: skip
    assert {score for score, found in best.items() if found == (3.0, 1)} == {'SDR_2.0mm', 'CVM_qwk', 'CVM_accuracy'}
    assert best_of(log, 'other') is None


SCORES = ('MRE_mm', 'MRE_sn70_mm', 'SD_mm', 'median_mm', 'CVM_mae', 'num_failures', 'SDR_2.0mm', 'CVM_qwk',
          'CVM_accuracy')  # fmt: skip


def test_summary_has_its_headings_and_leaves_empty_what_was_not_logged():
    training = (dict(step=4, loss=2.5, time=0.5, epoch=1), dict(step=8, loss=1.25, time=0.25, epoch=2))
    whole = TrainingLog('a', training, (dict(step=1, MRE_mm=2.0), dict(step=2, MRE_mm=3.0)))
    bare = TrainingLog('b', (dict(step=7),), ())
    table = summarize_logs([whole, bare], ['MRE_mm'])
    assert table.header == ('run', 'epochs', 'iterations', 's/iteration', 'first loss', 'last loss', 'last MRE_mm',
                            'best MRE_mm', 'in epoch')  # fmt: skip
    assert table.rows == (
        ('a', '2', '8', '0.375', '2.5', '1.25', '3.000', '2.000', '1'), ('b', '', '7', '', '', '', '', '', '')
    )  # fmt: skip
    assert table.caption == ''


def test_scores_that_were_logged_are_named_without_those_of_single_landmarks():
    row = {'step': 1, 'time': 1, 'data_time': 1, 'MRE_mm/S': 1, 'MRE_mm@A': 1, 'X': 2, 'CVM_qwk': 0}
    log = TrainingLog('a', (), (row,))
    with pytest.raises(ValueError, match=r"\['Y'\] were not logged; among the scores are \['CVM_qwk', 'X'\]"):
        shared_scores([log], ['X', 'Y'])
    assert shared_scores([log]) == ['CVM_qwk'] and shared_scores([log], ['X']) == ['X']
