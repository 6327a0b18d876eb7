"""The command: it writes what differs, and --check names it."""

from pathlib import Path

import pytest
from generate_scores import main

ROOT = Path(__file__).parents[2]


def test_files_are_written_and_then_checked_clean(repository, capsys):
    assert main([], repository) == 0
    written = {line.partition(': ')[0] for line in capsys.readouterr().out.splitlines()}
    configs = {'configs/mine/small.py', 'configs/other.py', 'configs/mine/metafile.yml'}
    assert written == configs | {'README.md', 'README.ko.md'}
    assert '머리 둘' in (repository / 'README.ko.md').read_text(encoding='utf-8')
    assert main(['--check'], repository) == 0 and capsys.readouterr().out == ''


def test_check_names_what_differs_and_writes_nothing(repository, capsys):
    main([], repository)
    scores, page = repository / 'docs/scores/scores.yml', repository / 'README.md'
    scores.write_text(scores.read_text(encoding='utf-8').replace('MRE_mm: 1.2', 'MRE_mm: 1.3'), encoding='utf-8')
    before, _ = page.read_text(encoding='utf-8'), capsys.readouterr()
    assert main(['--check'], repository) == 1
    assert capsys.readouterr().out.splitlines()[1] == 'README.md: differs from docs/scores; run make scores'
    assert page.read_text(encoding='utf-8') == before


def test_a_run_of_a_config_that_is_not_there_is_an_error(repository, capsys):
    (repository / 'configs/mine/small.py').rename(repository / 'configs/mine/large.py')
    assert main([], repository) == 2
    assert capsys.readouterr().err.startswith('error: docs/scores/scores.yml: no configs/**/small.py;')


@pytest.mark.parametrize('name', ['README.md', 'README.ko.md'])
def test_readmes_show_the_short_table(name):
    assert '\n<!-- scores:begin readme -->\n' in (ROOT / name).read_text(encoding='utf-8')
