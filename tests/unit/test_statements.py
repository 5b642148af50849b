"""The statements of an answer are what a reader sees, with the numbers right behind them."""

from collections import defaultdict

import pytest

from assistant.answering.remarks import TRANSLATION
from assistant.answering.words import MISSING, NO_EVIDENCE, PARTIAL
from assistant.evaluation.answers.statements import Stated, cited_numbers, stated


def test_each_quote_is_one_statement_with_its_numbers():
    answer = "**Note**\n\n«\u00a0Le labo ouvre en 2019. Il ferme en 2021.\u00a0» [1][2]\n\n«\u00a0Il compte six agents.\u00a0» [3]"
    assert stated(answer) == [
        Stated("Le labo ouvre en 2019. Il ferme en 2021.", (1, 2)),
        Stated("Il compte six agents.", (3,)),
    ]


def test_a_row_that_is_read_out_is_one_statement_as_it_stands_in_the_table():
    first = "Frein\u00a0: «\u00a0Peur de M. le juge\u00a0»\u202f; Rang\u00a0: «\u00a01\u00a0» [1][2]"
    second = "«\u00a0Temps\u00a0»\u202f; «\u00a02\u00a0» [3]"
    assert stated(f"**Note**\n\n{first}\n\n{second}") == [
        Stated("Frein | Rang Peur de M. le juge | 1", (1, 2)),
        Stated("Temps | 2", (3,)),
    ]


def test_numbers_belong_to_the_last_sentence_before_them():
    found = stated("Il y a deux labos. L'un est à Ormeval [1]. M. Dupont le dit [2] [2].")
    assert [each.citations for each in found] == [(), (1,), (2,)]
    assert [each.text for each in found] == ["Il y a deux labos.", "L'un est à Ormeval", "M. Dupont le dit"]


def test_a_sentence_that_nobody_claimed_is_a_statement_without_citation():
    assert stated("« Vrai. » [1]\n\nLe maire a dit oui à tout le monde.")[1] == Stated(
        "Le maire a dit oui à tout le monde.", ()
    )


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_words_of_the_interface_are_no_statements(language):
    notice = PARTIAL[language] + " " + MISSING[language].format(words="tarif, menu")
    assert stated(notice + "\n\n« Vrai mot. » [1]") == [Stated("Vrai mot.", (1,))]
    blanks = defaultdict(lambda: "12 documents", total="12")
    assert stated(NO_EVIDENCE[language].format_map(blanks)) == []


def test_words_put_behind_a_notice_are_still_statements():
    assert stated(PARTIAL["fr"] + " Le maire est élu en 2026.") == [Stated("Le maire est élu en 2026.", ())]


def test_headings_are_left_out_but_strong_words_are_not():
    assert stated("**Titre**") == []
    assert stated("**Le labo** ouvre demain. [1]") == [Stated("Le labo ouvre demain.", (1,))]


def test_escaped_brackets_are_text():
    assert cited_numbers("Voir \\[7\\] et [2].") == {2}
    assert stated("« Voir \\[7\\]. » [2]") == [Stated("Voir [7].", (2,))]


def test_what_is_struck_out_is_not_stated():
    answer = "Le labo ouvre en 2019. [1] ~~Il ferme en 2025.~~ (non vérifié) Il compte six agents. [2]"
    assert stated(answer) == [Stated("Le labo ouvre en 2019.", (1,)), Stated("Il compte six agents.", (2,))]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_translation_of_a_quote_is_not_stated(language):
    answer = f"“The lab opens.” [1]\n\n{TRANSLATION[language]} Le labo ouvre. Il a six agents."
    assert stated(answer) == [Stated("The lab opens.", (1,))]
