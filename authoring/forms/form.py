"""Form: what `form.yaml` of a template folder says."""

from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from authoring.basis import TO_BE_CHECKED
from authoring.basis.grades import GradeScale, grade_scale
from authoring.basis.scoring import Scoring, scoring_of
from authoring.model.term import YesNo

_SETTINGS = ConfigDict(extra="forbid", frozen=True, defer_build=True)

Number = Annotated[Decimal, Field(ge=0, le=1000, allow_inf_nan=False)]
Lines = Annotated[tuple[str, ...], BeforeValidator(lambda v: (v,) if isinstance(v, str) else v)]


class Subsection(BaseModel):
    """A heading below a section, for recognising it in finished reports; `optional` ones may be missing."""

    model_config = _SETTINGS

    title: str = Field(alias="标题")
    also_titled: tuple[str, ...] = Field((), alias="又名")
    optional: YesNo = Field(None, alias="可省")
    subsections: tuple["Subsection", ...] = Field((), alias="小节")


class Section(BaseModel):
    """One first-level section: its heading, the answers it prints, those it cannot do without.

    Paths are Chinese, as in the report file. `required_within` are needed once the part that holds them
    has been begun: a 落款 has its 日期.
    """

    model_config = _SETTINGS

    title: str = Field(alias="标题")
    also_titled: tuple[str, ...] = Field((), alias="又名")
    subsections: tuple[Subsection, ...] = Field((), alias="小节")
    asks: tuple[str, ...] = Field(alias="填报", min_length=1)
    required: tuple[str, ...] = Field((), alias="必填")
    required_within: tuple[str, ...] = Field((), alias="有则必填")


class Option(BaseModel):
    """A choice the form leaves to the unit, as the order of two parts. The first choice is the default."""

    model_config = _SETTINGS

    name: str = Field(alias="名称")
    choices: tuple[str, ...] = Field(alias="可选", min_length=1)


class AnnexSheet(BaseModel):
    """附件: a table that travels with the report, in a file of its own beside `body.html`.

    With `each`, the path of a list, it is made once for every entry, which the template calls 本项. It is
    left out while nothing of `if_answered` is filled in.
    """

    model_config = _SETTINGS

    title: str = Field(alias="标题")
    file: str = Field(alias="文件", pattern=r"^annex-[a-z0-9-]+\.html$")
    landscape: YesNo = Field(None, alias="横排")
    each: str | None = Field(None, alias="逐项")
    if_answered: tuple[str, ...] = Field((), alias="有则附")


class GradeFloor(BaseModel):
    """等级: the lowest score that earns it."""

    model_config = _SETTINGS

    name: str = Field(alias="等级")
    floor: Number = Field(alias="起始分")


class BandRange(BaseModel):
    """定性档次: what share of the weight it may earn, in %, from 起 (included) to 止."""

    model_config = _SETTINGS

    name: str = Field(alias="档次")
    low: Number = Field(alias="起")
    high: Number = Field(alias="止")


class ScoringChoice(BaseModel):
    """评分: what this form lays down in place of `basis/scoring.yaml` and `basis/grades.yaml`."""

    model_config = _SETTINGS

    source: str = Field(alias="出处")
    checked: str = Field(TO_BE_CHECKED, alias="核对")
    weights: dict[str, Number] | None = Field(None, alias="权重")
    reverse: Literal["扣减", "比值"] | None = Field(None, alias="反向算法")
    execution_line: Number | None = Field(None, alias="执行率说明线")
    excess_line: Number | None = Field(None, alias="超额说明线")
    high_score: Number | None = Field(None, alias="高分线")
    change_line: Number | None = Field(None, alias="变动说明线")
    bands: tuple[BandRange, ...] | None = Field(None, alias="定性档次", min_length=1)
    grades: tuple[GradeFloor, ...] | None = Field(None, alias="分档", min_length=1)
    synonyms: dict[str, str] | None = Field(None, alias="又称")


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
    year_word: Literal["年度", "年"] = Field("年度", alias="年度用字")
    options: tuple[Option, ...] = Field((), alias="选项")
    sections: tuple[Section, ...] = Field(alias="章节", min_length=1)
    annexes: tuple[AnnexSheet, ...] = Field((), alias="附件")
    signed: YesNo = Field(None, alias="落款")
    scoring_choice: ScoringChoice | None = Field(None, alias="评分")
    folder: Path = Field(Path(), exclude=True)

    @property
    def years(self) -> str:
        """适用年度, as `2020年度起`."""
        end = f"至{self.last_year}年度" if self.last_year else "起"
        return f"{self.first_year}年度{end}"

    def scoring(self, year: int) -> Scoring:
        """计分规则 of a year, as this form has them."""
        return scoring_of(year, self._chosen())

    def grades(self, year: int) -> GradeScale:
        """等级分档 of a year, as this form has them."""
        return grade_scale(year, self._chosen())

    def _chosen(self) -> dict[str, Any]:
        choice = self.scoring_choice
        return choice.model_dump(by_alias=True, exclude_none=True) if choice else {}
