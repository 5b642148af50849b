"""French grammar words with the English word that a gloss takes for them ("" where it takes none). Our own table."""

from __future__ import annotations

_TABLE = """
the: le la les l
a: un une
of: de d du des
to: à au aux
and: et
or: ou
is: est c'est
are: sont es êtes sommes
was: était étais fut
were: étaient furent
been: été
be: être soit soient sera seront serait seraient
has: a
have: ont ai as avez avons avoir ait aient
had: avait avaient eut eu
will have: aura auront
in: dans en
on: sur
by: par
for: pour
with: avec
without: sans
under: sous
between: entre
towards: vers
at: chez
against: contre
since: depuis
during: pendant durant
after: après
before: avant
until: jusque jusqu
this: ce cet cette ceci
these: ces
that: que qu cela ça
which: qui dont lequel laquelle lesquels lesquelles quel quelle quels quelles
of which: duquel desquels
what: quoi
its: son sa ses
their: leur leurs
our: notre nos
your: votre vos ton ta tes
my: mon ma mes
it: il
he: lui
she: elle
they: ils elles eux
we: on nous
you: vous tu toi
i: je j moi
if: si s'il
as: comme
how: comment
how many: combien
why: pourquoi
when: quand lorsque lorsqu
where: où
because: car parce
not: pas non
more: plus
less: moins
also: aussi
very: très
all: tout tous toute toutes
other: autre autres
same: même mêmes
some: quelques certains certaines
each: chaque
any: aucun aucune
can: peut peux
may: peuvent puisse
could: pourrait pourraient
must: doit doivent dois devez
should: devrait devraient
do: fait faire font
there: y
but: mais
then: puis alors
thus: ainsi donc
here: ici voici
there is: voilà
self: soi
like: tel telle tels telles
nothing: rien
well: bien
: ne n se s t m me te c
"""


def function_words() -> dict[str, str]:
    """French word -> English gloss; an empty gloss says that the word is left out."""
    table = {}
    for line in _TABLE.strip().splitlines():
        english, _, french = line.partition(":")
        table.update({word: english.strip() for word in french.split()})
    return table
