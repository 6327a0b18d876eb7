"""Which checkpoint a training goes on from, and which it cannot go on from."""

import re

import pytest
import torch
from mmengine.config import Config

from aariz_mm.cli.commands import main
from aariz_mm.engine.checkpoints import read_checkpoint
from aariz_mm.launching.checked_runner import build_training_runner
from aariz_mm.launching.configs import Launch, build_train_config, load_config
from aariz_mm.launching.resuming import check_resumable, find_newest, list_checkpoints, resolve_resume


def write(folder, *names, torn=()):
    """Checkpoints that load, those of ``torn`` cut in half."""
    folder.mkdir(exist_ok=True)
    for name in [*names, *torn]:
        torch.save(dict(state_dict=dict(a=torch.ones(99))), folder / name)
    for name in torn:
        whole = (folder / name).read_bytes()
        (folder / name).write_bytes(whole[: len(whole) // 2])


def resumed(folder, last=None, **settings):
    """Name of the checkpoint that a training in the folder resumes from."""
    if last is not None:
        (folder / 'last_checkpoint').write_text(last)
    config = Config(dict(work_dir=str(folder), resume=True, load_from=None, **settings))
    resolve_resume(config)
    return config.load_from.removeprefix(f'{folder}/')


def test_moved_work_folder_is_resumed_from_its_own_checkpoint(tmp_path):
    write(tmp_path / 'old', 'epoch_2.pth')
    (tmp_path / 'old').rename(tmp_path / 'moved')
    assert resumed(tmp_path / 'moved', str(tmp_path / 'old' / 'epoch_2.pth')) == 'epoch_2.pth'


def test_copied_work_folder_is_not_resumed_from_the_original(tmp_path):
    for name in ('original', 'copy'):
        write(tmp_path / name, 'epoch_2.pth')
    assert resumed(tmp_path / 'copy', str(tmp_path / 'original' / 'epoch_2.pth')) == 'epoch_2.pth'


def test_path_of_windows_is_understood(tmp_path):
    write(tmp_path / 'run', 'epoch_2.pth')
    assert resumed(tmp_path / 'run', 'D:\\runs\\a\\epoch_2.pth') == 'epoch_2.pth'


@pytest.mark.parametrize('last', [None, '', '\n'])
def test_newest_is_found_without_a_note_of_the_last(tmp_path, last):
    write(tmp_path / 'run', 'epoch_9.pth', 'epoch_10.pth', 'best_MRE_mm_epoch_20.pth')
    assert resumed(tmp_path / 'run', last) == 'epoch_10.pth'


@pytest.mark.parametrize(
    ('names', 'newest'),
    [
        (['iter_900.pth', 'iter_1000.pth'], 'iter_1000.pth'),
        (['best_MRE_mm_epoch_4.pth', 'best_MRE_mm_epoch_12.pth'], 'best_MRE_mm_epoch_12.pth'),
        (['epoch_2.pth', 'notes.pth'], 'epoch_2.pth'),
    ],
)
def test_newest_is_that_of_the_largest_number(tmp_path, names, newest):
    write(tmp_path / 'run', *names)
    assert find_newest([tmp_path / 'run']).name == newest


def test_last_goes_before_larger_numbers_of_an_earlier_training(tmp_path):
    write(tmp_path, 'epoch_3.pth', 'epoch_4.pth', 'epoch_10.pth')
    order = [path.name for path in list_checkpoints([tmp_path], 'epoch_4.pth')]
    assert order == ['epoch_4.pth', 'epoch_3.pth', 'epoch_10.pth']


def test_last_that_is_torn_is_named_and_the_one_before_it_taken(tmp_path):
    write(tmp_path / 'run', 'epoch_3.pth', torn=['epoch_4.pth'])
    with pytest.warns(UserWarning, match=r'epoch_4\.pth: not a checkpoint.*going on from .*epoch_3\.pth'):
        assert resumed(tmp_path / 'run', '/gone/epoch_4.pth') == 'epoch_3.pth'


def test_last_that_is_gone_is_named(tmp_path):
    write(tmp_path / 'run', 'epoch_3.pth')
    with pytest.warns(UserWarning, match=r'last_checkpoint names epoch_4\.pth, which is not there'):
        assert resumed(tmp_path / 'run', '/gone/epoch_4.pth') == 'epoch_3.pth'


def test_checkpoints_in_the_out_dir_of_the_hook_are_found(tmp_path):
    (tmp_path / 'run').mkdir()
    (tmp_path / 'out').mkdir()
    write(tmp_path / 'out' / 'run', 'epoch_3.pth')
    hooks = dict(checkpoint=dict(type='CheckpointHook', out_dir=str(tmp_path / 'out')))
    assert resumed(tmp_path / 'run', default_hooks=hooks).endswith('out/run/epoch_3.pth')


def test_folder_without_a_checkpoint_that_loads_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r'--resume: .*typo is not there; give the --work-dir'):
        resumed(tmp_path / 'typo')
    (tmp_path / 'run').mkdir()
    with pytest.raises(ValueError, match=r'run holds no checkpoint \(epoch_N\.pth\)'):
        resumed(tmp_path / 'run')
    write(tmp_path / 'run', torn=['epoch_4.pth'])
    with pytest.raises(ValueError, match=r'no checkpoint in .*run loads .*epoch_4\.pth: not a checkpoint'):
        resumed(tmp_path / 'run')


def test_training_that_was_ended_before_its_first_checkpoint_begins_anew(tmp_path):
    logs = tmp_path / 'run' / '20260101_120000'
    logs.mkdir(parents=True)
    (logs / '20260101_120000.log').write_text('begun')
    config = Config(dict(work_dir=str(tmp_path / 'run'), resume=True, load_from=None))
    resolve_resume(config)
    assert (config.resume, config.load_from) == (False, None)
    write(tmp_path / 'run', torn=['epoch_1.pth'])
    with pytest.raises(ValueError, match=r'no checkpoint in .*run loads'):
        resolve_resume(Config(dict(work_dir=str(tmp_path / 'run'), resume=True, load_from=None)))


def test_resume_takes_a_folder(tmp_path, small):
    write(tmp_path / 'run', 'epoch_9.pth', 'epoch_10.pth')
    config = build_train_config(Launch(str(small.config())), resume=str(tmp_path / 'run'))
    assert (config.resume, config.load_from) == (True, str(tmp_path / 'run' / 'epoch_10.pth'))


def test_finished_training_says_so(small, capsys):
    path = small.config()
    small.checkpoint(path, 'run/epoch_8.pth', epoch=8)
    assert main(['train', str(path), '--work-dir', str(small.folder / 'run'), '--resume']) == 0
    assert re.search(r'epoch_8\.pth is of epoch 8 of 8: the training is finished', capsys.readouterr().out)
    assert [entry.name for entry in (small.folder / 'run').iterdir()] == ['epoch_8.pth']


def test_command_refuses_before_it_writes(small, capsys):
    path = small.config()
    assert main(['train', str(path), '--work-dir', str(small.folder / 'typo'), '--resume']) == 2
    assert 'typo is not there' in capsys.readouterr().err and not (small.folder / 'typo').exists()


def resume(path, checkpoint, **options):
    launch = Launch(str(path), str(path.parent / 'run'), options)
    return build_training_runner(build_train_config(launch, resume=str(checkpoint)))


def test_another_model_is_not_resumed(small):
    checkpoint = small.checkpoint(small.config())
    with pytest.raises(ValueError, match=r'epoch_2\.pth is not of the model.*small\.py \(size mismatch'):
        resume(small.config('wide', width=16), checkpoint)
    assert not (small.folder / 'run').exists()


def test_weights_alone_are_not_resumed(small):
    path = small.config()
    checkpoint = small.checkpoint(path, meta={})
    with pytest.raises(ValueError, match=r'holds no meta\.epoch and meta\.iter.*load_from=.*epoch_2\.pth'):
        resume(path, checkpoint)


@pytest.mark.parametrize(
    ('more', 'says'),
    [
        ("optim_wrapper = dict(optimizer=dict(_delete_=True, type='SGD', lr=0.1))", 'its optimiser is AdamW.*is SGD'),
        ("param_scheduler = [dict(type='PolyLR')]", r"its schedule is \['OneCycleLR'\].*is \['PolyLR'\]"),
    ],
)
def test_another_optimiser_or_schedule_is_not_resumed(small, more, says):
    checkpoint = small.checkpoint(small.config())
    with pytest.raises(ValueError, match=says):
        resume(small.config('other', more=more), checkpoint)


def test_averaged_weights_are_not_resumed_by_a_config_that_averages_none(small):
    path = small.config()
    with pytest.raises(ValueError, match=r'averages weights \(AveragingHook\), this config does not'):
        resume(path, small.checkpoint(path, ema_state_dict={}))


COSINE = "param_scheduler = [dict(type='CosineAnnealingLR', T_max=8)]"


@pytest.mark.parametrize(
    ('more', 'refuses', 'says'),
    [
        ('', lambda match: pytest.warns(UserWarning, match=match), r'total_steps is 8 in a\.pth and 16 in the config'),
        (COSINE, lambda match: pytest.raises(ValueError, match=match), r'T_max is 8 in a\.pth and 16 in the config'),
    ],
)
def test_one_cycle_may_change_its_length_and_others_may_not(small, more, refuses, says):
    path = small.config(more=more)
    saved = read_checkpoint(small.checkpoint(path))
    with refuses(says):
        check_resumable(load_config(path, {'train_cfg.max_epochs': 16}), saved, 'a.pth')
