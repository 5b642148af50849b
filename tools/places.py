"""Writes the list of French places, src/assistant/places/places.tsv.gz, from the official geographic code.

python tools/places.py FOLDER

FOLDER is `data` of the npm package @etalab/decoupage-administratif (npm pack @etalab/decoupage-administratif), whose data
(INSEE, DGCL) is under the Licence Ouverte 2.0: see NOTICE beside the list. A line holds a place: name, kind, the authority
that it belongs to (a commune: its urban authority), how sure its name is, and its other names, with "|" between them.

How sure: "sure", the name alone tells the place; "cue", only after words like "ville de"; "strict", only in its full form
("département de la Manche"): the name is a word of the language, or a river.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from simplemma import is_known

OUTPUT = Path(__file__).resolve().parents[1] / "src" / "assistant" / "places" / "places.tsv.gz"
LEAST_PEOPLE = 2_000  # of a commune in the list; the group's own list adds smaller ones
LARGE = 50_000  # from here on a commune's name tells it, also where it may be a surname
VERY_LARGE = 150_000  # and also where it is a common word or a saint
URBAN = {"METRO": "Métropole", "MET69": "Métropole", "CU": "Communauté urbaine", "CA": "Communauté d'agglomération"}
FORMS = {**URBAN, "CC": "Communauté de communes"}
PARIS = "Métropole du Grand Paris"  # has no competence that would make its communes one authority
ALSO = {
    "Métropole de Lyon": "Grand Lyon|Lyon Métropole",
    "Métropole Européenne de Lille": "MEL|Lille Métropole|Métropole de Lille",
    "Métropole d'Aix-Marseille-Provence": "Aix-Marseille-Provence Métropole|Aix-Marseille-Provence",
    "Métropole du Grand Nancy": "Grand Nancy|Métropole de Nancy",
    "Métropole Rouen Normandie": "Rouen Métropole|Métropole de Rouen",
    "Grenoble-Alpes-Métropole": "Grenoble-Alpes Métropole|Métropole de Grenoble|Grenoble Métropole",
    "Métropole Nice Côte d'Azur": "Nice Côte d'Azur|Métropole de Nice",
    "Montpellier Méditerranée Métropole": "Montpellier Métropole|Métropole de Montpellier",
    "Clermont Auvergne Métropole": "Clermont Métropole|Métropole de Clermont-Ferrand",
    "Métropole du Grand Paris": "Grand Paris",
    "Tours Métropole Val de Loire": "Tours Métropole|Métropole de Tours",
    "Eurométropole de Strasbourg": "Métropole de Strasbourg|Strasbourg Eurométropole",
    "Métropole Toulon-Provence-Méditerranée": "Toulon Provence Méditerranée|Métropole de Toulon",
}
Row = tuple[str, str, str, str, str]


def of(name: str) -> str:
    """A name after "de": "d'Orléans", "du Havre", "de La Rochelle"."""
    if name.startswith(("Le ", "Les ")):
        article, rest = name.split(" ", 1)
        return f"{'du' if article == 'Le' else 'des'} {rest}"
    return f"d'{name}" if name[0] in "AÀÂEÉÈÊIÎOÔUYH" and not name.startswith("Ha") else f"de {name}"


def groups(found: list[dict[str, Any]]) -> Iterator[tuple[Row, dict[str, Any]]]:
    """The groups of communes (EPCI)."""
    for each in found:
        name = re.sub(r"^(?:CC|CA|CU|CUD)\s+", "", each["nom"]).replace('"', "").replace("''", "").strip()
        form, others = FORMS[each["type"]], []
        if each["type"] in ("CC", "CA", "CU"):
            whole = (
                name if name.split()[0].lower() in ("du", "de", "des", "d'", "de la") or name.startswith("d'") else ""
            )
            full = f"{form} {whole or of(name)}"
            bare = re.sub(r"^(?:du |de la |de l'|des |de |d')", "", name)
            if re.search(r"Métropole|Agglo|Communauté|Urbain", bare) or (
                bare.startswith("Grand ") and each["type"] != "CC"
            ):
                others.append(bare)
            named = bare if bare in others and " " in bare else full
            others = [other for other in (full, bare) if other != named and (other == full or other in others)]
        else:
            named, full = name, name
            plain = re.fullmatch(r"(\S+) Métropole|Métropole d(?:e |')(\S+)", name)
            if plain:
                town = plain[1] or plain[2]
                others += [f"Métropole {of(town)}", f"{town} Métropole"]
            others += ALSO.get(name, "").split("|")
        distinct = "|".join(dict.fromkeys(other for other in others if other and other != named))
        yield (named, "group", named, "sure", distinct), each


def rows(folder: Path) -> Iterator[Row]:
    """All places of the list."""
    names = ("epci", "communes", "departements", "regions")
    read = {name: json.loads((folder / f"{name}.json").read_text()) for name in names}
    authority: dict[str, str] = {}
    for row, each in groups(read["epci"]):
        yield row
        if each["type"] in URBAN and row[0] != PARIS:
            authority.update({member["code"]: row[0] for member in each["membres"]})
    for each in read["regions"]:
        if each["zone"] == "metro" or each["zone"] == "drom":
            name = each["nom"]
            yield name, "region", f"Région {name}", "cue" if name == "La Réunion" else "sure", f"Région {name}"
    for each in read["departements"]:
        name = each["nom"]
        if each["zone"] == "metro" and name != "Paris":  # overseas they are regions too
            yield name, "department", f"Département {name}", "sure" if "-" in name else "strict", ""
    seen: set[str] = set()
    communes = [
        each
        for each in read["communes"]
        if each["type"] == "commune-actuelle" and each.get("population", 0) >= LEAST_PEOPLE
    ]
    for each in sorted(communes, key=lambda each: -each["population"]):
        name = each["nom"]
        if name in seen:
            continue  # the largest of that name
        seen.add(name)
        single = not re.search(r"[ '-]", re.sub(r"^(?:Le|La|Les) |^L'", "", name))
        word = single and is_known(name.lower(), "fr")
        saint = re.fullmatch(r"Sainte?-[^-]+", name) is not None
        least = VERY_LARGE if word or saint else LARGE if single else 0
        yield name, "commune", authority.get(each["code"], name), "sure" if each["population"] >= least else "cue", ""


def main() -> None:
    """Write the list."""
    lines = ["\t".join(row) for row in rows(Path(sys.argv[1]))]
    OUTPUT.write_bytes(gzip.compress("\n".join(lines).encode(), 9, mtime=0))
    print(f"{len(lines)} places, {OUTPUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
