"""Where Chromium is, and how it is started: without a screen, and drawing by software."""

from __future__ import annotations

import os
import shutil

NAMES = ('chromium', 'chromium-browser', 'google-chrome')
# No stand-in for a GPU where there is none: it makes pages four times slower. WebGL 2 is there all the same.
FLAGS = ('--no-sandbox', '--enable-unsafe-swiftshader', '--hide-scrollbars=false')
MISSING = (
    'no Chromium: install it (Debian and Ubuntu: apt install chromium; elsewhere: .venv/bin/playwright install '
    'chromium) or name it, as in CHROMIUM=/opt/chrome/chrome make test-browser'
)


def find_chromium() -> str | None:
    """Path of Chromium: that of the variable CHROMIUM, else one on the PATH, else Playwright's own; None for none.

    Errors:
        FileNotFoundError: CHROMIUM names no file.
    """
    named = os.environ.get('CHROMIUM')
    if named:
        found = shutil.which(named)
        if found is None:
            raise FileNotFoundError(f'CHROMIUM={named}: no such program; name the Chromium to test with')
        return found
    return next((path for path in map(shutil.which, NAMES) if path), None) or _of_playwright()


def _of_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.path.exists(path) else None


if __name__ == '__main__':
    try:
        raise SystemExit(None if find_chromium() else MISSING)
    except FileNotFoundError as error:
        raise SystemExit(str(error)) from None
