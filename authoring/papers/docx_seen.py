"""What a Word file holds that was not read, or not as it stands there, and how it is said."""

from dataclasses import dataclass, field

from authoring.intake.archive import shown

_NAMED = 10
"""What is named one by one; of the rest the number is said."""


@dataclass
class Seen:
    """Counted while reading. `tables` are the captions of pictures that seem to stand for a table."""

    revised: bool = False
    hidden: int = 0
    pictures: int = 0
    tables: list[str] = field(default_factory=list)
    charts: int = 0
    objects: int = 0
    documents: int = 0
    outside: int = 0
    macros: bool = False
    missing: list[str] = field(default_factory=list)

    def remarks(self) -> tuple[str, ...]:
        """A sentence each, for the user."""
        said = (
            (self.revised, "文中有修订痕迹，按全部接受修订后的文字读取"),
            (self.hidden, f"{self.hidden} 段里的隐藏文字没有读"),
            (self.pictures, f"{self.pictures} 张图片里的文字没有读"),
            *((True, f"“{caption}”之后是图片，不是表格，里面的数没有读") for caption in self.tables[:_NAMED]),
            (len(self.tables) > _NAMED, f"还有 {len(self.tables) - _NAMED} 处像是表格的图片，里面的数没有读"),
            (self.charts, f"{self.charts} 个图表只读了文字，里面的数没有读"),
            (self.objects, f"{self.objects} 个嵌入的对象（表格、附件等）没有读"),
            (self.documents, f"{self.documents} 处插入的其他文档没有读"),
            (self.outside, f"引用了 {self.outside} 个外部文件（模板、图片等），没有打开"),
            (self.macros, "文件带有宏，没有运行"),
            *((True, f"缺少“{shown(part)}”，这一部分没有读") for part in self.missing[:_NAMED]),
            (len(self.missing) > _NAMED, f"还缺少 {len(self.missing) - _NAMED} 个部分，没有读"),
        )
        return tuple(sentence for there, sentence in said if there)
