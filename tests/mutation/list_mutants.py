"""Write every mutant of the modules in scope, made by the operators of mutmut, into a JSON file.

    .venv-mutation/bin/python tests/mutation/list_mutants.py --out work_dirs/mutant_list.json

It runs in an environment of its own and reads the sources without importing them. mutmut mutates bodies of functions;
here module level is mutated, too, for tables of norms and of landmarks are there, and so are functions with a
decorator. Of the three changes that mutmut makes to a text one is taken.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

import libcst as cst
from libcst.metadata import MetadataWrapper, WhitespaceInclusivePositionProvider
from mutant_lists import Mutant, counts, difference, quiet_spans
from mutant_scope import ROOT, find_modules
from mutmut.mutation.file_mutation import MutationVisitor
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import IgnoredCode


class Lister(MutationVisitor):
    """mutmut's own walk, which notes the place of each mutant in the source."""

    METADATA_DEPENDENCIES = (*MutationVisitor.METADATA_DEPENDENCIES, WhitespaceInclusivePositionProvider)

    def __init__(self, source: str, module: cst.Module):
        super().__init__(mutation_operators, IgnoredCode(set(), set(), set()))
        self.source, self.module, self.found = source, module, {}
        lines = source.splitlines(keepends=True)
        self.offsets = [sum(map(len, lines[:count])) for count in range(len(lines) + 1)]

    def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
        is_decorated = isinstance(node, cst.FunctionDef) and node.decorators
        return not is_decorated and super()._skip_node_and_children(node)

    def _create_mutations(self, node: cst.CSTNode) -> None:
        for kind, operator in self._operators:
            if isinstance(node, kind):
                for mutated in operator(node):
                    self._note(operator.__name__.removeprefix('operator_'), node, mutated)

    def _note(self, operator: str, node: cst.CSTNode, mutated: cst.CSTNode) -> None:
        place = self.get_metadata(WhitespaceInclusivePositionProvider, node)
        first, last = (self.offsets[end.line - 1] + end.column for end in (place.start, place.end))
        before, after = self.source[first:last], self.module.code_for_node(mutated)
        # Line breaks within brackets may be indented otherwise.
        assert before.split() == self.module.code_for_node(node).split(), before
        if operator == 'string' and 'XX' not in after:
            return
        start, end, replacement = difference(before, after)
        mutant = Mutant(operator, first + start, first + end, replacement)
        self.found.setdefault((mutant.start, mutant.end, replacement), mutant)


def list_mutants(source: str) -> list[Mutant]:
    """Mutants of a source that count, in the order of their places."""
    wrapper = MetadataWrapper(cst.parse_module(source), unsafe_skip_copy=True)
    lister = Lister(source, wrapper.module)
    wrapper.visit(lister)
    quiet = quiet_spans(source)
    ordered = sorted(lister.found.values(), key=lambda one: (one.start, one.end, one.operator, one.replacement))
    return [one for one in ordered if counts(source, one, quiet)]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--out', type=Path, required=True)
    args = parser.parse_args()
    found = {name: list_mutants((ROOT / name).read_text(encoding='utf-8')) for name in find_modules()}
    tools = {name: version(name) for name in ('mutmut', 'libcst')}
    args.out.parent.mkdir(parents=True, exist_ok=True)
    lists = {name: [asdict(one) for one in mutants] for name, mutants in found.items()}
    args.out.write_text(json.dumps(dict(tools=tools, modules=lists), indent=1), encoding='utf-8')
    print(sum(map(len, found.values())), 'mutants of', len(found), 'modules,', tools)


if __name__ == '__main__':
    main()
