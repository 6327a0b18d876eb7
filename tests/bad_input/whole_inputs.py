"""Whole inputs, of which the doors are fed spoilt copies."""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / one) for one in ('', 'reading')]

from tiny_bundles import write_landmark_bundle  # noqa: E402


def made_dataset(folder: Path) -> Path:
    """A small dataset of phantoms."""
    from aariz_mm.phantom.writer import write_phantom_dataset

    return write_phantom_dataset(folder, 2, 0, 0, size=(240, 300), progress=False)


def made_result(folder: Path, image: Path) -> Path:
    """The result of a reading of an image, beside the bundle that read it."""
    from aariz_mm.cli import main

    folder.mkdir(parents=True)
    model = write_landmark_bundle(folder / 'tiny.onnx')
    run = [str(one) for one in ('read', image, '--model', model, '--out-dir', folder, '--pixel-size', '0.3')]
    status = main([*run, '--force'])
    if status:
        raise RuntimeError(f'reading a whole phantom ended with {status}')
    return next(folder.glob('**/*.json'))


def made_profile() -> dict:
    """A whole profile of a site."""
    from made_sites import SPREAD, made_site

    from aariz_mm.adaptation.learning import learn_offsets, make_profile
    from aariz_mm.adaptation.profile import profile_as_json

    site = made_site(6)
    return json.loads(
        json.dumps(profile_as_json(make_profile(site, learn_offsets(site, SPREAD), ['ab'], 'Kim', 'now')))
    )


def json_id(data: bytes) -> str:
    """The id that an annotation states."""
    return json.loads(data)['ceph_id']
