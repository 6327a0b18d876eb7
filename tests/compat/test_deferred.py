"""Stand-ins that import the real thing at first use, with packages made for it: ``heavy`` and a ``user`` of it."""

from __future__ import annotations

import builtins
import copy
import gc
import importlib
import importlib.util
import inspect
import pickle
import sys
from functools import partial

import pytest

from aariz_mm.compat import deferred, window
from aariz_mm.compat.finder import ContextFinder

HEAVY = """
import builtins
builtins.heavy_runs = getattr(builtins, 'heavy_runs', 0) + 1
from . import part
__version__ = '1.5'
class Tool:
    limit = 7
    def __init__(self, size=1): self.size = size
    def double(self): return 2 * self.size
class Kind:
    GREEN = 3
def add(a, b): return a + b
"""
PART = """
import builtins
builtins.part_runs = getattr(builtins, 'part_runs', 0) + 1
class Screw: pass
"""
USER = 'import heavy\nfrom heavy import Kind, Tool, add'
NAMES = {'heavy': ('Tool', 'Kind', 'add')}


@pytest.fixture
def packages(tmp_path, monkeypatch):
    """Writes packages; modules named ``user`` get stand-ins for ``NAMES``, or for what ``imports`` says instead."""
    imports = dict(NAMES)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(deferred, 'HOLDERS', [])
    finder = ContextFinder(dict(user=partial(window.deferring, imports=imports)))
    monkeypatch.setattr(sys, 'meta_path', [finder, *sys.meta_path])
    deferred.stand_in_for.cache_clear()

    def write(user: str = USER, heavy: str = HEAVY, part: str = PART, **others) -> dict:
        (tmp_path / 'heavy').mkdir()
        for name, text in {'heavy/__init__': heavy, 'heavy/part': part, 'user': user, **others}.items():
            (tmp_path / f'{name}.py').write_text(text, encoding='utf-8')
        importlib.invalidate_caches()
        return imports

    yield write
    for name in [name for name in sys.modules if name.partition('.')[0] in ('heavy', 'user', 'other')]:
        del sys.modules[name]
    for name in {'heavy_runs', 'part_runs'} & set(vars(builtins)):
        delattr(builtins, name)


def is_loaded() -> bool:
    return 'heavy' in sys.modules


def test_importing_the_user_does_not_import_what_it_defers(packages):
    packages()
    importlib.import_module('user')
    assert not {'heavy', 'heavy.part'} & set(sys.modules)


def test_first_use_of_a_class_imports_it_and_puts_it_in_place(packages):
    packages()
    user = importlib.import_module('user')
    assert user.Tool(4).double() == 8
    heavy = sys.modules['heavy']
    assert (user.Tool, user.add, user.heavy) == (heavy.Tool, heavy.add, heavy)


@pytest.mark.parametrize(
    ('use', 'result'),
    [
        (lambda user: user.add(2, 3), 5),
        (lambda user: user.Kind.GREEN, 3),
        (lambda user: user.heavy.add(2, 3), 5),
        (lambda user: user.heavy.__version__, '1.5'),
        (lambda user: hasattr(user.Tool, 'nothing'), False),
        (lambda user: 'Tool' in dir(user.heavy), True),
    ],
)
def test_first_use_may_be_of_a_function_an_attribute_or_the_module(packages, use, result):
    packages()
    user = importlib.import_module('user')
    assert not is_loaded()
    assert use(user) == result
    assert is_loaded()


def test_everybody_else_gets_the_real_module(packages):
    packages()
    user = importlib.import_module('user')
    heavy = importlib.import_module('heavy')
    assert type(heavy) is type(sys)
    assert heavy.Tool is not user.Tool
    assert isinstance(heavy.Tool(), user.Tool)
    assert issubclass(heavy.Tool, user.Tool)


def test_a_module_imported_before_is_left_alone(packages):
    packages()
    heavy = importlib.import_module('heavy')
    user = importlib.import_module('user')
    assert (user.heavy, user.Tool) == (heavy, heavy.Tool)


def test_instances_are_told_without_importing(packages):
    packages()
    user = importlib.import_module('user')
    assert not isinstance(3, user.Tool)
    assert not issubclass(int, user.Tool)
    assert not is_loaded()


def test_what_asks_every_module_and_class_imports_nothing(packages):
    packages()
    user = importlib.import_module('user')
    inspect.getmodule(inspect.currentframe())
    inspect.unwrap(user.Tool)
    assert copy.deepcopy(user.Tool) is user.Tool
    assert user.Tool | None
    assert not hasattr(user.heavy, '__wrapped__')
    assert 'stand-in for' in f'{user.Tool} {user.heavy}'
    assert not is_loaded()


def test_a_subclass_keeps_its_identity_and_gets_its_real_base(packages):
    packages(user='from heavy import Tool\nclass Mine(Tool):\n  def __init__(self, n): super().__init__(size=10 * n)')
    mine = importlib.import_module('user').Mine
    assert not is_loaded()
    assert [mine(2).double(), mine(3).double()] == [40, 60]
    assert mine.__mro__ == (mine, sys.modules['heavy'].Tool, object)


def test_a_subclass_of_a_subclass_finds_what_it_inherits(packages):
    packages(user='from heavy import Tool\nclass Mine(Tool): pass\nclass Yours(Mine): pass')
    user = importlib.import_module('user')
    assert user.Yours.limit == 7
    assert issubclass(user.Mine, sys.modules['heavy'].Tool)
    with pytest.raises(AttributeError, match="'Yours' has no attribute 'nothing'"):
        _ = user.Yours.nothing


def test_a_base_may_have_a_metaclass(packages):
    packages(
        heavy='import abc\nclass Base: pass\nclass Tool(Base, abc.ABC):\n  @abc.abstractmethod\n  def work(self): ...',
        user='from heavy import Tool\nclass Mine(Tool):\n  def work(self): return 5',
    )
    user = importlib.import_module('user')
    assert user.Mine().work() == 5
    assert isinstance(user.Mine(), sys.modules['heavy'].Tool)


def test_pickles_hold_the_real_thing(packages):
    packages(user=f'{USER}\nclass Mine(Tool): pass')
    user = importlib.import_module('user')
    stand_in, dump = user.Tool, pickle.dumps([user.Tool, user.Mine])
    assert not is_loaded()
    assert pickle.loads(dump) == [sys.modules['heavy'].Tool, user.Mine]
    assert isinstance(pickle.loads(pickle.dumps(user.Mine())), sys.modules['heavy'].Tool)
    assert stand_in is not user.Tool


def test_assigning_reaches_the_real_thing(packages):
    packages()
    user = importlib.import_module('user')
    tool, module = user.Tool, user.heavy
    tool.limit, module.speed = 8, 9
    assert (sys.modules['heavy'].Tool.limit, sys.modules['heavy'].speed) == (8, 9)


def test_a_name_that_is_not_listed_is_imported_at_once(packages):
    packages(user='from heavy import __version__, Tool')
    user = importlib.import_module('user')
    assert user.__version__ == '1.5'
    assert user.Tool is sys.modules['heavy'].Tool


@pytest.mark.parametrize('user', ['import heavy, heavy.part', 'import heavy.part', 'from heavy.part import Screw'])
def test_a_part_that_is_not_listed_is_imported_once_and_with_its_package(packages, user):
    packages(user=user)
    importlib.import_module('user')
    heavy = sys.modules['heavy']
    assert (builtins.heavy_runs, builtins.part_runs) == (1, 1)
    assert heavy.part is sys.modules['heavy.part']
    assert type(heavy.part.__spec__.loader).__name__ == 'SourceFileLoader'


def test_a_part_that_its_package_does_not_import_is_found(packages):
    packages(user='import heavy\nfrom heavy.part import Screw', heavy='')
    assert importlib.import_module('user').Screw is sys.modules['heavy.part'].Screw


def test_a_listed_part_may_be_reached_through_its_package(packages):
    packages(user='import heavy.part as piece\nfrom heavy import part')['heavy.part'] = ()
    user = importlib.import_module('user')
    assert not is_loaded()
    assert user.piece.Screw is user.part.Screw is sys.modules['heavy.part'].Screw


def test_a_package_that_was_imported_offers_its_deferred_part(packages):
    imports = packages(heavy='', user='from heavy.part import Screw')
    imports.clear()
    imports['heavy.part'] = ('Screw',)
    heavy = importlib.import_module('heavy')
    importlib.import_module('user')
    assert 'heavy.part' not in sys.modules
    assert type(heavy.part.Screw()) is sys.modules['heavy.part'].Screw
    assert heavy.part is sys.modules['heavy.part']


def test_constants_of_a_package_are_known_without_it(packages, monkeypatch):
    monkeypatch.setitem(window.CONSTANTS, 'heavy', 'heavy.part')
    packages(part='MEAN = (1, 2)', user='from heavy import MEAN, Tool')
    user = importlib.import_module('user')
    assert user.MEAN == (1, 2)
    assert not is_loaded()


def test_what_is_not_installed_fails_as_ever(packages):
    packages(user='try:\n  import absent\nexcept ImportError:\n  absent = None')['absent'] = ()
    assert importlib.import_module('user').absent is None


def test_what_is_broken_fails_at_every_use(packages):
    packages(heavy='raise ImportError("too old")')
    user = importlib.import_module('user')
    for _ in range(2):
        with pytest.raises(ImportError, match='too old'):
            user.Tool()
    assert not is_loaded()


def test_a_user_that_fails_leaves_nothing_behind(packages):
    packages(user=f'{USER}\nraise ValueError("no")')
    with pytest.raises(ValueError, match='no'):
        importlib.import_module('user')
    assert not {'heavy', 'user'} & set(sys.modules)
    assert (deferred.PLACED, gc.isenabled()) == ({}, True)


def test_the_user_keeps_its_own_loader(packages):
    packages()
    user = importlib.import_module('user')
    assert type(user.__loader__) is type(user.__spec__.loader) is type(copy.__loader__)
    assert inspect.getsource(user).strip() == USER
    assert importlib.reload(user).Tool(1).double() == 2


def test_collection_pauses_while_the_user_runs(packages):
    packages(user='import gc\nwas_on = gc.isenabled()')
    assert not importlib.import_module('user').was_on
    assert gc.isenabled()


def test_collection_that_is_off_stays_off():
    gc.disable()
    try:
        with window.without_collection():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_what_a_stand_in_answers_itself_imports_nothing(packages, monkeypatch):
    monkeypatch.setitem(deferred.REPLACEMENTS, ('heavy', 'Tool'), dict(make=staticmethod(lambda: 'made')))
    packages()
    user = importlib.import_module('user')
    assert user.Tool.make() == 'made'
    assert not is_loaded()
    assert user.Tool(3).double() == 6


def test_a_part_of_a_stand_in_is_found_where_it_is(packages):
    packages(user='import importlib.util\nimport heavy\nspec = importlib.util.find_spec("heavy.part")')
    assert importlib.import_module('user').spec.origin.endswith('part.py')
