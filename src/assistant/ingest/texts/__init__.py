"""What is text already: plain, marked up, subtitles, messages."""
