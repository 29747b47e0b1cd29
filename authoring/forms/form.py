"""Form: what `form.yaml` of a template folder says."""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from authoring.model.term import YesNo

_SETTINGS = ConfigDict(extra="forbid", frozen=True, defer_build=True)

Lines = Annotated[tuple[str, ...], BeforeValidator(lambda v: (v,) if isinstance(v, str) else v)]


class Section(BaseModel):
    """One first-level section: its heading, the answers it prints, those it cannot do without.

    Paths are Chinese, as in the report file. `required_within` are needed once the part that holds them
    has been begun: a 落款 has its 日期.
    """

    model_config = _SETTINGS

    title: str = Field(alias="标题")
    also_titled: tuple[str, ...] = Field((), alias="又名")
    asks: tuple[str, ...] = Field(alias="填报", min_length=1)
    required: tuple[str, ...] = Field((), alias="必填")
    required_within: tuple[str, ...] = Field((), alias="有则必填")


class Option(BaseModel):
    """A choice the form leaves to the unit, as the order of two parts. The first choice is the default."""

    model_config = _SETTINGS

    name: str = Field(alias="名称")
    choices: tuple[str, ...] = Field(alias="可选", min_length=1)


class AnnexSheet(BaseModel):
    """附件: a table that travels with the report, in a file of its own beside `body.html`."""

    model_config = _SETTINGS

    title: str = Field(alias="标题")
    file: str = Field(alias="文件", pattern=r"^annex-[a-z0-9-]+\.html$")
    landscape: YesNo = Field(None, alias="横排")


class Form(BaseModel):
    """表单. `folder` is where its files are; it is not written in `form.yaml`."""

    model_config = _SETTINGS

    code: str = Field(alias="编码", pattern=r"^[a-z][a-z0-9-]*$")
    name: str = Field(alias="名称")
    region: str = Field(alias="适用地区")
    first_year: int = Field(alias="起用年度")
    last_year: int | None = Field(None, alias="停用年度")
    basis: str = Field(alias="依据")
    title: Lines = Field(alias="报告标题", min_length=1)
    grouped: YesNo = Field(None, alias="正文千分位")
    options: tuple[Option, ...] = Field((), alias="选项")
    sections: tuple[Section, ...] = Field(alias="章节", min_length=1)
    annexes: tuple[AnnexSheet, ...] = Field((), alias="附件")
    folder: Path = Field(Path(), exclude=True)

    @property
    def years(self) -> str:
        """适用年度, as `2020年度起`."""
        end = f"至{self.last_year}年度" if self.last_year else "起"
        return f"{self.first_year}年度{end}"
