"""Reading: from a file a person dropped in, to pages of clean text with bibliographic data.

`discover` lists the files of a folder, `worker` reads one file in a limited child process. Everything else here
runs in that child only: `detect` says what a file is, one `*_reader` module per format reads it, `readers`
joins them.
"""
