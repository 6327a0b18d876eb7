"""What many tests of a process ask for again, made once: phantoms, and configs of the repository. Each gets a copy."""

from __future__ import annotations

import copy
import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from types import SimpleNamespace

import pytest

from aariz_mm.phantom import writer

__all__ = ['look_once', 'made_once', 'make_configs_once', 'make_phantoms_once', 'spare_collections']

_CONFIGS = Path(__file__).parents[1] / 'configs'


def made_once(make: Callable, key_of: Callable) -> Callable:
    """A function that makes what it has made before for the same key as a copy; a key of None is made each time."""
    made = {}

    @wraps(make)
    def give(*arguments, **settings):
        key = key_of(*arguments, **settings)
        if key is None:
            return make(*arguments, **settings)
        if key not in made:
            made[key] = make(*arguments, **settings)
        return copy.deepcopy(made[key])

    return give


def look_once(patch: pytest.MonkeyPatch) -> None:
    """Models that have learnt nothing find no face; let them not look for it in every turn of the radiograph."""
    patch.setattr('aariz_mm.reading.upright._MOST_LOOKS', 1)
    patch.setattr('aariz_mm.intake.plausibility.turned_images', lambda image: {})


def make_phantoms_once(patch: pytest.MonkeyPatch) -> None:
    """Phantoms by their index; a size that is no size is refused each time."""

    def key_of(rng, size, stage):
        return repr((rng.bit_generator.state, tuple(size), stage))

    patch.setattr(writer, 'draw_phantom', made_once(writer.draw_phantom, key_of))


def make_configs_once(patch: pytest.MonkeyPatch) -> None:
    """Configs of the repository, which no test changes; by what they may look at, the environment among it."""
    from mmengine.config import Config

    def key_of(filename, *arguments, **settings):
        if _CONFIGS not in Path(filename).resolve().parents:
            return None
        seen = {name: value for name, value in os.environ.items() if name != 'PYTEST_CURRENT_TEST'}
        place = '' if Path(filename).is_absolute() else os.getcwd()
        return repr((place, str(filename), arguments, sorted(settings.items()), sorted(seen.items())))

    patch.setattr(Config, 'fromfile', staticmethod(made_once(Config.fromfile, key_of)))


def spare_collections(patch: pytest.MonkeyPatch) -> None:
    """MMEngine collects garbage whenever it builds a dataset; Python does so when there is some."""
    from mmengine.dataset import base_dataset

    patch.setattr(base_dataset, 'gc', SimpleNamespace(collect=lambda: 0))
