"""Which modules of the package a change of one may reach, and the import of a changed one."""

from __future__ import annotations

import ast
import importlib.util
import sys
from collections.abc import Iterable, Mapping
from importlib.machinery import SourceFileLoader
from pathlib import Path

__all__ = ['Changed', 'dependents', 'import_graph', 'module_name']


def module_name(path: str | Path) -> str:
    """Example: 'aariz_mm/analysis/__init__.py' -> 'aariz_mm.analysis'"""
    parts = Path(path).with_suffix('').parts
    return '.'.join(parts[:-1] if parts[-1] == '__init__' else parts)


def import_graph(root: Path, package: str) -> dict[str, set[str]]:
    """Module -> modules of the package that it imports anywhere in it, and the packages that it lies in."""
    paths = {module_name(path.relative_to(root)): path for path in (root / package).rglob('*.py')}
    return {name: _imports(name, path, paths) for name, path in paths.items()}


def dependents(graph: Mapping[str, Iterable[str]], name: str) -> set[str]:
    """A module and all that import it, or import what does."""
    found, edge = set(), {name}
    while edge:
        found |= edge
        edge = {one for one, imported in graph.items() if edge & set(imported)} - found
    return found


class Changed(SourceFileLoader):
    """Finder and loader of one module, with another source than that of its file. Put before other finders."""

    def __init__(self, name: str, path: Path, source: str):
        super().__init__(name, str(path))
        self.source = source

    def find_spec(self, name: str, path=None, target=None):
        if name != self.name:
            return None
        places = [str(Path(self.path).parent)] if Path(self.path).name == '__init__.py' else None
        return importlib.util.spec_from_file_location(name, self.path, loader=self, submodule_search_locations=places)

    def get_code(self, name: str):
        return compile(self.source, self.path, 'exec', dont_inherit=True)

    def install(self) -> None:
        """Import the changed source from now on; what has it already is not changed."""
        assert self.name not in sys.modules, f'{self.name} is imported already'
        sys.meta_path.insert(0, self)


def _imports(name: str, path: Path, paths: Mapping[str, Path]) -> set[str]:
    parts = name.split('.')
    inside = parts if path.name == '__init__.py' else parts[:-1]
    found = {'.'.join(parts[:count]) for count in range(1, len(parts))}
    for node in ast.walk(ast.parse(path.read_text(encoding='utf-8'))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = inside[: len(inside) - node.level + 1] if node.level else []
            base = '.'.join([*above, *filter(None, [node.module])])
            found |= {base} | {f'{base}.{alias.name}' for alias in node.names}
    with_parents = {'.'.join(one.split('.')[:count]) for one in found for count in range(1, one.count('.') + 2)}
    return (with_parents & set(paths)) - {name}
