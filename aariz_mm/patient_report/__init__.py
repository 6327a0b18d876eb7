"""The report of one patient's radiograph, from the result of ``aariz-mm read``: HTML, PDF, DOCX and XLSX. No torch."""
