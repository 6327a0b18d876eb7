"""Rows of imports: goals where torch is needed, none of it where it is not."""

from pathlib import Path

from aariz_mm.benchmark.import_costs import import_codes, measure_imports

LIGHT = 'import json'
WITH_TORCH = "import sys, types; sys.modules['torch'] = types.ModuleType('torch')"


def rows_of(codes):
    return {row.what: row for row in measure_imports(codes, rounds=1)}


def test_what_needs_torch_may_cost_twice_as_much():
    rows = rows_of({'import torch': LIGHT, 'import aariz_mm.register': LIGHT})
    assert rows['CPU time: import aariz_mm.register'].goals[0].at_most == 2
    assert 'heavy packages imported: import aariz_mm.register' not in rows


def test_what_reads_must_import_none_of_it():
    rows = rows_of({'import torch': LIGHT, 'aariz-mm --help': WITH_TORCH, 'import aariz_mm': LIGHT})
    assert rows['heavy packages imported (torch): aariz-mm --help'].holds is False
    assert rows['heavy packages imported: import aariz_mm'].holds


def test_torch_is_the_reference_and_every_code_is_python():
    codes = import_codes(Path('a config.py'), 'a"b.png', 'out')
    assert next(iter(codes)) == 'import torch' and len(codes) == 8
    for code in codes.values():
        compile(code, 'code', 'exec')
