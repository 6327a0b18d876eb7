"""Figures that the tests measure, kept in ``work_dirs/browser/figures.json`` and printed at the end."""

from __future__ import annotations

import json

from review_page import PICTURES

_FILE = PICTURES / 'figures.json'


def note(name: str, value: float, unit: str) -> None:
    """Keep a figure under its name; the newest counts."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    kept = read()
    kept[name] = dict(value=round(value, 1), unit=unit)
    _FILE.write_text(json.dumps(kept, indent=1, ensure_ascii=False), encoding='utf-8')


def read() -> dict[str, dict]:
    """The figures by name."""
    return json.loads(_FILE.read_text(encoding='utf-8')) if _FILE.is_file() else {}
