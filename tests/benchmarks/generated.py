"""Generated news: the same for the same number, with names, figures and quotes like real articles."""

from __future__ import annotations

import random
from pathlib import Path

TOWNS = (
    "Elmsby Varn Kestria Sorrel Tallow Brill Corva Dunmore Halden Ostrow Pell Quarne Rusk".split()
)
NAMES = "Ida Holm|Petr Novak|Ana Duarte|Jon Brask|Mira Sand|Olu Ade|Lena Voss|Tom Hale".split("|")
ROLES = "mayor|harbour master|finance minister|union leader|judge|doctor|engineer".split("|")
THINGS = (
    "bridge|hospital|ferry line|sea wall|school budget|fishing treaty|power station|drug".split("|")
)
DEEDS = "delayed|approved|rejected|reopened|doubled|investigated|sold|praised".split("|")
OUTLETS = "Gazette|Herald|Courier|Morning Post".split("|")
SENTENCES = [
    "The {thing} in {town} was {deed} on {day} after {number} people had signed a petition.",
    "“We have waited {number} weeks for this decision,” said {name}, the {role} of {town}.",
    "{name} told reporters that the {thing} would cost {number} million crowns, twice the first plan.",
    "According to the {role}, {number} of the {other} workers will be moved to {town} before winter.",
    "Critics in {town} say the {thing} was {deed} too late and point to a report from {day}.",
    "{name} denied this, adding that nobody had asked the {role} about the {thing} before.",
    "A spokesman for {town} said the council had {deed} a similar {thing} {number} years ago.",
]


def article(number: int) -> tuple[str, dict[str, str], str]:
    """Title, fields and text of one article (about ten passages)."""
    chance = random.Random(number)
    sentences = [_sentence(chance) for _ in range(30)]
    paragraphs = [" ".join(sentences[place : place + 3]) for place in range(0, 30, 3)]
    what, where = chance.choice(THINGS).capitalize(), chance.choice(TOWNS)
    title = f"{what} {chance.choice(DEEDS)} in {where} ({number})"
    day = f"20{chance.randint(10, 26)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
    return title, {"outlet": chance.choice(OUTLETS), "date": day}, "\n\n".join(paragraphs)


def questions(count: int) -> list[str]:
    """Questions that such articles answer."""
    chance = random.Random(99)
    forms = [
        "How much does the {thing} in {town} cost?",
        "What did {name} say about the {thing}?",
        "Who {deed} the {thing} in {town}?",
        "How many workers will be moved to {town}?",
    ]
    return [_filled(chance, chance.choice(forms)) for _ in range(count)]


def write(folder: Path, articles: int) -> None:
    """That many articles as Markdown files."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(articles):
        title, fields, text = article(number)
        head = "\n".join([f"title: {title}", *(f"{key}: {value}" for key, value in fields.items())])
        (folder / f"{number:06d}.md").write_text(f"---\n{head}\n---\n\n{text}\n", encoding="utf-8")


def _sentence(chance: random.Random) -> str:
    return _filled(chance, chance.choice(SENTENCES))


def _filled(chance: random.Random, form: str) -> str:
    return form.format(
        thing=chance.choice(THINGS),
        town=chance.choice(TOWNS),
        deed=chance.choice(DEEDS),
        name=chance.choice(NAMES),
        role=chance.choice(ROLES),
        day=f"{chance.choice(['March', 'July', 'October'])} {chance.randint(1, 28)}",
        number=chance.randint(2, 999),
        other=chance.randint(1000, 9999),
    )
