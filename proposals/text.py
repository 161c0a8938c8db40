"""How Chinese text is cut for searching: the one implementation for what is stored and what is asked.

Text is *folded* (width, case and traditional characters do not matter) and cut into *tokens*: overlapping pairs of a
run of Han characters, its last character with a mark after it, so that every single character begins some token;
words of other letters and digits; syllables of Tibetan. A word of three Han characters is found by its pairs: in
3 of 1,000 texts they stand apart, which is not worth reading every text again. What is asked for in quotes is.
"""

import re
import unicodedata
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

import opencc

LONGEST, WORDS = 200, 10  # what is read of a search: nobody types more
WORD_LENGTH = 40  # of a word of letters; a longer one is found by its beginning
MOST_TOKENS = 20_000  # of one text: several times the longest proposal, and safe within the megabyte of a tsvector
LAST_PLACE = 16_383  # a tsvector counts no further
OFTEN = 4  # how many places of a token count for the rank
LAST = "$"  # stands after the last character of a run
PASSAGE, LEAD = 80, 16  # characters of a passage, and of them before its first hit
PLACES = 40  # where a passage is looked for: the text may be full of hits
TSHEG = "\u0f0b"

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
TIBETAN = "\u0f20-\u0f33\u0f35\u0f37\u0f39\u0f40-\u0f84\u0f88-\u0fbc"
LETTER = rf"[^\W_{HAN}{TIBETAN}]"
RUN = re.compile(rf"(?P<han>[{HAN}]+)|(?P<syllable>[{TIBETAN}]+)|(?P<word>{LETTER}+)")
TOUCHING = re.compile(rf"(?:[{HAN}{TIBETAN}]|{LETTER}|(?<=[{TIBETAN}]){TSHEG}(?=[{TIBETAN}]))+")
#: the numbers of a proposal as people write them; each is a token of its own, without leading zeros
NUMBER = re.compile(r"意见第0*(?P<意>[0-9]+)号?|意0*(?P<意_>[0-9]+)|流水号0*(?P<流>[0-9]+)|第0*(?P<第>[0-9]+)号")
QUOTES = str.maketrans(dict.fromkeys("“”„‟「」『』", '"'))
TYPED = re.compile(r'(?:(?<!\S)(?P<minus>[-−–]))?(?:"(?P<quoted>[^"]*)"|(?P<plain>[^\s"]+))')
SENTENCE_ENDS = "。！？；\n"

Token = str


class Span(NamedTuple):
    start: int
    end: int


class Piece(NamedTuple):
    """A part of a text that is shown; ``hit``: it is what was looked for."""

    text: str
    hit: bool


class Word(NamedTuple):
    """One word of a search: a condition for tsquery, and the text to be contained when the tokens alone are not
    exact, else empty."""

    tokens: str
    exact: str


class Query(NamedTuple):
    """What was typed. Only tokens get into ``wanted`` and ``unwanted``, so nothing typed can be an operator.

    ``phrases`` and ``excluded`` are folded texts to be contained, or not, in the folded text: the tokens of a phrase
    may stand apart. ``roughly_unwanted`` stands for ``excluded`` where there are too many texts to read.
    """

    wanted: str
    unwanted: str
    roughly_unwanted: str
    phrases: tuple[str, ...]
    excluded: tuple[str, ...]
    terms: tuple[str, ...]


# -- folding ----------------------------------------------------------------------------------------------------------


@cache
def _simplifier():
    return opencc.OpenCC("t2s")


@cache
def _cluster():
    """Matches what is folded together: a character with the marks upon it, or white space."""
    marks = (chr(code) for code in range(0x300, 0x1F000) if unicodedata.combining(chr(code)))
    return re.compile(rf"\s{{1,20}}|.[{''.join(marks)}]{{0,4}}")


@lru_cache(maxsize=1 << 16)
def _folded(cluster):
    if cluster.isspace():
        return " "
    plain = unicodedata.normalize("NFKC", cluster).lower()
    # character by character: phrases would change the length, and 後 must be 后 wherever it stands
    return "".join(_simplifier().convert(c) for c in plain if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))


def fold(text):
    """``text`` without differences that do not matter to a reader: ＡＩ is ai, 養老 is 养老."""
    return "".join(map(_folded, _cluster().findall(text)))


def _fold_with_places(text):
    """The folded text, and for each of its characters where in ``text`` it comes from: [start, …], [end, …]."""
    clusters = _cluster().findall(text)
    parts = list(map(_folded, clusters))
    folded = "".join(parts)
    if len(folded) == len(parts) == len(text) and "" not in parts:  # as a rule each character has become one
        return folded, range(len(text)), range(1, len(text) + 1)
    starts, ends, here = [], [], 0
    for cluster, part in zip(clusters, parts, strict=True):
        starts += [here] * len(part)
        here += len(cluster)
        ends += [here] * len(part)
    return folded, starts, ends


# -- tokens for the index ---------------------------------------------------------------------------------------------


def _cut(run, *, open_end=False):
    """The tokens of a match of RUN. ``open_end``: more may follow in the text, so the last one has no mark."""
    if run.lastgroup != "han":
        return [run[0][:WORD_LENGTH]]
    pairs = [a + b for a, b in pairwise(run[0])]
    return pairs if open_end else [*pairs, run[0][-1] + LAST]


def _number(match):
    kind = match.lastgroup
    return f"{kind[0]}{match[kind]}"[:WORD_LENGTH]


def tokens(text) -> list[Token]:
    """The tokens of a text in order, as often as they stand there."""
    folded, found = fold(text), []
    for run in RUN.finditer(folded):
        found += _cut(run)
        if run[0][0] == "0" and run[0].isdecimal():
            found.append(run[0].lstrip("0")[:WORD_LENGTH] or "0")  # 123 finds 0123
    return found + [_number(match) for match in NUMBER.finditer(folded)]


def vector(**parts):
    """A tsvector as PostgreSQL writes it. ``A="title", D="body"``: the weight of each part, from A (most) to D."""
    places, here = {}, 0
    for weight, text in parts.items():
        for token in tokens(text):
            here = min(here + 1, LAST_PLACE)
            found = places.setdefault(token, [])
            if len(found) < OFTEN and (here < LAST_PLACE or not found):
                found.append(f"{here}{weight.strip('D')}")
    return " ".join(f"'{token}':{','.join(places[token])}" for token in sorted(list(places)[:MOST_TOKENS]))


def sounds(pinyin):
    """Words by which a name is found by its pinyin: ``"zhuo ma"`` gives zhuoma, ma and the initials zm."""
    syllables = pinyin.split()
    tails = [syllables[start:] for start in range(len(syllables))]
    return " ".join(["".join(tail) for tail in tails] + ["".join(s[0] for s in tail) for tail in tails[:-1]])


# -- what is asked ----------------------------------------------------------------------------------------------------


def parse(typed):
    """The :class:`Query` of what somebody typed, or None when there is nothing to look for in it.

    A space means and; ``-word`` leaves out; quotes stand round what must stand there word for word.
    """
    wanted, unwanted, terms = [], [], []
    for match in TYPED.finditer(fold(typed[:LONGEST]).translate(QUOTES)):
        for word, term in _words(match, strict=bool(match["minus"])):
            (unwanted if match["minus"] else wanted).append(word)
            terms += [] if match["minus"] else [term]
    wanted, unwanted = wanted[:WORDS], unwanted[:WORDS]
    if not wanted and not unwanted:
        return None
    return Query(
        wanted=" & ".join(dict.fromkeys(word.tokens for word in wanted)),
        unwanted=" | ".join(f"({word.tokens})" for word in unwanted if not word.exact),
        roughly_unwanted=" | ".join(f"({word.tokens})" for word in unwanted if word.exact),
        phrases=tuple(dict.fromkeys(word.exact for word in wanted if word.exact)),
        excluded=tuple(dict.fromkeys(word.exact for word in unwanted if word.exact)),
        terms=tuple(dict.fromkeys(terms[:WORDS])),
    )


def _words(match, *, strict):
    """(word, what to highlight) for each word of one typed piece."""
    if match["quoted"] is not None:
        pieces, strict = [match["quoted"].strip()], True
    else:
        pieces = TOUCHING.findall(match["plain"])
    for piece in pieces:
        if word := _word(piece, strict=strict):
            yield word, piece


def _word(piece, *, strict):
    """``strict``: also the pairs of a longer run of Han characters have to stand together."""
    if number := NUMBER.fullmatch(piece):
        return Word(f"'{_number(number)}'", "")
    runs = list(RUN.finditer(piece))
    if not runs:
        return None
    found = [f"'{token}'" for run in runs[:-1] for token in _cut(run)] + _last(runs[-1])
    plain = len(runs) == 1 and runs[0][0] == piece and (not strict or runs[0].lastgroup != "han" or len(piece) < 3)
    return Word(" & ".join(dict.fromkeys(found)), "" if plain else piece)


def _last(run):
    """Conditions for the last run of a word, which in the text may go on."""
    if run.lastgroup == "syllable":
        return [f"'{run[0][:WORD_LENGTH]}'"]
    if run.lastgroup == "word" or len(run[0]) == 1:
        return [f"'{run[0][:WORD_LENGTH]}':*"]
    return [f"'{token}'" for token in _cut(run, open_end=True)]


# -- hits in what is shown --------------------------------------------------------------------------------------------


@lru_cache(maxsize=1 << 10)
def _pattern(term):
    """A word of letters is found from its beginning, a Tibetan syllable as a whole."""
    before = rf"(?<!{LETTER})" if re.match(LETTER, term) else rf"(?<![{TIBETAN}])" if _is_tibetan(term[0]) else ""
    return re.compile(before + re.escape(term) + (rf"(?![{TIBETAN}])" if _is_tibetan(term[-1]) else ""))


def _is_tibetan(character):
    return re.match(f"[{TIBETAN}]", character) is not None


def _found(text, terms):
    """[(span of ``text``, term)] for every place of every term."""
    folded, starts, ends = _fold_with_places(text)
    return sorted(
        (Span(starts[match.start()], ends[match.end() - 1]), term)
        for term in terms
        for match in _pattern(term).finditer(folded)
    )


def _joined(spans):
    whole = []
    for span in spans:
        if whole and span.start <= whole[-1].end:
            whole[-1] = Span(whole[-1].start, max(span.end, whole[-1].end))
        else:
            whole.append(span)
    return whole


def hits(text, terms):
    """The spans of ``text``, as it was written, where one of the terms of a query stands; none overlap."""
    return _joined(span for span, _term in _found(text, terms))


def marked(text, terms):
    """``text`` in pieces, hits and the rest by turns."""
    return _pieces(text, Span(0, len(text)), hits(text, terms))


def _pieces(text, window, spans):
    pieces, here = [], window.start
    for start, end in spans:
        start, end = max(start, here), min(end, window.end)
        if start < end:
            pieces += [Piece(text[here:start], False), Piece(text[start:end], True)]
            here = end
    return [piece for piece in [*pieces, Piece(text[here : window.end], False)] if piece.text]


def passage(text, terms):
    """The 80 characters with the most of the terms, in pieces; the first of equals. Empty when there is no hit."""
    found = _found(text, terms)
    if not found:
        return []
    windows = dict.fromkeys(_window(text, span) for span, _term in found[:PLACES])
    best = max(windows, key=lambda seen: len({term for span, term in found if _within(span, seen)}))
    cut = Piece("…", False)
    inside = _pieces(text, best, _joined(span for span, _term in found))
    return [cut] * (best.start > 0) + inside + [cut] * (best.end < len(text))


def _within(span, window):
    return window.start <= span.start and span.end <= window.end


def _window(text, span):
    """A passage with this hit in it, beginning with a sentence where one begins just before."""
    lead = text[max(0, span.start - LEAD) : span.start]
    start = span.start - len(lead) + max(lead.rfind(end) for end in SENTENCE_ENDS) + 1
    start = min(start, max(0, len(text) - PASSAGE))
    return Span(start, min(len(text), start + PASSAGE))
