"""Step 3c: what the step on a graphics card learns and is measured from, in two files, so that it needs no data folder.

paragraphs.json.gz   French paragraphs with their titles, and the spans of their sentences
sets.json.gz         the sets to measure with, and English texts

python -m training.paragraphs --data DIR --work DIR
"""

from __future__ import annotations

from training.carried import Spanned, write_json, write_sets
from training.english import english_groupe
from training.measure import Retrieval, english_cloze, english_texts
from training.options import parser
from training.texts import is_measured, measured_runs, read_paragraphs, say, words

from assistant.text.sentences import split_sentences

_LEAST_WORDS = 20


def main() -> None:
    """Writes both files into the working folder."""
    given = parser(__doc__).parse_args()
    runs = measured_runs(given.data)
    kept = [found for found in read_paragraphs(given.data, most_of_one=3000) if not is_measured(found.text, runs)]
    spanned = [
        Spanned(found.source, found.title, found.text, list(split_sentences(found.text)))
        for found in kept
        if len(words(found.text)) >= _LEAST_WORDS
    ]
    write_json(given.work / "paragraphs.json.gz", [vars(each) for each in spanned])
    names = [path.name for path in sorted((given.data / "beir").iterdir())]
    sets = [Retrieval.read(given.data / "beir" / name) for name in names]
    sets += [english_cloze(given.data), english_groupe(given.data)]
    write_sets(given.work, sets, english_texts(given.data))
    say(f"{len(spanned)} paragraphs; sets: {', '.join(each.name for each in sets)}")


if __name__ == "__main__":
    main()
