"""From evidence to an answer: every sentence a verified quote, or a plain "the corpus does not say"."""
