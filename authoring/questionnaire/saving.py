"""Saving an answer, whatever the disk or others do to the file meanwhile."""

from collections.abc import Callable
from typing import Any

from authoring.draft.keeper import FileChanged
from authoring.errors import GoujiError, OutputError
from authoring.questionnaire.asker import Asker
from authoring.questionnaire.filling import AnswerError, Filling
from authoring.questionnaire.words import flat

_SHOWN = 60


class Saving:
    """Carries out changes that save; nobody's work is overwritten."""

    def __init__(self, filling: Filling, asker: Asker) -> None:
        self.filling = filling
        self.asker = asker

    def done(self, change: Callable[[], Any], place: str = "") -> bool:
        """Carry out a change at a place; whether it was.

        If others changed the file meanwhile it is carried out on what they left, unless that very place, or
        the list it lies in, is different now: what was typed did not mean that.
        """
        while True:
            before = self._around(place)
            try:
                change()
            except AnswerError as error:
                self.asker.say(str(error), "差错")
                return False
            except FileChanged as changed:
                self._meet_other(changed)
                if self._around(place) != before:
                    now = flat(self.filling.value(place) or "")
                    self.asker.say(
                        f"这一处也在别处改过，现在是“{now[:_SHOWN]}”，刚才输入的没有保存，请重新核对。",
                        "差错",
                    )
                    return False
                if not changed.gone:
                    self.asker.say("刚才的答案加在改过的文件上。", "提醒")
            except OutputError as error:
                self.asker.say(str(error), "差错")
                if self.asker.pick("没有保存：", [("r", "再试一次"), ("s", "先不填这一题")], "r") == "s":
                    return False
            else:
                return True

    def _around(self, place: str) -> Any:
        """What a change at a place rests on: the answer, or the whole list it lies in, and 无 above it."""
        listing = place.partition("[")[0]
        steps = listing.split(".")
        holders = (self.filling.value(".".join(steps[:n])) for n in range(1, len(steps)))
        return self.filling.value(listing) if listing else None, [
            holder for holder in holders if not isinstance(holder, dict) and holder is not None
        ]

    def _meet_other(self, changed: FileChanged) -> None:
        """The file was changed by others meanwhile: read it again, once it can be read."""
        if changed.gone:
            self.asker.say(f"{changed.reason}已按现有的答案重新写出。", "提醒")
        elif changed.draft is not None:
            self.asker.say("文件在别处改过了，已重新读入。", "提醒")
        while True:
            try:
                self.filling.reload()
                return
            except (GoujiError, AnswerError) as error:
                self.asker.say("文件在别处改过，现在读不了，请先在那边改好：", "差错")
                self.asker.say(str(error))
                self.asker.pick("改好了吗？", [("r", "改好了，重新读入")], "r")
