"""Measures how much memory and CPU time a radiograph of 95 megapixels takes from the start of a command to its end.

python tests/reading/measure_large.py [--width 9000] [--predict CONFIG CHECKPOINT]
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from dicom_files import make_dataset, write_dicom

from aariz_mm.phantom import draw_indexed_phantom

__all__ = ['FILES', 'peak_mib']

_MEASURE = """
import resource, subprocess, sys
status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(status, used.ru_maxrss / 1024, used.ru_utime + used.ru_stime)
"""


def _deep(grey: np.ndarray) -> np.ndarray:
    return (grey.astype(np.uint16) << 4) | 7


def _write(path: Path, pixels: np.ndarray) -> None:
    cv2.imwrite(str(path), pixels, [cv2.IMWRITE_PNG_COMPRESSION, 1] if path.suffix == '.png' else [])


def _write_signed(path: Path, grey: np.ndarray) -> None:
    pixels = _deep(grey).astype(np.int16) - 1024
    pixels[:, : pixels.shape[1] // 50] = -2000
    dataset = make_dataset(pixels, 16)
    dataset.add_new(0x00280120, 'SS', -2000)
    write_dicom(path, dataset)


FILES: dict[str, Callable[[Path, np.ndarray], object]] = {
    '8 bit.png': _write,
    '16 bit.png': lambda path, grey: _write(path, _deep(grey)),
    '8 bit.jpg': _write,
    '16 bit.tif': lambda path, grey: _write(path, _deep(grey)),
    'windowed.dcm': lambda path, grey: write_dicom(path, pixels=_deep(grey), WindowCenter=2048, WindowWidth=4096),
    'signed and padded.dcm': _write_signed,
    'mirrored and negative.png': lambda path, grey: _write(path, 255 - grey[:, ::-1]),
}  # fmt: skip
"""Name of a file -> what writes it of (H, W) uint8."""


def peak_mib(command: list[str]) -> tuple[int, float, float]:
    """Exit status, peak memory in MiB and CPU seconds of a command."""
    status, mib, seconds = subprocess.check_output([sys.executable, '-c', _MEASURE, *command], text=True).split()
    return int(status), float(mib), float(seconds)


def main() -> None:
    """Measure, and print a table."""
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--width', type=int, default=9000)
    parser.add_argument('--predict', nargs=2, metavar=('CONFIG', 'CHECKPOINT'))
    args = parser.parse_args()
    program = ['tools/predict.py', *args.predict] if args.predict else ['-m', 'aariz_mm', 'read']
    phantom = draw_indexed_phantom(0, 'train', 3, (1500, 1760)).image
    size = args.width, round(args.width * phantom.shape[0] / phantom.shape[1])
    grey = cv2.resize(phantom, size, interpolation=cv2.INTER_CUBIC)
    print(f'{size[0]} x {size[1]} pixels, {size[0] * size[1] / 1e6:.0f} megapixels')
    with tempfile.TemporaryDirectory() as folder:
        for name, write in FILES.items():
            write(Path(folder) / name, grey)
            command = [
                sys.executable,
                *program,
                str(Path(folder) / name),
                '--out-dir',
                str(Path(folder) / f'of {name}'),
            ]
            status, mib, seconds = peak_mib(command)
            print(f'{name:<28}{mib:7.0f} MiB {seconds:6.1f} s of CPU   exit status {status}', flush=True)
            (Path(folder) / name).unlink()


if __name__ == '__main__':
    main()
