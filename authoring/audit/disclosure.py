"""PL 公开和保密: what must not go public, what must be told of it, and whether the score is believable."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from authoring.audit.passages import Hit, Passages, gather, parts_of, words_of
from authoring.audit.reading import Reading
from authoring.audit.registry import AuditRule, Remark, audit_rule
from authoring.audit.report import Part
from authoring.basis import TO_BE_CHECKED
from authoring.basis.grades import GradeScale, grade_scale
from authoring.basis.scoring import Scoring, scoring_of
from authoring.checks.finding import Severity

_PRIVACY = "《个人信息保护法》"
_SECRECY = "《保守国家秘密法》"
_REVIEW = f"自评审核常见问题（{TO_BE_CHECKED}）"
_NOT_PUBLIC = "对外公开前请删去或隐去。"

_DIGITS = re.compile(r"(?<![\dA-Za-z.,-])\d{15,19}[Xx]?(?![\dA-Za-z.,-])")
_PROVINCES = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12]")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_WORD = re.compile(r"身份证|证件号|公民身份")


@audit_rule("PL-01", Severity.ERROR, basis=_PRIVACY)
def no_identity_number(reading: Reading) -> Iterator[Remark]:
    """不出现身份证号

    例：写明慰问对象的姓名和 18 位身份证号（校验位相符）
    不报：统一社会信用代码、项目编码、文号；隐去中间几位的
    """
    found = (hit for hit in reading.passages.find(_DIGITS) if _is_identity(hit))
    for some in gather(found):
        yield Remark(f"写有身份证号{some.times}", some.span, _NOT_PUBLIC, beside=some.beside, private=True)


def _is_identity(hit: Hit) -> bool:
    """Whether digits are an ID number; where that is said, also one of the old kind or with a slip in it."""
    number = hit[0].upper()
    if _ID_WORD.search(hit.before[-15:]):
        born = f"19{number[6:12]}" if len(number) == 15 else number[6:14]
        return len(number) in {15, 18} and _is_born(born)
    return is_identity_number(number)


def is_identity_number(number: str) -> bool:
    """Whether 18 characters are an ID number: province, day of birth and check digit agree (GB 11643)."""
    if len(number) != 18 or not _PROVINCES.match(number) or not _is_born(number[6:14]):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _ID_WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == number[17]


def _is_born(day: str) -> bool:
    try:
        return 1900 <= date(int(day[:4]), int(day[4:6]), int(day[6:])).year < 2100
    except ValueError:
        return False


_ACCOUNT_WORD = re.compile(r"(?:银行卡|卡号|账号|帐号|账户|帐户|开户)[^，。；]{0,12}$")
_OTHER_NUMBER = re.compile(r"(?:编码|编号|代码|文号|批复|单号|票号|合同|索引|监督)[^，。；]{0,12}$")


@audit_rule("PL-02", Severity.ERROR, basis=_PRIVACY)
def no_bank_card(reading: Reading) -> Iterator[Remark]:
    """不出现银行卡号、银行账号

    例：“补助已打入卡号 6222…（16～19 位，校验位相符）”
    不报：项目编码、统一社会信用代码、合同编号
    """
    found = (hit for hit in reading.passages.find(_DIGITS) if _is_account(hit))
    for some in gather(found):
        yield Remark(
            f"写有银行卡号或账号{some.times}", some.span, _NOT_PUBLIC, beside=some.beside, private=True
        )


def _is_account(hit: Hit) -> bool:
    number = hit[0]
    if not number.isdigit() or is_identity_number(number) or _OTHER_NUMBER.search(hit.before):
        return False
    card = len(number) in {16, 19} and number.startswith("62") and passes_luhn(number)
    return card or bool(_ACCOUNT_WORD.search(hit.before))


def passes_luhn(number: str) -> bool:
    """Whether the last digit of a card number is its check digit (Luhn)."""
    digits = [int(digit) for digit in number[::-1]]
    return (sum(digits[::2]) + sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])) % 10 == 0


_MOBILE = re.compile(
    r"(?<![\dA-Za-z.,/_-])1[3-9]\d(?:\d{8}|[- ]\d{4}[- ]\d{4})(?![\dA-Za-z.,/_-])"
    r"(?!\s?(?:万|亿|元|个|人|次|件))"
)


@audit_rule("PL-03", Severity.WARNING, basis=_PRIVACY)
def no_mobile_number(reading: Reading) -> Iterator[Remark]:
    """不出现个人手机号码

    例：“联系人：王某，电话 138…（11 位）”
    不报：办公电话 0731-…；金额、编号；隐去中间四位的
    """
    hits = (hit for hit in reading.passages.find(_MOBILE) if not _OTHER_NUMBER.search(hit.before))
    for some in gather(hits):
        hint = f"{_NOT_PUBLIC}联系方式可写办公电话。"
        yield Remark(f"写有手机号码{some.times}", some.span, hint, beside=some.beside, private=True)


_MAIL = re.compile(
    r"[\w.+-]{2,30}@(?:qq|163|126|139|189|sina|sohu|foxmail|gmail|hotmail|outlook|yeah)\.[a-z.]{2,7}"
)


@audit_rule("PL-04", Severity.REMARK, basis=_PRIVACY)
def no_personal_mail(reading: Reading) -> Iterator[Remark]:
    """不出现个人邮箱

    例：“邮箱：abc123@qq.com”
    不报：单位邮箱 czj@example.gov.cn
    """
    if "@" in reading.passages.text:
        for some in gather(reading.passages.find(_MAIL)):
            yield Remark(
                f"写有个人邮箱{some.times}", some.span, _NOT_PUBLIC, beside=some.beside, private=True
            )


_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·•.]?"
    r"(?=[A-HJ-NP-Z0-9]*\d)[A-HJ-NP-Z0-9]{5,6}(?![A-Za-z0-9])"
)
_SECRET = re.compile(
    r"(?P<mark>(?:绝密|机密|秘密)\s?[★☆]|[★☆]\s?(?:绝密|机密|秘密))"
    r"|(?P<word>(?:密码|口令)(?:为|是|：|:)\s?[A-Za-z0-9@#!]{4,})"
    r"|(?P<guard>(?:哨兵|岗哨|哨位|警卫岗|固定哨|流动哨)[^，。；、\n]{0,8}?\d+(?:名|人|个|处))"
)


@audit_rule("PL-05", Severity.REMARK, basis=_SECRECY)
def no_inner_details(reading: Reading) -> Iterator[Remark]:
    """不出现车牌号、密码、警卫部署等内部事项

    例：“处置湘A12345越野车”“门禁密码：8246”“设固定哨3处”
    不报：“处置老旧车辆6辆”“24小时值守”“保安员12人”
    """
    for some in gather(reading.passages.find(_PLATE)):
        hint = "公开时请改写车型、数量。"
        yield Remark(f"写有车牌号{some.times}", some.span, hint, beside=some.beside)
    for hit in reading.passages.find(_SECRET):
        what = "密级标志" if hit["mark"] else "密码" if hit["word"] else "警卫部署的人数、位置"
        hint = "请先作保密审查，公开的报告里不写。"
        yield Remark(f"写有{what}", hit.span(), hint, private=bool(hit["word"]))


_DISCLOSING = re.compile(r"(?:结果|自评|绩效|评价).{0,14}公开|公开.{0,8}应用")
_CHANNEL = re.compile(
    r"网|门户|平台|专栏|公众号|公示栏|公告栏|公开栏|报刊|电视|广播|政务大厅|新媒体|微信|客户端|媒体|信息公开"
)
_TIME = re.compile(
    r"\d\s?[年月日]|[一二三四五六七八九十]+月|随|同时|同步|一并|一起|一同|时间|期限|时限|日内|工作日|后|前"
    r"|已[^经]{0,8}公开|已经|及时|按时|年底|年内"
)
_WITHHELD = re.compile(r"不予公开|不公开|不宜公开|涉密|不对外公开|免于公开")


@audit_rule("PL-06", Severity.WARNING, basis="《预算法》第十四条")
def disclosure_told(reading: Reading) -> Iterator[Remark]:
    """“应用和公开情况”写明公开的渠道和时间

    例：“将自评报告按规定公开，接受社会监督”，没有渠道
    不报：“随部门决算在区政府门户网站公开”“涉密内容不予公开”；整节未写的
    """
    for part in _disclosing(reading):
        words = [words for words in words_of(tuple(part.everything())) if words.text.strip()]
        text = "".join(words.text for words in words)
        if not words or is_nothing(text) or _WITHHELD.search(text):
            continue
        missing = [
            name for name, told in (("公开渠道", _CHANNEL), ("公开时间", _TIME)) if not told.search(text)
        ]
        if missing:
            at = next((w for w in words if "公开" in w.text), words[-1])
            place = max(at.text.find("公开"), 0)
            span = at.span(place, place + 2) if "公开" in at.text else at.span(0, len(at.text))
            yield Remark(f"没有写明{'、'.join(missing)}", span, "请写明在哪里公开、何时公开。")


@audit_rule("PL-07", Severity.WARNING, basis="《预算法》第十四条")
def disclosure_not_nothing(reading: Reading) -> Iterator[Remark]:
    """“应用和公开情况”不能只写“无”

    例：“四、绩效自评结果拟应用和公开情况”下只写“无”
    不报：“十、其他需要说明的情况”写“无”
    """
    for part in _disclosing(reading):
        words = [words for words in words_of(tuple(part.everything())) if words.text.strip()]
        if len(words) == 1 and is_nothing(words[0].text):
            span = words[0].span(0, len(words[0].text))
            yield Remark(f"“{part.title}”只写“无”", span, "请写明怎样应用、在哪里公开、何时公开。")


def is_nothing(text: str) -> bool:
    """Whether a section's text says 无 and no more."""
    return text.strip(" 。.") in {"无", "暂无", "没有", "/", "—", "-", "不涉及"}


def _disclosing(reading: Reading) -> list[Part]:
    """Sections on going public, without those below one."""
    found: list[Part] = []
    inner: set[int] = set()
    for part in parts_of(reading.report.parts):
        if id(part) not in inner and _DISCLOSING.search(part.title):
            found.append(part)
            inner.update(id(below) for below in parts_of(part.parts))
    return found


_SCORE = re.compile(
    r"(?:自评|自我评价|绩效评价|综合评[价定分]|评定|最终|总体评价|整体支出)(?:[^，。；：\n]{0,14}?"
    r"(?:得分|评分|总分|总得分|结果|分数|得))?(?:[：:]|为|是|达到?|共|合计)?\s?(?P<score>\d{2,3}(?:\.\d{1,2})?)\s?分"
    r"(?![值以钟析/]|（含|及以)"
)
_GRADE = re.compile(
    r"^[，,；;、（(]?[^。；\n\d]{0,14}?(?:等级|评级|等次|档次|级别|评定|结果|评价|自评)[^。；\n\d“]{0,5}?(?:为|是|[：:])?[“\"]?"
    r"(?P<grade>优秀|优|良好|良|中|差|合格|不合格)[”\"]?(?=[。；，,、）)\s]|$|等级|等次|级(?!别)|档)"
)


_OF_A_PART = re.compile("其中|指标|方面|质量|项目")


_FULL_MARKS = 100


def scores_of(passages: Passages) -> list[tuple[Hit, Decimal]]:
    """The scores the unit gives itself, full marks left out."""
    return [(hit, score) for hit, score in _scores(passages) if score <= _FULL_MARKS]


def _scores(passages: Passages) -> list[tuple[Hit, Decimal]]:
    hits = ((hit, Decimal(hit["score"])) for hit in passages.find(_SCORE))
    return [(hit, score) for hit, score in hits if "满分" not in hit[0]]


@audit_rule("PL-08", Severity.WARNING, basis=_REVIEW)
def grade_fits_score(reading: Reading) -> Iterator[Remark]:
    """自评等级与得分相符

    例：“自评得分85分，等级为优”
    不报：“自评得分96分，等级为优”“90分以上为优”
    """
    for hit, score in scores_of(reading.passages):
        match = None if _OF_A_PART.search(hit.after[:20]) else _GRADE.match(hit.after)
        scale = _scale(reading)
        given = scale.canonical(match["grade"]) if match else None
        due = scale.grade_of(score)
        if match and given and given != due:
            span = hit.passage.words.span(hit.start("score"), hit.end() + match.end())
            message = f"自评 {score} 分，等级却是“{match['grade']}”"
            yield Remark(
                message, span, f"{score} 分一般为“{due}”；本地另有分档的可不改。", match["grade"], due
            )


def _scale(reading: Reading) -> GradeScale:
    report = reading.report
    year = report.year or 2020
    return report.form.grades(year) if report.form else grade_scale(year)


def _scoring(reading: Reading) -> Scoring:
    report = reading.report
    year = report.year or 2020
    return report.form.scoring(year) if report.form else scoring_of(year)


_EXECUTION = re.compile(
    r"(?:预算|资金|支出)执行率(?:仅|只有|为|是|达到?|：|:)*\s?(?P<rate>\d{1,2}(?:\.\d+)?)[%％](?!以上|的)"
)
_PROBLEMS = re.compile(r"问题")
_SHORT = re.compile(
    r"(?:目标|指标|任务|项目|工作)[^，。；\n]{0,8}(?:未完成|未达到|没有完成|未能完成)|执行率[^，。；\n]{0,4}(?:偏低|较低|不高|低)"
    r"|(?:支付|支出|拨付|执行)(?:进度)?[^，。；\n]{0,4}(?:不及时|滞后|缓慢|偏慢|较慢)"
)


@audit_rule("PL-09", Severity.REMARK, basis=_REVIEW)
def score_believable(reading: Reading) -> Iterator[Remark]:
    """得分很高的，执行率和所述问题与之相称

    例：自评 98 分，预算执行率 81%；自评 99 分，问题里写“资金拨付不及时”；自评 100 分
    不报：自评 96 分；自评 98 分，问题是“指标设置不够细化”
    """
    line = _scoring(reading).high_score
    high = [(hit, score) for hit, score in scores_of(reading.passages) if score >= line]
    if not high:
        return
    hit, score = high[0]
    against = next(_against(reading), None)
    if against:
        why, other = against
        span = hit.span("score")
        yield Remark(f"自评 {score} 分，{why}", span, "请核对得分是否客观。", beside=(other.span(),))
    elif score == 100:
        yield Remark("自评满分", hit.span("score"), "请核对得分是否客观，有无应扣分的事项。")


def _against(reading: Reading) -> Iterator[tuple[str, Hit]]:
    """What does not go with a score near full."""
    line = _scoring(reading).execution_line
    for hit in reading.passages.find(_EXECUTION):
        if Decimal(hit["rate"]) < line and "目标" not in hit.sentence:
            yield f"预算执行率只有 {hit['rate']}%", hit
    for hit in reading.passages.find(_SHORT):
        if hit.passage.within(_PROBLEMS):
            yield f"问题里却写“{hit[0]}”", hit


_OTHER_MARKS = re.compile(
    r"加分|附加|(?:满分|总分值?|分值)(?:共计?|合计)?(?:为|是|：|:)?\s?(?!100(?!\d))\d{3}|百分制|折算"
)


@audit_rule("PL-10", Severity.WARNING, basis=_REVIEW)
def score_within_marks(reading: Reading) -> Iterator[Remark]:
    """自评得分不超过 100 分

    例：“自评得分105分”
    不报：“满分120分，自评得分105分”；有加分、附加分的
    """
    passages = reading.passages
    for hit, score in _scores(passages):
        if score > _FULL_MARKS and not _OTHER_MARKS.search(passages.text):
            yield Remark(
                f"自评 {score} 分，超过 {_FULL_MARKS} 分",
                hit.span("score"),
                "请核对得分；满分不是 100 分的，请写明。",
                hit["score"],
            )


RULES: tuple[AuditRule, ...] = (
    no_identity_number,
    no_bank_card,
    no_mobile_number,
    no_personal_mail,
    no_inner_details,
    disclosure_told,
    disclosure_not_nothing,
    grade_fits_score,
    score_believable,
    score_within_marks,
)
