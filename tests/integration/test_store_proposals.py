"""Proposals in the catalogue: whole, counted, erased, undone where anything in a change fails; many at a time."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.drafting.baskets import ERASURE
from assistant.errors import UsageError
from assistant.store.catalogue import SqlCatalogue
from assistant.store.proposals import SqlProposals
from assistant.types import Block, Editor, PickedQuote, ProposalSection, SectionLock, Sentence

pytestmark = pytest.mark.integration

TEXT = "Le budget est de 54\u202f000 €, dit-on. 😀"


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[SqlCatalogue]:
    opened = SqlCatalogue.open(tmp_path / "index" / "catalogue.sqlite", create=True)
    yield opened
    opened.close()


@pytest.fixture
def store(catalogue: SqlCatalogue) -> SqlProposals:
    return catalogue.proposals


def quote(of: str = "d1", text: str = TEXT) -> PickedQuote:
    return PickedQuote(
        "", of, "0" * 64, f"{of}.pdf", "Titre", 2, True, 3, 3 + len(text), text, "fr", "a", "b", "c", "search"
    )


def section(name: str, *basket: PickedQuote) -> ProposalSection:
    sentence = Sentence(f"«\u00a0{TEXT}\u00a0»", tuple(each.id for each in basket), "supported", "mot pour mot")
    return ProposalSection(
        name, "Titre", "Question ?", "élus", 200, basket, (Block("item", (sentence,)),), "brief", ("x",), 4, 3
    )


def test_a_proposal_comes_back_whole_with_its_counts_and_versions(store: SqlProposals) -> None:
    name = store.create("Plan", "fr", 5)
    basket = tuple(store.add_quotes(name, [quote(), quote("d2")]))
    assert [each.id for each in basket] == ["q1", "q2"]
    first, second = section(store.new_section(name), *basket), section(store.new_section(name), basket[1])
    assert store.put_section(name, first, "added", "Anne") == 1
    assert store.put_section(name, second, "added", "") == 1
    kept = store.proposal(name)
    assert kept is not None
    assert kept.sections == (replace(first, basket=tuple(replace(each, comment="c") for each in basket)), second)
    (head,) = store.heads()
    assert (head.sections, head.quotes, head.title) == (2, 3, "Plan")
    store.put_section(name, replace(first, title="Autre"), "planned", "Basile")
    assert [(each.number, each.change, each.editor) for each in store.versions(name, "s1")] == [
        (1, "added", "Anne"),
        (2, "planned", "Basile"),
    ]
    before = store.version(name, "s1", 1)
    assert before is not None
    assert before.section == first
    assert store.version(name, "s1", 3) is None
    store.put_proposal(name, "Plan B", "en", ["s2"])
    assert store.proposal(name).sections == (second,)  # type: ignore[union-attr]
    assert len(store.versions(name)) == 3
    assert store.new_section(name) == "s3"


def test_a_change_that_fails_leaves_nothing(store: SqlProposals) -> None:
    name = store.create("Plan", "fr", 1)

    def half() -> None:
        with store.editing():
            store.put_section(name, section(store.new_section(name)), "added", "")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half()
    assert store.proposal(name).sections == ()  # type: ignore[union-attr]
    with pytest.raises(UsageError, match="1 proposals already"):
        store.create("Deux", "fr", 1)


def test_ids_and_versions_are_given_once_whoever_writes(store: SqlProposals) -> None:
    name = store.create("Plan", "fr", 5)
    first = section(store.new_section(name))
    store.put_section(name, first, "added", "")

    def write(_: int) -> tuple[str, int]:
        with store.editing():
            (kept,) = store.add_quotes(name, [quote()])
            return kept.id, store.put_section(name, first, "edited", "")

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(write, range(24)))
    assert len({each for each, _ in made}) == 24
    assert sorted(number for _, number in made) == list(range(2, 26))


def test_a_lock_is_one_owners(store: SqlProposals) -> None:
    name = store.create("Plan", "fr", 5)
    store.put_lock(name, SectionLock("s1", Editor("a", "Anne"), "2026"))
    store.put_lock(name, SectionLock("s1", Editor("b", "Basile"), "2027"))
    store.drop_lock(name, "s1", "a")
    assert store.locks(name) == [SectionLock("s1", Editor("b", "Basile"), "2027")]


def test_erasing_documents_erases_their_words_in_every_version(store: SqlProposals, catalogue: SqlCatalogue) -> None:
    name = store.create("Plan", "fr", 5)
    mine, other = store.add_quotes(name, [quote(), quote("d2", "Autre chose, dit autrement.")])
    store.put_section(name, section("s1", mine, other), "added", "")
    store.put_section(name, replace(section("s1", mine, other), title="Deux"), "planned", "")
    assert store.erase_documents(["d1", "d9"], ERASURE) == 1
    everything = [store.proposal(name), *store.versions(name)]
    assert "dit-on" not in str(everything)
    assert str(everything).count("Autre chose, dit autrement.") == 3
    assert catalogue.compaction_due
    assert store.erase(name)
    assert not store.erase(name)
