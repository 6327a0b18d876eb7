"""Commands that show what a config says."""

from config_files import config_path

from aariz_mm.cli import main


def test_print_config_shows_what_the_runner_gets(capsys, monkeypatch):
    monkeypatch.setenv('AARIZ_ROOT', 'some/root')
    assert main(['print-config', str(config_path('phantom_lite0')), '--cfg-options', 'train_cfg.max_epochs=3']) == 0
    space = {}
    exec(capsys.readouterr().out, space)
    assert space['train_cfg']['max_epochs'] == 3 and space['train_dataloader']['dataset']['data_root'] == 'some/root'


def test_browse_dataset_writes_pictures(tiny_aariz, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv('AARIZ_ROOT', str(tiny_aariz.root))
    options = ['--cfg-options', 'test_dataloader.dataset.pipeline.0.cache_dir=None']
    arguments = ['--split', 'valid', '--max', '5', '--repeat', '2', '--not-augmented', '--out-dir', str(tmp_path / 'o')]
    assert main(['browse-dataset', str(config_path('phantom_lite0')), *arguments, *options]) == 0
    assert sorted(path.name for path in (tmp_path / 'o').iterdir()) == [
        '000_v.png',
        '001_v.png',
        'contact_sheet.png',
    ]
    assert '2 pictures and' in capsys.readouterr().out


def test_browse_dataset_ends_a_missing_dataset_in_a_line(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv('AARIZ_ROOT', str(tmp_path / 'nowhere'))
    assert main(['browse-dataset', str(config_path('phantom_lite0'))]) == 2
    assert 'nowhere' in capsys.readouterr().err
