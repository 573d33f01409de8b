"""The words of a job title: without the noise of postings, written out, and with levels told apart."""

import re
import unicodedata
from typing import Literal, NamedTuple

Seniority = Literal["entry", "qualified", "experienced", "expert"]
Words = tuple[str, ...]

# Published titles have up to 120 characters; what comes later is a description.
LONGEST_TITLE = 200
# The number of a posting has four digits or more (4521); smaller numbers are levels and grades.
SHORTEST_POSTING_NUMBER = 4
# A shorter word ending in s is seldom a plural: gas, bus, cms.
SHORTEST_PLURAL = 4


def parts_of(title: str) -> list[Words]:
    """The parts of a title, each in plain words; what stands in brackets comes last.

    Words are in lower case, without accents and noise, abbreviations written out, the last one in singular.
    """
    parts = (_plain(_without_noise(raw)) for raw in _raw_parts(title))
    return [part for part in parts if part]


def key_of(title: str) -> str:
    """All the words of a title as they stand, in lower case and without punctuation."""
    return " ".join(word for part in _raw_parts(title) for word in part)


def without_levels(words: Words) -> tuple[Words, frozenset[Seniority]]:
    """The words without those that surely name a level (senior, II, intern), and these levels."""
    rest, levels = list(words), set()
    # From the last word on, so that a word knows what follows it when the levels are gone.
    for at in reversed(range(len(words))):
        size, level = _level_at(rest, at)
        if level:
            levels.add(level)
            del rest[at : at + size]
    return tuple(rest), frozenset(levels)


def without_rank(words: Words) -> tuple[Words, frozenset[Seniority]]:
    """The words without a first one that may name a rank (lead, staff, head), and its level.

    It may also name the work (Lead Pastor): look the title up with it first.
    """
    first, following = words[:1], words[1:2]
    if not following or following[0] in _NOT_AFTER_RANK:
        return words, frozenset()
    if (*first, *following) == ("head", "of"):
        return ("director", *words[1:]), frozenset({"expert"})
    if first[0] in _SURE_RANKS or (first[0] in _RANKS and not _TECHNICAL.isdisjoint(words)):
        return words[1:], frozenset({"expert"})
    return (words[1:] if first[0] in _VAGUE_RANKS else words), frozenset()


def bare(words: Words) -> tuple[Words, frozenset[Seniority]]:
    """The words of a title without those of level and rank, and the levels that they named."""
    rest, levels = without_levels(words)
    rest, rank = without_rank(rest)
    return rest, levels | rank


def head_last(words: Words) -> Words:
    """`director of nursing` as `nursing director`."""
    at = words.index("of") if "of" in words[1:-1] else 0
    return words[at + 1 :] + words[:at] if at and words[at - 1] in _HEADS_OF else words


def head_first(words: Words) -> Words:
    """`nursing director` as `director of nursing`."""
    size = 2 if words[-2:] == ("vice", "president") else 1
    return (
        (*words[-size:], "of", *words[:-size]) if words[-1:] and words[-1] in _HEADS_OF else words
    )


def stems_of(words: Words, known: frozenset[str]) -> Words:
    """The words for comparing: in singular, synonyms alike, no articles.

    Two words that are known as one (fire fighter) are joined.
    """
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] + word in known:
            joined[-1] += word
        else:
            joined.append(word)
    # No title begins with a conjunction: `or` is then an operating room.
    told = (
        word for at, word in enumerate(joined) if word not in _LITTLE or (word, at) == ("or", 0)
    )
    stems = map(singular, told)
    return tuple(_ALIKE.get(stem, stem) for stem in stems)


def singular(word: str) -> str:
    """A word without its plural ending; words that jobs have in plural (sales) stay."""
    if len(word) < SHORTEST_PLURAL or word in _PLURAL or not word.endswith("s"):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ss", "us", "is")):
        return word
    return word[:-2] if word.endswith(("ches", "shes", "sses")) else word[:-1]


def is_meaningful(stem: str) -> bool:
    """Whether a word says by itself something about the work."""
    return len(stem) > 1 and not stem.isdigit() and stem not in _GENERIC


def _raw_parts(title: str) -> list[list[str]]:
    text = title[:LONGEST_TITLE].translate(_MARKS).replace("'", "").replace("&", " and ")
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    parts: list[list[str]] = [[]]
    asides: list[list[str]] = []
    filling = parts
    for token in _TOKEN.findall(text):
        if token in _OPENING:
            filling = asides
            asides.append([])
        elif token in _CLOSING:
            filling = parts
        elif token[0] in _SEPARATING:
            filling.append([])
        elif token[0] not in _FIGURES:
            filling[-1].append(token.replace(".", "") if token[1:2] == "." else token)
    return parts + asides


def _without_noise(words: list[str]) -> list[str]:
    kept = []
    at = 0
    while at < len(words):
        size = _noise_at(words[at:])
        if not size:
            kept.append(words[at])
        at += size or 1
    return kept


def _noise_at(words: list[str]) -> int:
    """How many of the first words say something about the posting and not about the work."""
    first, second, third = (*words, "", "")[:3]
    if f"{first} {second}" in _NO_NOISE or (second in _SHIFTS and third in _HEADS_OF_SHIFTS):
        return 0
    if first in _TIMES and (second in _SHIFTS or not second):
        return 2
    if first in _BEFORE_NUMBER and second.isdigit():
        return 2
    if first.isdigit() and len(first) >= SHORTEST_POSTING_NUMBER:
        return 1
    return next((n for n in (3, 2, 1) if " ".join(words[:n]) in _NOISE), 0)


def _plain(raw: list[str]) -> Words:
    words: list[str] = []
    for at, word in enumerate(raw):
        following = next((other for other in raw[at + 1 :] if other not in _NUMERALS), "")
        words.extend(_written_out(word, following).split())
    return (*words[:-1], singular(words[-1])) if words else ()


def _written_out(word: str, following: str) -> str:
    if word in _TWOFOLD:
        meaning, before, otherwise = _TWOFOLD[word]
        return meaning if following in before else otherwise
    return _SHORT.get(word, word)


def _level_at(words: list[str], at: int) -> tuple[int, Seniority | None]:
    """How many words from here name a level, and which."""
    word, following = (*words[at:], "")[:2]
    if (word, following) in _PAIRS:
        return 2, _PAIRS[word, following]
    if word == "level" and following in _NUMERALS:
        return 2, _NUMERALS[following]
    if word in _NUMERALS and at and words[at - 1] not in _COUNTED:
        return 1, _NUMERALS[word] if not following or word in _SURE_NUMERALS else None
    if following in _NOT_AFTER_LEVEL:
        return 0, None
    if word in _BEGINNERS:
        return 1, "entry" if not at or not following else None
    return 1, _LEVELS.get(word)


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


class _Twofold(NamedTuple):
    """An abbreviation of two words: of `meaning` before certain words, else of `otherwise`."""

    meaning: str
    before: frozenset[str]
    otherwise: str


# A dash without a space around it is a hyphen, one with a space separates parts.
_MARKS = str.maketrans(
    {"\N{EN DASH}": " - ", "\N{EM DASH}": " - ", "\N{BULLET}": " | ", "\N{MIDDLE DOT}": " | "}
)
_TOKEN = re.compile(
    r"\$\S*|#\s*\d+"  # wages and numbers of postings
    r"|(?:[a-z]\.)+[a-z]\b|(?:[a-z]\.){2,}"  # r.n.
    r"|c\+\+|c#|\.net\b|node\.js|[a-z0-9]+"
    r"|[()\[\]]|-+\s|[,;|:]\s"
)
_OPENING = ("(", "[")
_CLOSING = (")", "]")
_SEPARATING = "-,;|:"
_FIGURES = "$#"

_NOISE = frozenset(
    {
        *_set_of("remote hybrid onsite wfh ft pt prn fulltime parttime temporary seasonal hiring"),
        *_set_of("urgent urgently immediate immediately needed wanted now bonus opportunity job"),
        *_set_of("position opening weekend weekends evening evenings"),
        *("on site", "work from home", "full time", "part time", "per diem", "sign on bonus"),
    }
)
_NO_NOISE = frozenset(
    {"hiring manager", "urgent care", "job captain", "job coach", "remote sensing"}
)
_TIMES = _set_of(
    "1st 2nd 3rd first second third day days night nights evening swing weekend overnight graveyard"
)
_SHIFTS = _set_of("shift shifts")
_HEADS_OF_SHIFTS = _set_of("supervisor manager leader lead")
_BEFORE_NUMBER = _set_of("req requisition id ref")

_SHORT = {
    "sr": "senior",
    "jr": "junior",
    "mgr": "manager",
    "mngr": "manager",
    "engr": "engineer",
    "asst": "assistant",
    "assoc": "associate",
    "coord": "coordinator",
    "rep": "representative",
    "svc": "service",
    "svcs": "services",
    "cust": "customer",
    "ops": "operations",
    "mfg": "manufacturing",
    "maint": "maintenance",
    "mktg": "marketing",
    "acctg": "accounting",
    "dept": "department",
    "mgmt": "management",
    "mgt": "management",
    "exec": "executive",
    "supv": "supervisor",
    "supvr": "supervisor",
    "dir": "director",
    "elec": "electrical",
    "rn": "registered nurse",
    "lpn": "licensed practical nurse",
    "lvn": "licensed vocational nurse",
    "cna": "certified nursing assistant",
    "np": "nurse practitioner",
    "hr": "human resources",
    "vp": "vice president",
    "svp": "senior vice president",
    "evp": "vice president",
    "avp": "assistant vice president",
    "qc": "quality control",
    "grad": "graduate",
    "gov": "government",
    "govt": "government",
    "intl": "international",
    "info": "information",
    "univ": "university",
    "elem": "elementary",
    "sped": "special education",
    "sys": "systems",
    "op": "operator",
    "swe": "software engineer",
    "sw": "software",
    "hw": "hardware",
    "emt": "emergency medical technician",
    "cert": "certified",
    "lic": "licensed",
    "oper": "operator",
    "prod": "production",
    "prof": "professor",
    "ee": "electrical engineer",
}
_LAST = frozenset({""})
_TWOFOLD = {
    "tech": _Twofold(
        "technical",
        _set_of(
            "support writer lead recruiter sales program project product trainer consultant manager"
            " director analyst specialist architect account artist editor designer services service"
            " operations"
        ),
        "technician",
    ),
    "admin": _Twofold(
        "administrative",
        _set_of(
            "assistant asst coordinator coord specialist support manager clerk officer associate"
            " secretary services aide director"
        ),
        "administrator",
    ),
    "eng": _Twofold(
        "engineering", _set_of("manager mgr director lead technician tech"), "engineer"
    ),
    "dev": _Twofold("developer", _LAST, "development"),
    "acct": _Twofold("accountant", _LAST, "account"),
    "mech": _Twofold("mechanic", _LAST, "mechanical"),
    "spec": _Twofold("specialist", _LAST, "spec"),
}
_PLURAL = _set_of(
    "sales operations services resources relations affairs communications systems logistics"
    " analytics arts sciences studies admissions sports electronics robotics physics mathematics"
    " economics statistics ethics facilities benefits claims series news"
)
_HEADS_OF = _set_of(
    "director manager president chief head dean professor instructor supervisor coordinator"
    " superintendent administrator officer teacher lead lecturer"
)
_LITTLE = _set_of("of and the for in to a an at or with on by")
_ALIKE = {
    "automotive": "auto",
    "automobile": "auto",
    "laboratory": "lab",
    "technologist": "technician",
    "vet": "veterinary",
    "radiologic": "radiology",
    "radiological": "radiology",
    "childcare": "daycare",
    "dietician": "dietitian",
    "secondary": "high",
}
_GENERIC = _set_of(
    "manager director consultant analyst engineer officer assistant specialist coordinator"
    " supervisor technician clerk operator agent representative administrator advisor adviser"
    " designer scientist instructor inspector worker helper associate executive lead leader intern"
    " trainee senior junior doctor driver staff team member professional expert head chief"
    " principal assistant aide technical"
)

_LEVELS: dict[str, Seniority] = {
    "senior": "expert",
    "junior": "entry",
    "distinguished": "expert",
    "experienced": "experienced",
    "midlevel": "qualified",
    "intermediate": "qualified",
}
_PAIRS: dict[tuple[str, str], Seniority] = {
    ("entry", "level"): "entry",
    ("mid", "level"): "qualified",
    ("new", "graduate"): "entry",
    ("senior", "level"): "expert",
    ("junior", "level"): "entry",
    ("mid", "career"): "qualified",
}
_NUMERALS: dict[str, Seniority] = {
    "i": "entry",
    "ii": "qualified",
    "iii": "expert",
    "iv": "expert",
    "v": "expert",
    "1": "entry",
    "2": "qualified",
    "3": "expert",
    "4": "expert",
    "5": "expert",
}
# The others are letters and counts too, unless they come last.
_SURE_NUMERALS = _set_of("ii iii iv")
_COUNTED = _set_of("grade class tier type phase title area zone unit group shift step part and")
_BEGINNERS = _set_of("intern internship apprentice trainee graduate")
# Senior Center Director, Junior High School Teacher, Graduate Studies Coordinator.
_NOT_AFTER_LEVEL = _set_of(
    "living center care citizen citizens services housing home companion helper high college"
    " achievement school level program coordinator medical admissions studies education student"
    " teaching research assistant"
)
_SURE_RANKS = _set_of("lead principal")
_RANKS = _set_of("staff chief")
_VAGUE_RANKS = _set_of("staff head")
# Lead Generation Specialist, Lead Paint Inspector, Head Start Teacher.
_NOT_AFTER_RANK = _set_of("generation gen time paint abatement acid discovery start")
_TECHNICAL = _set_of("engineer developer scientist designer architect programmer researcher")
