"""Tables in a passage: which row is the head of which."""

from assistant.answering.tables import heads_of

ROWS = ["Édition | Votants", "2019 | 24 380", "2021 | 29 870"]


def test_the_first_row_of_a_table_is_the_head_of_the_others():
    assert heads_of(["Les éditions en chiffres", *ROWS, "Fin."]) == {2: 1, 3: 1}


def test_a_passage_that_begins_within_a_table_has_no_head():
    assert heads_of(ROWS) == {}


def test_two_tables_have_a_head_each():
    assert heads_of(["Texte.", *ROWS, "Texte.", *ROWS[:2]]) == {2: 1, 3: 1, 6: 5}
