"""From a job title to an occupation of the survey, or to the reason why none is certain.

A wrong occupation makes a wrong wage figure that somebody may act on; an unknown one only makes
a question. So a title is matched only where one listed title is near and nothing else is as near.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from offercheck.market.wages import Database

TITLES_FILE = "titles.tsv"
LONGEST_TITLE = 200

Seniority = Literal["entry", "qualified", "experienced", "expert"]
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OccupationMatch:
    """What a title was matched with. `code` is None where no listed title is near enough or several tie."""

    title: str
    code: str | None
    name: str | None
    matched: str | None
    candidates: tuple[tuple[str, str], ...]
    reason: str


def match_title(title: str, database: Database) -> OccupationMatch:
    parts = _parts(title)
    for words in _spellings(parts):
        listed = _listed(words)
        if listed is not None:
            matched, code = listed
            return OccupationMatch(
                title, code, database.occupation_name(code), matched, (), "the title is listed"
            )
    return _nearest(title, parts, database)


def seniority_in(title: str) -> Seniority | None:
    levels = {level for part in _parts(title) for level in _without_levels(part)[1]}
    return levels.pop() if len(levels) == 1 else None


def normal_title(title: str) -> str:
    return " ".join(
        word for part in _parts(title)[:1] for word in _of_last(_without_levels(part)[0])
    )


# ---- words


def _parts(title: str) -> list[Words]:
    """The parts of a title in lower-case words, the one that names the job first."""
    text = title[:LONGEST_TITLE].translate(_PLAIN)
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    text = re.sub(r"\b(?:[a-z]\.){2,}", lambda found: found[0].replace(".", ""), text)
    text = _NOISE.sub(" ", text.replace("'", "").replace("&", " and "))
    aside = re.findall(r"[(\[]([^)\]]*)", text)
    text = re.sub(r"[(\[][^)\]]*[)\]]?", " ", text)
    pieces = [*re.split(r"\s-+\s|-+\s|[,;|:]\s", text), *aside]
    return [words for piece in pieces if (words := _words(piece))]


def _words(text: str) -> Words:
    raw = _WORD.findall(text)
    words: list[str] = []
    for at, word in enumerate(raw):
        following = next((other for other in raw[at + 1 :] if not _ROMAN.fullmatch(other)), "")
        words.extend(_written_out(word, following).split())
    if words and len(words[-1]) > 3:
        words[-1] = _singular(words[-1])
    return tuple(words)


def _written_out(word: str, following: str) -> str:
    for meaning, before in _TWOFOLD.get(word, ()):
        if following in before or not before:
            return meaning
    return _SHORT.get(word, word)


def _singular(word: str) -> str:
    if word in _PLURAL or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return re.sub(r"(?<=ch|sh|ss)es$|s$", "", word)


def _of_last(words: Words) -> Words:
    """`director of nursing` as `nursing director`."""
    if "of" in words[1:-1]:
        at = words.index("of")
        if words[at - 1] in _HEADS_OF:
            return words[at + 1 :] + words[:at]
    return words


def _of_first(words: Words) -> Words:
    for size in (2, 1):
        if len(words) > size and " ".join(words[-size:]) in (
            "director",
            "vice president",
            "president",
            "chief",
            "manager",
            "dean",
            "professor",
        ):
            return (*words[-size:], "of", *words[:-size])
    return words


# ---- levels


def _without_levels(words: Words) -> tuple[Words, set[Seniority]]:
    found: set[Seniority] = set()
    rest = list(words)
    changed = True
    while changed and rest:
        changed = False
        for at in range(len(rest)):
            step = _level_at(rest, at)
            if step:
                size, level = step
                if level:
                    found.add(level)
                del rest[at : at + size]
                changed = True
                break
    return tuple(rest), found


def _level_at(words: list[str], at: int) -> tuple[int, Seniority | None] | None:
    word = words[at]
    following = words[at + 1] if at + 1 < len(words) else ""
    before = words[at - 1] if at else ""
    last = at + 1 == len(words)
    if word in _CLEAR and following not in _NO_LEVEL_BEFORE:
        return 1, _CLEAR[word]
    if (word, following) in _CLEAR_PAIRS:
        return 2, _CLEAR_PAIRS[word, following]
    if word == "level" and following in _NUMERALS:
        return 2, _NUMERALS[following]
    if (
        word in _NUMERALS
        and at
        and before not in _COUNTED
        and (last or word in ("ii", "iii", "iv"))
    ):
        return 1, _NUMERALS[word]
    if word in ("intern", "apprentice", "trainee", "graduate", "internship") and (
        last or (at == 0 and following not in _NO_LEVEL_BEFORE)
    ):
        return 1, "entry"
    if at or last or _listed(tuple(words)):
        return None
    if word == "head" and following == "of":
        words[:2] = ["director", "of"]
        return 0, "expert"
    technical = any(one in _TECHNICAL for one in words)
    if word == "lead" and following not in _NO_LEAD_BEFORE:
        return 1, "expert"
    if word == "principal":
        return 1, "expert"
    if word in ("staff", "chief") and technical:
        return 1, "expert"
    if word in ("staff", "head"):
        return 1, None
    return None


# ---- the list


@cache
def _list() -> tuple[str, list[str]]:
    text = "\n" + (files("offercheck.market") / TITLES_FILE).read_text("utf-8")
    return _key_text(text), text.split("\n")


def _key_text(text: str) -> str:
    text = text.lower().replace("&", " and ").replace("/", " ").replace("-", " ").replace("'", "")
    return text.replace(": ", " ").replace(":", " ")


def _listed(words: Words) -> tuple[str, str] | None:
    if not words:
        return None
    keys, lines = _list()
    at = keys.find("\n" + " ".join(words) + "\t")
    if at < 0:
        return None
    title, code = lines[keys.count("\n", 0, at + 1)].split("\t")
    return title, code


def _spellings(parts: list[Words]) -> Iterator[Words]:
    if not parts:
        return
    bare = [_without_levels(part)[0] for part in parts]
    first = [parts[0], bare[0]]
    for other in bare[1:]:
        for one in first:
            yield other + one
    for one in first:
        yield one
        yield _of_last(one)
        yield _of_first(one)
    if len(bare[0]) == 0:
        yield from bare[1:]


# ---- the nearest


@dataclass(frozen=True, slots=True)
class _Entry:
    title: str
    code: str
    stems: Words
    head: str
    weight: float


@dataclass(frozen=True, slots=True)
class _Index:
    entries: list[_Entry]
    postings: dict[str, list[int]]
    weights: dict[str, float]
    heads: frozenset[str]


HEAD = 1.0
UNKNOWN = 2.5
SECOND = 0.3
ALPHA = 0.35
BETA = 1.0
OTHER_HEAD = 0.5
NEAR = 0.6
AHEAD = 0.1
AHEAD_WITHIN = 0.03


@cache
def _index(database: Database) -> _Index:
    raw: list[tuple[str, str, Words]] = []
    _, lines = _list()
    for line in lines:
        if "\t" in line and not line.startswith("#"):
            title, code = line.split("\t")
            raw.append((title, code, _of_last(tuple(_key_text(title).split()))))
    for code, name in database.occupations():
        if "All Other" in name:
            continue
        text = re.sub(r"\bexcept .*|, all other|\(.*?\)", "", name.lower())
        raw.append((name, code, _words(_key_text(text))))
    groups: defaultdict[str, Counter[str]] = defaultdict(Counter)
    stemmed = []
    joined = frozenset(word for _, _, words in raw for word in words)
    for title, code, words in raw:
        stems = _stems(words, joined)
        stemmed.append((title, code, stems))
        for stem in set(stems):
            groups[stem][code[:4]] += 1
    weights = {stem: _weight(counts) for stem, counts in groups.items()}
    entries, postings = [], defaultdict(list)
    for title, code, stems in stemmed:
        if not stems:
            continue
        for stem in set(stems):
            postings[stem].append(len(entries))
        entries.append(
            _Entry(
                title,
                code,
                stems,
                stems[-1],
                sum(weights[s] for s in set(stems)) + HEAD * weights[stems[-1]],
            )
        )
    return _Index(entries, dict(postings), weights, frozenset(e.head for e in entries))


def _weight(counts: Counter[str]) -> float:
    total = sum(counts.values())
    entropy = -sum(n / total * math.log(n / total) for n in counts.values())
    return max(4.5 - entropy, 0.3)


def _stems(words: Iterable[str], joined: frozenset[str]) -> Words:
    out: list[str] = []
    todo = list(words)
    at = 0
    while at < len(todo):
        if at + 1 < len(todo) and todo[at] + todo[at + 1] in joined:
            word = todo[at] + todo[at + 1]
            at += 2
        else:
            word = todo[at]
            at += 1
        if word not in _LITTLE:
            stem = _singular(word) if len(word) > 3 else word
            out.append(_ALIKE.get(stem, stem))
    return tuple(out)


def _nearest(title: str, parts: list[Words], database: Database) -> OccupationMatch:
    none = OccupationMatch(title, None, None, None, (), "no listed title is near")
    if not parts:
        return none
    index = _index(database)
    bare = [_of_last(_without_levels(part)[0]) for part in parts]
    joined = index.weights.keys()
    sections = [_stems(part, joined) for part in bare]
    sections = [s for s in sections if s]
    if not sections:
        return none
    if len(sections) > 1 and len(sections[0]) == 1:
        sections = [sections[1] + sections[0], *sections[2:]]
    sections = [tuple(_known(w, index) for w in s) for s in sections]
    first = sections[0]
    head = next((w for w in reversed(first) if w in index.heads), None)
    if head is None:
        return none
    query: dict[str, float] = {}
    for n, section in enumerate(sections):
        for w in section:
            query.setdefault(w, index.weights.get(w, UNKNOWN) * (1 if n == 0 else SECOND))
    q_total = sum(query.values()) + HEAD * index.weights[head]
    scores: defaultdict[int, float] = defaultdict(float)
    for w in query:
        if w in index.weights:
            for e in index.postings[w]:
                scores[e] += (query[w] + index.weights[w]) / 2
    best: dict[str, tuple[float, _Entry]] = {}
    for e, m in scores.items():
        entry = index.entries[e]
        same = entry.head == head
        mm = m + (HEAD * index.weights[head] if same else 0)
        s = mm / (mm + ALPHA * (q_total - mm) + BETA * (entry.weight - mm))
        if not same:
            s *= OTHER_HEAD if entry.head not in query else OTHER_HEAD
        if entry.code not in best or s > best[entry.code][0]:
            best[entry.code] = (s, entry)
    ranked = sorted(best.values(), key=lambda p: -p[0])
    if not ranked:
        return none
    cands = tuple((e.code, e.title) for s, e in ranked[:5])
    top, entry = ranked[0]
    if top < NEAR:
        return OccupationMatch(title, None, None, None, cands, "no listed title is near")
    for s, e in ranked[1:]:
        gap = AHEAD_WITHIN if e.code[:4] == entry.code[:4] else AHEAD
        if top - s < gap:
            return OccupationMatch(
                title,
                None,
                None,
                None,
                cands,
                f"two occupations are equally near: {entry.title} {e.title}",
            )
    return OccupationMatch(
        title,
        entry.code,
        database.occupation_name(entry.code),
        entry.title,
        (),
        f'nearest listed title "{entry.title}"',
    )


def _known(word: str, index: _Index) -> str:
    if word in index.weights or len(word) < 6:
        return word
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - importing it costs start-up time
    from rapidfuzz.process import extractOne

    found = extractOne(
        word, [w for w in index.weights if w[0] == word[0]], scorer=OSA.distance, score_cutoff=1
    )
    return found[0] if found else word


# ---- tables

_PLAIN = str.maketrans(
    {"–": " - ", "—": " - ", "•": " | ", "·": " | ", "’": "'", "‘": "'"}
    | dict.fromkeys((*range(32), 127), " ")
)
_WORD = re.compile(r"c\+\+|c#|\.net\b|node\.js|[a-z0-9]+")
_ROMAN = re.compile(r"i{1,3}|iv|v|[1-5]")
_NOISE = re.compile(
    r"\b(?:remote|hybrid|on[- ]?site|work from home|wfh|(?:full|part)[- ]?time|ft|prn|per[- ]diem|nights?(?=\W*$)|days?(?=\W*$)|evenings?|weekends?"
    r"|(?:1st|2nd|3rd|first|second|third|night|day|evening|swing|weekend|overnight|graveyard)s? shifts?(?! (?:supervisor|manager|leader|lead))"
    r"|temporary|seasonal|hiring(?! manager)|urgent(?:ly)?(?! care)|immediate(?:ly)?|needed|wanted|now|sign[- ]on bonus|bonus|opportunity|job|position|opening|(?:req|requisition|job id|id|ref)\W*[0-9]+|[0-9]{4,}[-0-9]*)\b"
    r"|\$[0-9.,]+k?(?:\s*/\s*\w+)?|#\s*[0-9]+"
)
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
    "prof": "professor",
    "ee": "electrical engineer",
}
_TWOFOLD = {
    "tech": (
        (
            "technical",
            frozenset(
                [
                    "support",
                    "writer",
                    "lead",
                    "recruiter",
                    "sales",
                    "program",
                    "project",
                    "product",
                    "trainer",
                    "consultant",
                    "manager",
                    "director",
                    "analyst",
                    "specialist",
                    "architect",
                    "account",
                    "artist",
                    "editor",
                    "designer",
                    "services",
                    "service",
                    "operations",
                ]
            ),
        ),
        ("technician", frozenset()),
    ),
    "admin": (
        (
            "administrative",
            frozenset(
                [
                    "assistant",
                    "asst",
                    "coordinator",
                    "coord",
                    "specialist",
                    "support",
                    "manager",
                    "clerk",
                    "officer",
                    "associate",
                    "secretary",
                    "services",
                    "aide",
                    "director",
                ]
            ),
        ),
        ("administrator", frozenset()),
    ),
    "dev": (("developer", frozenset([""])), ("development", frozenset())),
    "eng": (
        ("engineering", frozenset(["manager", "mgr", "director", "lead", "technician", "tech"])),
        ("engineer", frozenset()),
    ),
    "acct": (("accountant", frozenset([""])), ("account", frozenset())),
    "mech": (("mechanic", frozenset([""])), ("mechanical", frozenset())),
    "spec": (("specialist", frozenset([""])), ("spec", frozenset())),
    "prod": (("production", frozenset()),),
}
_PLURAL = frozenset(
    [
        "sales",
        "operations",
        "services",
        "resources",
        "relations",
        "affairs",
        "communications",
        "systems",
        "logistics",
        "analytics",
        "arts",
        "sciences",
        "studies",
        "admissions",
        "sports",
        "electronics",
        "robotics",
        "physics",
        "mathematics",
        "economics",
        "statistics",
        "ethics",
        "facilities",
        "benefits",
        "claims",
        "series",
        "news",
    ]
)
_HEADS_OF = frozenset(
    [
        "director",
        "manager",
        "president",
        "chief",
        "head",
        "dean",
        "professor",
        "instructor",
        "supervisor",
        "coordinator",
        "superintendent",
        "administrator",
        "officer",
        "teacher",
        "vp",
        "lead",
        "lecturer",
    ]
)
_CLEAR: dict[str, Seniority] = {
    "senior": "expert",
    "junior": "entry",
    "distinguished": "expert",
    "experienced": "experienced",
    "midlevel": "qualified",
    "intermediate": "qualified",
}
_CLEAR_PAIRS: dict[tuple[str, str], Seniority] = {
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
_COUNTED = frozenset(
    [
        "grade",
        "class",
        "tier",
        "type",
        "phase",
        "title",
        "area",
        "zone",
        "unit",
        "group",
        "shift",
        "step",
        "part",
        "and",
    ]
)
_NO_LEVEL_BEFORE = frozenset(
    [
        "living",
        "center",
        "care",
        "citizen",
        "citizens",
        "services",
        "housing",
        "home",
        "companion",
        "helper",
        "high",
        "college",
        "achievement",
        "school",
        "level",
        "program",
        "coordinator",
        "medical",
        "admissions",
        "studies",
        "education",
        "student",
        "teaching",
        "research",
        "assistant",
    ]
)
_NO_LEAD_BEFORE = frozenset(
    ["generation", "gen", "time", "paint", "abatement", "acid", "discovery"]
)
_TECHNICAL = frozenset(
    ["engineer", "developer", "scientist", "designer", "architect", "programmer", "researcher"]
)
_LITTLE = frozenset(
    ["of", "and", "the", "for", "in", "to", "a", "an", "at", "or", "with", "on", "by"]
)
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
    "it": "it",
}
