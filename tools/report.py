"""Writes the report of a patient's radiograph as HTML, PDF, DOCX and XLSX."""

from aariz_mm.cli import run_tool

if __name__ == '__main__':
    run_tool('report')
