"""The corpus itself: every label stands on words of its passage, and its formula is worked out anew."""

from collections import Counter
from decimal import Decimal

import pytest

from tests.audit.labels import CORPUS, Passage, passages, reports, unplaced
from tests.audit.variations import variations

MADE = [*passages(), *reports()]
HELD_OUT = [*passages(CORPUS / "held_out"), *reports(CORPUS / "held_out" / "reports")]
SECOND = [*passages(CORPUS / "held_out" / "second"), *reports(CORPUS / "held_out" / "second" / "reports")]
THIRD = [*passages(CORPUS / "held_out" / "third"), *reports(CORPUS / "held_out" / "third" / "reports")]
GENERATED = [*variations(), *variations(held_out=True)]
ALL = [*MADE, *HELD_OUT, *SECOND, *THIRD, *GENERATED]
TAIL = Decimal("0.02")


def counted(some: list[Passage], sort: str) -> Counter[str]:
    return Counter(label.kind for passage in some for label in passage.labels if label.sort == sort)


@pytest.mark.parametrize(
    ("some", "relations", "errors", "reasons"),
    [
        ([*MADE, *HELD_OUT], 300, 150, 120),
        (ALL, 600, 380, 120),
        (HELD_OUT, 100, 70, 50),
        (SECOND, 150, 80, 60),
        (THIRD, 300, 150, 60),
    ],
)
def test_enough_is_labelled(some: list[Passage], relations: int, errors: int, reasons: int) -> None:
    assert counted(some, "对").total() >= relations
    assert counted(some, "错").total() >= errors
    assert counted(some, "静").total() >= reasons


def test_errors_are_of_many_kinds() -> None:
    assert len(counted([*MADE, *HELD_OUT], "错")) >= 25


def test_every_passage_is_labelled() -> None:
    assert [passage.lines for passage in ALL if not passage.labels] == []


def test_labels_stand_on_words_of_their_passages() -> None:
    assert [
        (passage.source, label.text, missing)
        for passage in ALL
        for label in passage.labels
        if (missing := unplaced(passage, label))
    ] == []


def test_formulas_of_labels_hold() -> None:
    wrong = []
    for passage in ALL:
        for label in passage.labels:
            if label.stated is None or label.right is None:
                continue
            off = abs(label.stated - label.right)
            if label.sort == "对":
                holds = 0 < off <= max(TAIL, label.stated / 50) if " ≈ " in label.text else off == 0
            else:
                holds = off > TAIL and " ≠ " in label.text
            if not holds:
                wrong.append((passage.source, label.text, label.right))
    assert wrong == []


def test_no_passage_stands_there_twice() -> None:
    assert [text for text, times in Counter(passage.text for passage in ALL).items() if times > 1] == []


def test_the_generated_passages_are_the_same_every_time() -> None:
    assert list(variations()) == list(variations())
