"""Change the pure core in a small way, run the tests of the changed module, and count the changes that no test notices.

    python tests/mutation/measure_mutants.py LIST --out work_dirs/mutants.json [--modules evaluation/icc …]

LIST is what list_mutants.py wrote. The figures go to --out after each module, so a campaign that was stopped goes on
where it was: mutants that were killed with the same source before are not tried again.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import time
import warnings
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2]))

from forked_mutants import KILLED, SURVIVED, TIMED_OUT, try_module
from mutant_lists import Mutant, draw
from mutant_scope import PARTS, ROOT, part_of
from mutant_scores import describe, score_parts

COMMON = (
    'numpy',
    'numpy.testing',
    'scipy.special',
    'scipy.stats',
    'statsmodels.stats.inter_rater',
    'pytest',
    'PIL.Image',
)
"""What tests of many modules import; others are imported once a module."""
_MOST = 40


def wanted(module: str, names: list[str]) -> bool:
    """Whether a module is meant by a part or by a name: 'analysis', 'analysis/lines'."""
    short = module.removeprefix('aariz_mm/').removesuffix('.py')
    return not names or part_of(module) in names or short in names


def run_apart(module: str, mutants: list[Mutant], jobs: int) -> list[tuple[Mutant, str, float]]:
    """Outcomes of a module's mutants, from a process of its own, which imports what others must not have."""
    read_end, write_end = os.pipe()
    child = os.fork()
    if not child:
        status = 1
        try:
            os.close(read_end)
            with open(write_end, 'w', encoding='utf-8') as told:
                for mutant, outcome, seconds in try_module(module, mutants, jobs):
                    told.write(json.dumps([asdict(mutant), outcome, seconds]) + '\n')
                    told.flush()
            status = 0
        except RuntimeError as error:
            print(error, file=sys.stderr, flush=True)
        finally:
            os._exit(status)
    os.close(write_end)
    with open(read_end, encoding='utf-8') as told:
        found = [(Mutant(**mutant), outcome, seconds) for mutant, outcome, seconds in map(json.loads, told)]
    if os.waitpid(child, 0)[1]:
        raise SystemExit(f'{module}: not tried')
    return found


def digest(module: str) -> str:
    return hashlib.sha256((ROOT / module).read_bytes()).hexdigest()[:16]


def killed_before(entry: dict | None, module: str) -> dict[Mutant, str]:
    """What became of mutants of the same source that did not survive before."""
    if not entry or entry['digest'] != digest(module):
        return {}
    return {Mutant(**one): outcome for one, outcome in entry['tried'] if outcome != SURVIVED}


def choose(module: str, listed: list[dict], most: int | None, seed: int) -> list[Mutant]:
    """The mutants of a module to try: so many, drawn; all where it is 0, or is not said of a part of one module."""
    alone = (ROOT / 'aariz_mm' / part_of(module)).with_suffix('.py').is_file() or part_of(module) == 'codecs'
    most = (0 if alone else _MOST) if most is None else most
    mutants = [Mutant(**one) for one in listed]
    return draw(mutants, most or len(mutants), f'{seed} {module}')


def try_again(module: str, mutants: list[Mutant], entry: dict | None, jobs: int) -> dict[Mutant, str]:
    """Outcomes of mutants, of which those that were killed before are not tried; printed, the survivors one by one."""
    start, known = time.monotonic(), killed_before(entry, module)
    left = [one for one in mutants if one not in known]
    new = {mutant: outcome for mutant, outcome, _ in run_apart(module, left, jobs)} if left else {}
    outcomes = {mutant: known.get(mutant) or new[mutant] for mutant in mutants}
    source, ends = (ROOT / module).read_text(encoding='utf-8'), list(outcomes.values())
    counts = {one: ends.count(one) for one in (KILLED, TIMED_OUT, SURVIVED)}
    print(module, counts, f'{len(new)} tried in {time.monotonic() - start:.0f} s', flush=True)
    for mutant, outcome in outcomes.items():
        if outcome == SURVIVED:
            print('  ' + describe(module, source, mutant), flush=True)
    return outcomes


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('list', type=Path)
    parser.add_argument('--out', type=Path, required=True, help='JSON of the figures; those in it are used again')
    parser.add_argument('--modules', nargs='+', default=[], help=f'of {", ".join(PARTS)}, or as evaluation/icc')
    parser.add_argument('--most', type=int, help=f'mutants of a module, drawn; 0 takes all. Else {_MOST}, and '
                                                 'all of a module that is a part by itself')  # fmt: skip
    parser.add_argument('--seed', type=int, default=2, help='samples of 0 and 1 showed which tests were missing')
    parser.add_argument('--jobs', type=int, default=len(os.sched_getaffinity(0)))
    return parser.parse_args()


def main():
    args = parse_arguments()
    os.chdir(ROOT)
    os.environ |= dict(PYTEST_DISABLE_PLUGIN_AUTOLOAD='1', ISBI2015_ROOT='no data', OMP_NUM_THREADS='1')
    warnings.simplefilter('ignore')
    for name in COMMON:
        __import__(name)
    listed = json.loads(args.list.read_text(encoding='utf-8'))
    told = json.loads(args.out.read_text(encoding='utf-8')) if args.out.is_file() else dict(modules={})
    modules = told['modules']
    args.out.parent.mkdir(parents=True, exist_ok=True)
    for module, ones in listed['modules'].items():
        if not ones or not wanted(module, args.modules):
            continue
        outcomes = try_again(module, choose(module, ones, args.most, args.seed), modules.get(module), args.jobs)
        tried = [[asdict(mutant), outcome] for mutant, outcome in outcomes.items()]
        modules[module] = dict(digest=digest(module), mutants=len(ones), tried=tried)
        ends = {name: [end for _, end in one['tried']] for name, one in modules.items()}
        told['parts'] = score_parts({name: one['mutants'] for name, one in modules.items()}, ends)
        args.out.write_text(json.dumps(told | listed['tools'] | dict(seed=args.seed), indent=1), encoding='utf-8')
    for part, score in told['parts'].items():
        print(part, score)


if __name__ == '__main__':
    main()
