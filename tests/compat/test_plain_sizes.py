"""Sizes are followed on the meta device without sympy, and come out as PyTorch's own."""

import pytest
import torch
from torch.fx.experimental import symbolic_shapes

from aariz_mm.compat import shapes

FORWARD = """if True:
    import json, sys
    import torch
    from aariz_mm.compat import following_shapes
    from torch import nn
    parts = nn.Conv2d(3, 8, 3, 2), nn.BatchNorm2d(8), nn.ReLU6(True), nn.Upsample(scale_factor=2), nn.Conv2d(8, 4, 1)
    network = nn.Sequential(*parts, nn.GELU(), nn.Softmax(1)).to('meta').eval()
    with following_shapes():
        made = network(torch.zeros(2, 3, 64, 48, device='meta')) + torch.ones(4, 1, 1, device='meta')
        {inside}
    print(json.dumps([list(made.shape), *(name in sys.modules for name in ('sympy', {shapes!r}))]))
"""


def forward(interpreter, inside='pass'):
    done = interpreter.run(FORWARD.format(inside=inside, shapes=shapes.SHAPES))
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]


def test_shapes_are_found_without_sympy(registered):
    assert forward(registered) == '[[2, 4, 62, 46], false, false]'


@pytest.mark.parametrize(
    'inside',
    [
        f'import {shapes.SHAPES} as real; real.ShapeEnv()',
        f'from {shapes.SHAPES} import sym_or; assert sym_or(torch.tensor(False), torch.tensor(True)).item()',
    ],
    ids=['a name that is not known', 'a size that is not plain'],
)
def test_what_is_not_known_is_left_to_the_real_module(registered, inside):
    assert forward(registered, inside) == '[[2, 4, 62, 46], true, true]'


def test_with_the_switch_off_pytorch_asks_its_own(eager):
    assert forward(eager) == '[[2, 4, 62, 46], true, true]'


def test_a_misfit_is_told_as_pytorch_tells_it(registered, eager):
    inside = 'torch.clamp(torch.zeros(2, device="meta"), min=torch.zeros(3, device="meta"))'
    code = FORWARD.format(inside=inside, shapes=shapes.SHAPES)
    ours, stock = (interpreter.run(code).stderr.splitlines()[-1] for interpreter in (registered, eager))
    assert ours == stock and ours.startswith('RuntimeError: Attempting to broadcast')


@pytest.mark.parametrize(
    ('name', 'values'),
    [
        *((name, (value,)) for name in ('expect_true', 'guard_or_false', 'guard_or_true') for value in (True, False)),
        *((name, (True,)) for name in ('guard_size_oblivious', 'statically_known_true')),
        *(('sym_eq', pair) for pair in [(3, 3), (3, 4), ((2, 3), (2, 3)), ((2, 3), [2, 3]), ((2, 3), (2,))]),
        *(('sym_and', values) for values in [(True,), (True, False), (True, True, True)]),
        *(('sym_or', values) for values in [(False,), (True, False), (False, False, True)]),
        ('guard_int', (5,)),
        ('guarding_hint_or_throw', (5,)),
        ('has_guarding_hint', (5,)),
        ('is_nested_int', (5,)),
    ],
)
def test_answers_are_those_of_pytorch(name, values):
    assert shapes._answer(name, shapes._OF_PLAIN_SIZES[name], *values) == getattr(symbolic_shapes, name)(*values)


def test_every_function_that_is_answered_is_one_of_pytorch():
    assert all(callable(getattr(symbolic_shapes, name)) for name in shapes._OF_PLAIN_SIZES)
    assert torch.utils._sympy.functions.Max
