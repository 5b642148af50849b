"""Works: which files are one work, its versions and its translations."""
