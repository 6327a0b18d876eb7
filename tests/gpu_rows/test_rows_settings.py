"""What the user says by environment variables."""

import pytest
from stand_ins import row

from aariz_mm.gpu_rows import ROWS, read_settings


@pytest.fixture
def data(tmp_path):
    """The environment of somebody who has both data sets."""
    for name in ('train', 'valid'):
        (tmp_path / name).mkdir()
    return dict(ISBI2015_ROOT=str(tmp_path), AARIZ_CVM_ROOT=str(tmp_path))


def test_rows_that_need_no_hub_begin_all_at_once(data):
    settings = read_settings(data, cores=16)
    assert [one.name for one in settings.rows] == ['reader24', 'hrnet_960', 'hrnet_512', 'lite2_wide', 'cvm_512']
    assert (settings.jobs, settings.workers, settings.deadline_s) == (5, 2, 570)
    assert (settings.epochs, settings.dry_run) == (None, False)


def test_named_rows_run_in_the_order_of_the_list_whoever_needs_the_hub(data):
    settings = read_settings({**data, 'ROWS': 'cvm_512, hrnet_512_timm', 'EPOCHS': '1', 'DRY_RUN': '1'}, cores=2)
    assert [one.name for one in settings.rows] == ['hrnet_512_timm', 'cvm_512']
    assert (settings.epochs, settings.dry_run, settings.workers) == (1, True, 1)


@pytest.mark.parametrize(
    ('wrong', 'message'),
    [
        (dict(ROWS='reader'), "ROWS: .'reader'. unknown; take some of .'reader24'"),
        (dict(JOBS='0'), "JOBS='0': expected a whole number of at least 1"),
        (dict(DEADLINE_S='ten'), "DEADLINE_S='ten': expected"),
        (dict(EPOCHS='1.5'), "EPOCHS='1.5': expected"),
        (dict(AARIZ_CVM_ROOT=''), 'AARIZ_CVM_ROOT is not set; set it'),
    ],
)
def test_wrong_setting_is_refused_with_the_cure(data, wrong, message):
    with pytest.raises(ValueError, match=message):
        read_settings({**data, **wrong})


def test_data_that_are_not_there_are_named(data, tmp_path):
    (tmp_path / 'valid').rmdir()
    with pytest.raises(FileNotFoundError, match=r'expected folders train and valid, .\'valid\'. not found'):
        read_settings(data)


def test_data_that_no_chosen_row_needs_are_not_asked_for(data):
    del data['AARIZ_CVM_ROOT']
    assert read_settings({**data, 'ROWS': 'lite2_wide'}).rows[0].name == 'lite2_wide'
    assert read_settings(data, [row('own')]).rows[0].name == 'own'


def test_names_of_rows_differ():
    assert len({one.name for one in ROWS}) == len(ROWS)
