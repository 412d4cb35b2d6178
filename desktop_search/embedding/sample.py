"""Texts on which a compiled model has to agree with the reference, as varied as what people keep.

Prose, lists, code, mail, numbers, several languages; a few are a word, a few longer than any model reads.
"""

from __future__ import annotations

QUESTION = "how do I rename a note and keep its links?"

_SHORT = (
    "Invoice",
    "42",
    "Tel. 030 1234567",
    "see above",
    "Überweisung",
    "会議の議事録",
    "отпуск",
    "résumé.pdf",
    "TODO",
    "…",
)

_PARAGRAPHS = """\
Rename changes a note's name and updates every link that points to it, in all notes of the vault.

The committee met on 3 March to discuss the budget for the coming year; it was agreed to postpone the
decision.

Soak the beans overnight, drain them and simmer them with the onion, two bay leaves and a little salt for an
hour.

def total(rows):
    '''Sum of the amounts that are not cancelled.'''
    return sum(r.amount for r in rows if r.open)

To renew a passport you need the old one, one photograph that is not older than six months, and the completed
form.

The tenant shall give notice in writing not less than three months before the end of the term, failing which
the agreement is extended by one year.

Dear Anna, thank you for the pictures from the lake! Grandmother has put the one with the dog above her desk.

Mitochondria are the organelles in which most of the cell's adenosine triphosphate is made, by way of
oxidative phosphorylation.

Die Heizung ist jeden Herbst zu entlüften. Dazu das Ventil am Heizkörper mit dem Vierkantschlüssel öffnen, bis
nur noch Wasser kommt.

Le train de nuit part à 21 h 40 de la voie 7 ; il faut réserver les couchettes au moins deux semaines à
l'avance.

El perro del vecino ladra todas las noches y nadie sabe por qué, aunque algunos dicen que ve a los gatos.

| month | income | rent | rest |
| January | 2,300 | 910 | 1,390 |
| February | 2,300 | 910 | 1,390 |

Error: connection to server at 10.0.0.12, port 5432 failed: timeout expired. Is the server running on that
host?

- passport
- tickets
- sun cream
- the blue book for Jonas
- adapter for the sockets

Chapter II. In which the heroine leaves the town where she was born, meets a stranger on the road, and learns
that the letter in her pocket was never meant for her.

The null hypothesis was rejected at the five per cent level (t = 2.31, df = 48); the effect is small but
robust across all the subsamples that we looked at.

Backups are made every night at two o'clock. They are kept for thirty days, the first of every month for a
year.

Her blood pressure was 128 over 82, her pulse regular; no medication besides the drops for her eyes.

Plants turn light, water and carbon dioxide into sugar and oxygen; the green of their leaves is what catches
the light.

Meeting notes: Priya presents the migration plan, Tom is worried about downtime, we try it on the staging
machine.

Замените фильтр воды каждые три месяца, иначе гарантия на кофемашину теряет силу.

本製品を使用する前に、この説明書をよくお読みになり、大切に保管してください。

يرجى قراءة التعليمات بعناية قبل استخدام الجهاز والاحتفاظ بها للرجوع إليها لاحقا.

x = (-b ± sqrt(b^2 - 4ac)) / 2a, where a, b and c are the coefficients and a is not zero.

git rebase -i HEAD~3   # squash the last three commits, keep the first message

The war ended with a treaty that nobody had wanted and that everybody signed, in a hall of mirrors, in June.
"""


def texts() -> list[str]:
    """About sixty texts, from one word to more than any model reads at once."""
    paragraphs = _PARAGRAPHS.strip().split("\n\n")
    pairs = [f"{one}\n{other}" for one, other in zip(paragraphs, paragraphs[7:], strict=False)]
    long = [" ".join(paragraphs[start::3]) for start in range(3)]
    longest = ["\n\n".join(paragraphs), " ".join(reversed(paragraphs))]
    return [*_SHORT, *paragraphs, *pairs, *long, *longest]
