"""Pure text: repair, sentences, analysis, language."""
