"""Places named in a text: by any of their names, with capitals, and never by a word that only looks like one."""

from __future__ import annotations

import pytest

from assistant.places import gazetteer
from assistant.places.gazetteer import Gazetteer, Place, odd_lines, read_own, with_own
from assistant.places.load import load_gazetteer

KNOWN = load_gazetteer(None)


def named(text: str, gazetteer: Gazetteer = KNOWN) -> list[str]:
    return [place.name for place in gazetteer.mentions(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Le budget de la métropole de Lyon et celui de la Métropole de Lyon", ["Métropole de Lyon"] * 2),
        ("Le Grand Lyon, puis la MEL", ["Métropole de Lyon", "Métropole Européenne de Lille"]),
        (
            "à Bordeaux Métropole, Nantes Métropole et RENNES MÉTROPOLE",
            ["Bordeaux Métropole", "Nantes Métropole", "Rennes Métropole"],
        ),
        ("les habitants d'Orléans, du Havre et du Mans", ["Orléans", "Le Havre", "Le Mans"]),
        ("au Mans ou aux Sables-d’Olonne", ["Le Mans", "Les Sables-d'Olonne"]),
        ("Saint Etienne, St-Étienne et Saint-Étienne", ["Saint-Étienne"] * 3),
        ("de Aix-en-Provence à La Rochelle", ["Aix-en-Provence", "La Rochelle"]),
        ("en Loire-Atlantique et en Île-de-France", ["Loire-Atlantique", "Île-de-France"]),
        ("le département de la Manche, le conseil départemental du Nord", ["Manche", "Nord"]),
        ("le conseil du Val-d'Oise", ["Val-d'Oise"]),
        ("La ville de Tours, à Sens, la commune de Mer", ["Tours", "Sens", "Mer"]),
    ],
)
def test_names_of_places(text: str, names: list[str]) -> None:
    assert named(text) == names


@pytest.mark.parametrize(
    ("title", "sure", "perhaps"),
    [
        ("Les vélos de Fougères", ["Fougères"], []),
        ("Vélos de Fougères : un bilan", ["Fougères"], []),
        ("Bruz: le budget participatif", ["Bruz"], []),
        ("Bruz – le budget participatif", ["Bruz"], []),
        ("Comment les écoles de Vitré ouvrent leurs cours", ["Vitré"], []),
        ("Le vélo à Fougères et à Rennes", ["Fougères", "Rennes"], []),
        ("Entretien avec Marie Laval", [], ["Laval"]),
        ("Le rapport de Laval", [], ["Laval"]),
        ("Les vélos de Marie de Fougères", [], ["Fougères"]),
        ("Orange : les comptes de l'année", [], ["Orange"]),
        ("Sens : une notion débattue", [], ["Sens"]),
        ("La rue de Fougères", [], []),
    ],
)
def test_a_title_names_towns_that_are_words_elsewhere(title: str, sure: list[str], perhaps: list[str]) -> None:
    found = list(KNOWN.titled(title))
    assert [place.name for place, is_sure in found if is_sure] == sure
    assert [place.name for place, is_sure in found if not is_sure] == perhaps


@pytest.mark.parametrize(
    "text",
    [
        "Tours de table, puis Mer et Sens : un beau Laval.",
        "le nord, la manche, la creuse et les landes",
        "La rue de Rennes, la gare de Lyon, le boulevard de Strasbourg, l'avenue de Paris",
        "la réunion du comité, des nantes et des lilles",
        "Une bonne agglomération, la communauté de communes et la région",
        "Le Nord et la Manche se rejoignent.",
        "",
    ],
)
def test_words_that_name_no_place(text: str) -> None:
    assert named(text) == []


def test_a_place_is_known_by_all_its_names() -> None:
    assert KNOWN.place("grand lyon") == KNOWN.place("MÉTROPOLE DE LYON")
    assert KNOWN.place("Trapval") is None
    assert KNOWN.authority("Rennes") == "Rennes Métropole"
    assert KNOWN.authority("Trapval") == "Trapval"


def test_what_documents_about_a_place_are_kept_under() -> None:
    assert KNOWN.covering("Rennes") == {"Rennes", "Rennes Métropole"}
    assert {"Rennes", "Rennes Métropole", "Cesson-Sévigné"} <= KNOWN.covering("Rennes Métropole")
    assert KNOWN.covering("Cesson-Sévigné") == {"Cesson-Sévigné"}
    assert KNOWN.covering("Trapval") == {"Trapval"}


def test_the_place_at_a_character() -> None:
    text = "les documents sur la métropole de Lyon et Rennes"
    assert KNOWN.at(text, text.index("métropole")) == ("Métropole de Lyon", text.index(" et"))
    assert KNOWN.at(text, 0) is None
    assert KNOWN.at(text, len(text)) is None


def test_a_groups_own_list_adds_and_takes_out() -> None:
    own = "# remarque\nTrapval @ Trapval Métropole = Le Val-Trappe ; Trappe\n- paris\n\n- la rochelle"
    places, without = read_own(own)
    assert places == [Place("Trapval", "own", "Trapval Métropole", "sure", ("Le Val-Trappe", "Trappe"))]
    assert without == {"paris", "la rochelle"}
    gazetteer = Gazetteer(with_own([Place("Paris", "commune", "Paris"), Place("Lyon", "commune", "Lyon")], own))
    assert named("Paris, Lyon, Trapval, le Val-Trappe", gazetteer) == ["Lyon", "Trapval", "Trapval"]
    assert gazetteer.covering("Trapval") == {"Trapval", "Trapval Métropole"}
    assert gazetteer.covering("trapval métropole") == {"Trapval", "trapval métropole"}


def test_lines_of_a_groups_own_list_that_are_not_understood_are_left_out_and_numbered() -> None:
    own = "Trapval\nligne @ @ bizarre = = ;\n\n-\n@ Trapval Métropole\n# remarque\nFoire @\n- paris = x # fin"
    assert odd_lines(own) == [(2, "ligne @ @ bizarre = = ;"), (4, "-"), (5, "@ Trapval Métropole"), (7, "Foire @")]
    assert [place.name for place in read_own(own)[0]] == ["Trapval"]


def test_many_names_that_begin_alike_cost_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[object] = []
    stands = gazetteer._stands
    monkeypatch.setattr(gazetteer, "_stands", lambda *given: looked.append(given) or stands(*given))
    many = Gazetteer(Place(f"Saint-Nom{number}", "commune", "") for number in range(2000))
    assert named("les habitants de Saint-Nom7", many) == ["Saint-Nom7"]
    assert len(looked) < 5
