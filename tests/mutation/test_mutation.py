"""The parts of the campaign of mutants that need no tool: scope, places, what counts, shares."""

import importlib
import math
import signal
import sys

import pytest
from forked_mutants import _outcome
from mutant_imports import Changed, dependents, import_graph, module_name
from mutant_lists import Mutant, apply, counts, difference, draw, quiet_spans
from mutant_scope import PARTS, ROOT, find_modules, find_tests, part_of
from mutant_scores import describe, killed_share, score_parts

SOURCE = '''"""A text."""
__all__ = ['f']
Points = Mapping[str, float]
@cached(size=3)
def f(a: int = 1, unit='mm'):
    if a < 0:
        raise ValueError('less than ' + str(0))
    a = list(zip(a, strict=True))
    return g(a, 'in words', title='two words', key='K') + 2
'''


def changed(old, new):
    """The mutant that replaces the only place of a text."""
    assert SOURCE.count(old) == 1
    start = SOURCE.index(old)
    return Mutant('x', start, start + len(old), new)


@pytest.mark.parametrize('module', find_modules())
def test_every_module_in_scope_has_tests(module):
    assert part_of(module) in PARTS
    paths = find_tests(module)
    missing = [path for path in paths if not (ROOT / path).is_file()]
    assert paths and not missing, 'write tests, or name them in mutant_scope.py'


def test_scope_is_the_pure_core():
    modules = find_modules()
    assert len(modules) == len(set(modules)) > 50
    assert {'aariz_mm/geometry.py', 'aariz_mm/analysis/lines.py', 'aariz_mm/codecs/spatial_softmax.py'} <= set(modules)


def test_tests_of_a_module_mirror_it():
    assert find_tests('aariz_mm/geometry.py') == ['tests/test_geometry.py']
    assert find_tests('aariz_mm/evaluation/icc.py') == ['tests/evaluation/test_icc.py']
    assert find_tests('aariz_mm/codecs/__init__.py') == ['tests/codecs/test_spatial_softmax.py']


@pytest.mark.parametrize(
    ('before', 'after', 'expected'),
    [
        ('f(a, b)', 'f(b)', (2, 4, '')),
        ('f(a, b)', 'f(a, )', (5, 6, '')),
        ("g('abc')", "g('XXabcXX')", (2, 7, "'XXabcXX'")),
        ('a  <  b', 'a <= b', (3, 4, '<=')),
        ('f(\n    a)', 'f(None)', (7, 8, 'None')),
        ('a', 'a', (1, 1, '')),
    ],
)
def test_difference_is_of_whole_tokens(before, after, expected):
    assert difference(before, after) == expected


def test_apply_gives_the_other_text():
    for before, after in (('f(a, b)', 'f(a)'), ('x = not a', 'x = a'), ('f(a, a)', 'f(a)')):
        start, end, replacement = difference(before, after)
        assert apply(before, Mutant('', start, end, replacement)).replace(', )', ')').split() == after.split()


@pytest.mark.parametrize(
    ('old', 'new'),
    [
        ('"""A text."""', '"XX"'),
        ("['f']", 'None'),
        ('Mapping[str, float]', 'None'),
        ('size=3', 'size=4'),
        (' int', 'str'),
        ('str(0)', 'str(1)'),
        ("'in words'", "'XXin wordsXX'"),
        ("'in words'", 'None'),
        (", title='two words'", ''),
        (', strict=True', ''),
        ('True', 'None'),
        ("a, 'in words', title='two words', key='K'", "key='K', a"),  # no Python
    ],
)
def test_texts_types_and_messages_do_not_count(old, new):
    assert not counts(SOURCE, changed(old, new), quiet_spans(SOURCE))


@pytest.mark.parametrize(
    ('old', 'new'),
    [('<', '<='), ("'K'", "'XXKXX'"), (", key='K'", ''), ("'mm'", "'XXmmXX'"), ('= 1', '= 2'), ('+ 2', '- 2')],
)
def test_changes_of_behaviour_count(old, new):
    assert counts(SOURCE, changed(old, new), quiet_spans(SOURCE))


def test_quiet_spans_are_in_characters_of_any_language():
    source = "x = '각도'; y = '세 낱말'\n"
    ((first, last),) = quiet_spans(source)
    assert source[first:last] == "'세 낱말'"


def test_draw_is_repeatable_and_keeps_the_order():
    first = draw(list(range(100)), 10, 'a')
    assert first == draw(list(range(100)), 10, 'a') == sorted(first) != draw(list(range(100)), 10, 'b')
    assert draw([3, 1], 2, 'a') == [3, 1]


def test_share_of_everything_tried_has_no_interval():
    assert killed_share([(8, 8, 6), (2, 2, 2), (0, 0, 0)]) == (0.8, 0)


def test_share_of_samples_by_hand():
    # Half of 100 drawn, 40 of 50 killed; all 100 of the other killed: 0.9, and 1/4 x 1/2 x 0.8 x 0.2 / 49 of variance.
    share, half = killed_share([(100, 50, 40), (100, 100, 100)])
    assert share == pytest.approx(0.9) and half == pytest.approx(1.96 * math.sqrt(0.02 / 49))
    assert killed_share([(10, 0, 0), (10, 10, 10)])[0] == 0.5


def test_scores_of_parts_by_hand():
    outcomes = {'aariz_mm/geometry.py': ['killed', 'survived', 'timed out', 'killed']}
    assert score_parts({'aariz_mm/geometry.py': 4, 'aariz_mm/landmarks.py': 9}, outcomes) == {
        'geometry': dict(mutants=4, tried=4, killed=2, timed_out=1, survived=1, killed_percent=75, interval_percent=0)
    }


def test_describe_names_the_place():
    assert describe('m.py', SOURCE, changed('<', '<=')) == 'm.py:6 x: `<=` for `<` in `if a < 0:`'


@pytest.fixture
def package(tmp_path, monkeypatch):
    folder = tmp_path / 'made_package'
    (folder / 'inner').mkdir(parents=True)
    for name, text in {'__init__': '', 'a': 'X = 1', 'b': 'def f():\n    from . import a\n    return a.X',
                       'inner/__init__': 'from .c import Y', 'inner/c': 'from ..b import f\nY = f()',
                       'd': 'import made_package.inner'}.items():  # fmt: skip
        (folder / f'{name}.py').write_text(text)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield tmp_path
    for name in [one for one in sys.modules if one.split('.')[0] == 'made_package']:
        del sys.modules[name]


def test_dependents_are_all_that_a_change_may_reach(package):
    graph = import_graph(package, 'made_package')
    reached = {'b', 'inner', 'inner.c', 'd'}
    assert dependents(graph, 'made_package.a') == {f'made_package.{name}' for name in (*reached, 'a')}
    assert dependents(graph, 'made_package.d') == {'made_package.d'}
    assert dependents(graph, 'made_package') == set(graph)


def test_a_changed_source_is_imported_in_place_of_the_file(package, monkeypatch):
    monkeypatch.setattr(sys, 'meta_path', list(sys.meta_path))
    Changed('made_package.a', package / 'made_package' / 'a.py', 'X = 7').install()
    assert importlib.import_module('made_package.inner').Y == 7
    with pytest.raises(AssertionError, match='imported already'):
        Changed('made_package.b', package / 'made_package' / 'b.py', '').install()


def test_module_names_by_hand():
    assert module_name('aariz_mm/analysis/__init__.py') == 'aariz_mm.analysis'
    assert module_name('aariz_mm/geometry.py') == 'aariz_mm.geometry'


def test_what_a_process_ended_with_says_what_became_of_the_mutant():
    assert [_outcome(code << 8) for code in (0, 1, 2)] == ['survived', 'killed', 'killed']
    ended_by = (signal.SIGXCPU, signal.SIGKILL, signal.SIGSEGV)
    assert [_outcome(int(one)) for one in ended_by] == ['timed out', 'timed out', 'killed']
