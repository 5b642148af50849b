"""Reading: from a file a person dropped in, to pages of clean text with bibliographic data.

The parent's side: `discover` and `plan` say which files to read, `reading` reads one, `ahead` several at a time, `cut`
makes passages of it. The child's side: `detect` says what a file is, `readers` names the reader of each format and
joins them, in `pdf`, `office`, `texts` and `ocr`. Between the two is `process`: children without network, confined,
limited and not trusted.
"""
