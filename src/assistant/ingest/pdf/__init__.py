"""PDF: from what pdfium sees of a page to text in reading order, tables, notes, headings and word boxes."""
