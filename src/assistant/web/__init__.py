"""The web: guarded requests, robots.txt, feeds, sitemaps, and pages kept as files. Seen by `build` alone."""
