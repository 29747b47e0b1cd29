"""How much of what is wrong in finished reports an audit finds, by kind, and how often it errs.

    python tests/bench/audit_accuracy.py                   the whole corpus
    python tests/bench/audit_accuracy.py --only second     made, reports, generated, held_out, second, third
    python tests/bench/audit_accuracy.py --also FOLDER     a folder like the corpus

Recall is counted on planted errors; “named” are those whose right value a finding also says. Every miss and
every false alarm is printed with its sentence.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from authoring.audit.run import audit_paper
from tests.audit.accuracy import Alarm, Score, is_trap, measure
from tests.audit.labels import CORPUS, Passage, passages, reports
from tests.audit.variations import variations


def parts(also: Path | None) -> Iterator[tuple[str, list[Passage]]]:
    """The parts of the corpus by name."""
    yield "made", list(passages())
    yield "reports", list(reports())
    yield "generated", [*variations(), *variations(held_out=True)]
    yield "held_out", [*passages(CORPUS / "held_out"), *reports(CORPUS / "held_out" / "reports")]
    second = CORPUS / "held_out" / "second"
    yield "second", [*passages(second), *reports(second / "reports")]
    third = CORPUS / "held_out" / "third"
    yield "third", [*passages(third), *reports(third / "reports")]
    if also:
        yield "also", [*passages(also), *reports(also / "reports")]


def print_kinds(score: Score) -> None:
    """Planted, found and named by kind, those with a formula first and marked `=`."""
    kinds: dict[tuple[bool, str], list[tuple[bool, bool]]] = {}
    for verdict in score.verdicts:
        key = (not verdict.label.sides[0], verdict.label.kind)
        kinds.setdefault(key, []).append((verdict.found, verdict.named))
    print("    kind        planted  found  named  recall")
    for (plain, kind), results in sorted(kinds.items()):
        found, named = sum(one for one, _ in results), sum(two for _, two in results)
        name = f"  {' ' if plain else '='} {kind}{'  ' * (5 - len(kind))}"
        print(f"{name}{len(results):9}{found:7}{named:7}{found / len(results):8.1%}")
    for arithmetic in (True, False):
        found, planted = score.recall(arithmetic=arithmetic)
        name = "arithmetic errors" if arithmetic else "other errors"
        print(f"  {name}: {found} of {planted} found{f' ({found / planted:.1%})' if planted else ''}")


def print_alarms(title: str, alarms: tuple[Alarm, ...], among: int, *, brief: bool) -> None:
    """False alarms, each with its sentence."""
    print(f"  {title}: {len(alarms)} (among {among})")
    for passage, finding in () if brief else alarms:
        quote = finding.where.quote or ("" if passage.whole else passage.text)
        print(f"      {finding.rule} {finding.message}\n        {passage.source}: {quote[:120]}")


def print_misses(score: Score) -> None:
    """Planted errors that no finding touches, and those found without the right value."""
    for title, some in (
        ("missed", [verdict for verdict in score.verdicts if not verdict.found]),
        ("found, right value not named", [v for v in score.verdicts if v.found and not v.named]),
    ):
        print(f"  {title}: {len(some)}")
        for passage, label, *_ in some:
            line = passage.lines[label.line]
            text = line if isinstance(line, str) else "（表）"
            print(f"      {label.kind}: {label.text}\n        {passage.source}: {text[:120]}")


def main() -> None:
    """Print what an audit makes of the corpus."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument(
        "--only", choices=("made", "reports", "generated", "held_out", "second", "third", "also")
    )
    parser.add_argument("--also", type=Path, help="another folder of labelled passages")
    parser.add_argument("--brief", action="store_true", help="no sentences")
    chosen = parser.parse_args()
    found = planted = alarms = relations = 0
    for name, some in parts(chosen.also):
        if chosen.only and name != chosen.only:
            continue
        score = measure(lambda paper: audit_paper(paper).findings, some)
        print(f"\n{name}: {len(some)} passages")
        print_kinds(score)
        found, planted = (a + b for a, b in zip((found, planted), score.recall(arithmetic=True), strict=True))
        alarms, relations = alarms + len(score.alarms), relations + score.relations
        print_alarms(
            "false alarms beside relations", score.alarms_on_relations, score.relations, brief=chosen.brief
        )
        print_alarms(
            "false alarms on traps", score.alarms_on_traps, sum(map(is_trap, some)), brief=chosen.brief
        )
        if not chosen.brief:
            print_alarms("remarks (提示), not counted", score.remarks, len(some), brief=False)
            print_misses(score)
    print(f"\nall: {found} of {planted} arithmetic errors found ({found / max(planted, 1):.1%}); ", end="")
    print(f"{alarms} false alarms, traps too, among {relations} correct relations")


if __name__ == "__main__":
    main()
