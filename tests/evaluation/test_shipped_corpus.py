"""The labelled notes and sentences that ship: without faults, and parted so that measuring is honest."""

import json
from collections import Counter
from importlib.resources import files

import pytest

from knowledge.domain.codes import Level, Power, Role, Stance
from knowledge.evaluation.labelled_file import parse_labelled

NOTES = files("knowledge.evaluation").joinpath("labelled")
SENTENCES = files("knowledge.reading").joinpath("training", "sentences")
PARTS = ("demo", "train", "dev", "test", "held")
LABELS = frozenset(
    [*Role, *Power, *Stance, *(f"{kind}_{level}" for kind in ("influence", "interest") for level in Level)]
) | {"silent_influencer"}  # fmt: skip
HOLDS = frozenset("pain objection goal next_step change budget competitor relation".split())
WHY = frozenset(["negation", "hearsay", "condition", "former", "our side", "other company"])


def lines_of(folder: object) -> dict[str, list[str]]:
    return {
        path.name: path.read_text(encoding="utf-8").splitlines()
        for path in folder.iterdir()  # type: ignore[attr-defined]
        if path.name.endswith(".jsonl")
    }


FILES, TRAINING = lines_of(NOTES), lines_of(SENTENCES)


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_file_of_notes_has_no_fault(name: str) -> None:
    read = parse_labelled(FILES[name])
    assert read.faults == ()
    assert name.removesuffix(".jsonl").split("-")[0] in PARTS


def test_no_note_and_no_account_stands_in_two_files() -> None:
    ids: Counter[str] = Counter()
    homes: dict[str, set[str]] = {}
    for name, lines in FILES.items():
        for line in lines:
            note = json.loads(line)
            ids[note["id"]] += 1
            homes.setdefault(note["account"], set()).add(name)
    assert [one for one, count in ids.items() if count > 1] == []
    assert {account: names for account, names in homes.items() if len(names) > 1} == {}


@pytest.mark.parametrize("name", sorted(TRAINING))
def test_every_label_of_a_sentence_is_known_and_stands_in_its_text(name: str) -> None:
    faults = []
    for line in TRAINING[name]:
        one = json.loads(line)
        text, quotes = one["text"], one["quote"]
        given = {label for person in one["people"] for label in person["is"]} | set(one["holds"])
        wrong = [label for person in one["people"] for label in person["is"] if label not in LABELS]
        wrong += [held for held in one["holds"] if held not in HOLDS]
        wrong += [
            no["why"] for person in one["people"] for no in person["not"] if no["why"] not in WHY
        ]
        absent = [quote for quote in quotes.values() if quote not in text]
        absent += [person["name"] for person in one["people"] if person["name"] not in text]
        if wrong or absent or not given <= set(quotes):
            faults.append((one["id"], wrong, absent, sorted(given - set(quotes))))
    assert faults == []


def test_no_sentence_is_there_twice() -> None:
    texts = Counter(json.loads(line)["text"] for lines in TRAINING.values() for line in lines)
    assert [text for text, count in texts.items() if count > 1] == []
