from pathlib import Path

import pytest

from aariz_mm.benchmark.cost import MEASURED, Machine
from aariz_mm.benchmark.scale_arguments import describe_arguments
from aariz_mm.benchmark.scale_table import describe_scale
from aariz_mm.cli import build_parser, main


def described(*args):
    return describe_arguments(build_parser('benchmark').parse_args(['scale', *args]))


def test_table_has_a_row_for_each_number_and_machine():
    lines = described().splitlines()
    assert len([line for line in lines if line.startswith('| 1')]) == 9 and '| 10,000,000 | 3.4 TB |' in '\n'.join(
        lines
    )


def test_machine_of_the_users_is_priced():
    table = described('--images', '3600', '--cores', '2', '--price', '6', '--read-ms', '2000', '--epochs', '1')
    assert '| 3,600 | 1.23 GB | 2 cores |' in table and '1.0 h, processors | ' in table and ', 6.00 |' in table


def test_gpu_is_told_the_cores_it_needs():
    table = described('--cores', '8', '--gpus', '2', '--gpu-per-s', '800', '--sample-ms', '5')
    assert (
        '8 cores, 2 GPUs: a GPU that trains on 800 images a second takes the samples of 4.0 cores; it has 4.' in table
    )


def test_table_without_gpus_needs_none():
    assert 'a GPU' not in describe_scale(MEASURED, [Machine('cpu', 2)], [10], 1)


@pytest.mark.parametrize(
    ('args', 'words'),
    [
        (['--price', '3'], '--price needs --cores'),
        (['--gpus', '1'], '--gpus needs --cores'),
        (['--cores', '4', '--gpus', '1'], '--gpus needs --gpu-per-s'),
        (['--images', '0'], 'expected a whole number of at least 1'),
        (['--gpu-share', '2'], 'expected a share, 0 to 1'),
        (['--sample-ms', 'nan'], 'expected a positive number'),
        (['--disk-mb-s', '-1'], 'expected a positive number'),
    ],
)
def test_what_makes_no_sense_is_told(capsys, args, words):
    try:
        status = main(['benchmark', 'scale', *args])
    except SystemExit as stop:
        status = stop.code
    assert status == 2 and words in capsys.readouterr().err


def test_page_shows_what_the_command_prints():
    page = Path(__file__).parents[2] / 'docs' / 'guide' / 'scaling.md'
    assert described() in page.read_text(encoding='utf-8')
