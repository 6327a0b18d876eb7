"""What ``aariz-mm doctor --env`` checks and prints: versions, the plug-in, the GPU, and a radiograph that is read."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from importlib.util import find_spec

from aariz_mm.doctor import ERROR, INFO, WARNING
from aariz_mm.doctor.installation import SETUP, Note, check_packages, check_python, exit_code

__all__ = ['check_plug_in', 'check_reading', 'examine_installation', 'render']

_SIZE = (600, 730)
_GPU_CURE = 'install the build of torch for this GPU (pytorch.org), or go on with the CPU'


def examine_installation() -> int:
    """Check and print; returns the exit status: 0 nothing, 1 warnings, 2 errors."""
    notes = [*check_python(), *check_packages(), *check_plug_in(), *check_reading()]
    print(render(notes))
    return exit_code(notes)


def render(notes: Sequence[Note]) -> str:
    """A line for each note, what is wrong first, with its cure below."""
    order = (ERROR, WARNING, INFO)
    lines = []
    for note in sorted(notes, key=lambda note: order.index(note.severity)):
        lines.append(f'{"ok" if note.severity == INFO else note.severity}: {note.text}')
        lines += [f'  cure: {note.cure}'] if note.cure else []
    count = [sum(note.severity == one for note in notes) for one in (ERROR, WARNING)]
    return '\n'.join([*lines, f'{count[0]} errors, {count[1]} warnings'])


def check_plug_in() -> Iterator[Note]:
    """Whether MMPose can be imported, by which stand-ins, and whether there is a GPU."""
    if find_spec('torch') is None:
        yield Note(INFO, 'torch is not installed: radiographs are read and measured, nothing is trained')
        return
    try:
        import torch

        from aariz_mm.compat import prepare
        from aariz_mm.compat.stand_ins import STAND_INS, is_stand_in

        prepare()
        import mmpose.models  # noqa: F401
    except Exception as error:  # whatever is broken in what is installed
        yield Note(ERROR, f'MMPose cannot be imported: {type(error).__name__}: {error}', SETUP)
        return
    used = [name for name in STAND_INS if is_stand_in(name)]
    yield Note(INFO, f'MMPose imports, with stand-ins for {", ".join(used) or "nothing"}')
    if torch.cuda.is_available():
        yield Note(INFO, f'GPU: {torch.cuda.get_device_name()}, CUDA {torch.version.cuda}')
    elif torch.version.cuda is None:
        yield Note(INFO, 'no GPU: torch is a build for the CPU')
    else:
        yield Note(INFO, f'no GPU that torch (CUDA {torch.version.cuda}) can use; with one here, {_GPU_CURE}')


def check_reading() -> Iterator[Note]:
    """Whether the bundled model reads a phantom: ONNX Runtime, OpenCV and the bundle together."""
    try:
        import numpy as np
        import onnxruntime

        from aariz_mm.bundles import find_bundle
        from aariz_mm.phantom import draw_indexed_phantom
        from aariz_mm.reading.reader import Reader

        providers = ', '.join(onnxruntime.get_available_providers())
        phantom = draw_indexed_phantom(0, 'test', 0, _SIZE)
        begin = time.perf_counter()
        read = Reader(find_bundle('ceph*'), threads=1, force=True)(phantom.image)
        is_right = bool(np.isfinite(read.keypoints_px).all()) and len(read.symbols) == len(read.keypoints_px)
    except Exception as error:  # whatever is broken in what is installed
        yield Note(ERROR, f'the bundled model does not read: {type(error).__name__}: {error}', SETUP)
        return
    yield Note(INFO, f'ONNX Runtime has {providers}; the CPU is used')
    seconds = time.perf_counter() - begin
    if is_right:
        yield Note(INFO, f'the bundled model read a phantom in {seconds:.1f} s: {len(read.symbols)} landmarks')
    else:
        yield Note(ERROR, 'the bundled model gives no numbers', 'install another version of onnxruntime')
