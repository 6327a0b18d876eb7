"""The help of each command ends with an example that the command takes."""

import re
import shlex

import pytest

from aariz_mm.cli import COMMANDS, build_parser


@pytest.mark.parametrize('name', COMMANDS)
def test_help_ends_with_examples_that_are_right(name):
    parser = build_parser(name)
    lines = parser.format_help().splitlines()
    start = next(index for index, line in enumerate(lines) if line.startswith('Example'))
    examples = [re.sub(r'^Examples?:', '', line).strip() for line in lines[start:]]
    examples = [line for line in examples if line]
    assert examples and start > next(index for index, line in enumerate(lines) if line.startswith('options:'))
    for line in examples:
        _, arguments = re.fullmatch(
            rf'(python tools/{name.replace("-", "_")}\.py|aariz-mm {name}) ?(.*)', line
        ).groups()
        parser.parse_args(shlex.split(arguments))
