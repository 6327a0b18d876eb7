"""The report of a test: tables, plots and pictures put together, then written as HTML or Markdown. No file is read."""

from .assembly import CAUTION, build_report
from .html import render_html
from .markdown import render_markdown

__all__ = ['CAUTION', 'build_report', 'render_html', 'render_markdown']
