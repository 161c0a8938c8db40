"""How alike two proposals are: what a title is about, and how much of a text stands in another one.

Titles say the same matter in different words, so they are compared by three things: single characters, pairs of
characters, and *concepts*, that is words the committee's list of synonyms holds to be the same (老旧小区, 既有住宅).
What every title says (关于进一步加强…的提案) counts nothing; what few titles say counts most. Texts are compared by
the pairs they share. Nothing here decides anything: what is found is shown to a person.
"""

import math
from collections.abc import Callable, Iterable
from itertools import groupby, pairwise
from operator import itemgetter
from typing import NamedTuple

from . import text

#: what a title says whatever it is about
FILLERS = frozenset(
    """
    关于 有关 进一步 加快 加速 加强 加大 大力 推进 推动 促进 提升 提高 完善 改进 改善 强化
    深化 优化 做好 做大 做强 做优 抓好 抓紧 重视 关注 支持 规范 解决 破解 开展 实施 发展 建设
    构建 建立 健全 打造 实现 增强 扩大 创新 统筹 尽快 尽早 及时 切实 积极 努力 不断 持续 有效
    全面 深入 充分 更好 更快 更加 力度 着力 建议 意见 提案 议案 问题 工作 情况 方面 措施 对策
    思考 相关 若干 几点 请求 恳请 希望 应当 我国 我省 我区 我市 我州 我县 我镇 全国 全省 全区
    全市 全州 全县 本市 本县 案 的 了 和 与 及 在 将 对 为 等 让 把 使 以 并 于 从 向
    其
    """.split()
)
MOST = max(map(len, FILLERS))
SEPARATORS = "、，,；; \t\n"

PAIR, CHARACTER, CONCEPT = 0.5, 1.0, 1.5  # how much a feature of a title counts
WITHIN = 0.5  # of that, where a concept says the same already
LENGTH = 0.7  # how far a long title is held against it: 1 altogether, 0 not at all
EVIDENCE = 0.05  # added for the same topic, and for a unit both name
PASSAGE = 9  # characters that stand in both texts, to be called a shared passage


class Condition(NamedTuple):
    """One thing to look for in the titles: a condition for tsquery, what it is worth, how many titles may have it."""

    query: str
    worth: float
    titles: float


# -- synonyms ---------------------------------------------------------------------------------------------------------


class Synonyms:
    """Sets of words that mean the same. A word may stand in several sets."""

    def __init__(self, sets: Iterable[str]):
        self.words = [words for words in map(self.parted, sets) if len(words) > 1]
        self.of = {}
        for concept, words in enumerate(self.words):
            for word in words:
                self.of.setdefault(word, []).append(concept)
        self.lengths = sorted({len(word) for word in self.of})

    @staticmethod
    def parted(line):
        """The words of one set as it is written: 老旧小区、既有住宅. Words of one character say too little."""
        for separator in SEPARATORS:
            line = line.replace(separator, "、")
        return list(dict.fromkeys(word for word in map(text.fold, line.split("、")) if len(word) > 1))

    def found(self, folded):
        """(start, end, concepts) for every word of the list in a folded text; they may overlap."""
        for start in range(len(folded)):
            for end in (start + length for length in self.lengths if start + length <= len(folded)):
                if concepts := self.of.get(folded[start:end]):
                    yield start, end, concepts


# -- titles -----------------------------------------------------------------------------------------------------------


def title_words(title):
    """What a title is found by: its characters and pairs of characters, words of other letters, syllables."""
    found = set()
    for run in text.RUN.finditer(text.fold(title)):
        if run.lastgroup == "han":
            found |= {*run[0], *(a + b for a, b in pairwise(run[0]))}
        else:
            found.add(run[0][: text.WORD_LENGTH])
    return found


def title_vector(title):
    """The text of a tsvector of ``title_words``."""
    return " ".join(f"'{word}'" for word in sorted(title_words(title)))


def features(title, synonyms):
    """{feature: weight} of a title. A feature is a character, a pair, a word, or the number of a concept."""
    folded = text.fold(title)
    found, inside = {}, [False] * len(folded)
    for start, end, concepts in synonyms.found(folded):
        found |= dict.fromkeys(concepts, CONCEPT)
        inside[start:end] = [True] * (end - start)
    plain = _without_fillers(folded, inside)
    for run in text.RUN.finditer(plain):
        if run.lastgroup != "han":
            found[run[0][: text.WORD_LENGTH]] = CONCEPT
            continue
        for place, pair in enumerate(_pairs_of(run[0]), start=run.start()):
            share = WITHIN if all(inside[place : place + len(pair)]) else 1.0
            weight = share * (PAIR if len(pair) == 2 else CHARACTER)
            found[pair] = max(found.get(pair, 0), weight)
            found[pair[0]] = max(found.get(pair[0], 0), CHARACTER * (WITHIN if inside[place] else 1.0))
    return found


def _pairs_of(run):
    """The pairs of a run, and its last character."""
    return [run[place : place + 2] for place in range(len(run))]


def _without_fillers(folded, inside):
    """The folded title with spaces where it says what any title says; a word of the synonyms stays whole."""
    kept, place = list(folded), 0
    while place < len(folded):
        ends = range(min(place + MOST, len(folded)), place, -1)
        length = next((end - place for end in ends if folded[place:end] in FILLERS), 0)
        for gone in range(place, place + length):
            if not inside[gone]:
                kept[gone] = " "
        place += length or 1
    return "".join(kept)


class Asked:
    """The title that is asked about. ``counts`` tells how many of ``total`` titles have a word."""

    def __init__(self, title, synonyms: Synonyms):
        self.synonyms = synonyms
        self.features = features(title, synonyms)

    def words(self):
        """Everything whose count has to be known."""
        spelled = {word for concept in self._concepts() for word in self.synonyms.words[concept]}
        return {*filter(_is_word, self.features), *(word for one in spelled for word in title_words(one))}

    def _concepts(self):
        return [feature for feature in self.features if not _is_word(feature)]

    def weigh(self, counts: Callable[[str], float], total):
        """Must come before the rest: gives every feature its rarity."""
        self.counts, self.total = counts, total
        self.rarity = {feature: rarity(self._titles(feature), total) for feature in self.features}
        self.size = math.sqrt(sum((weight * self.rarity[key]) ** 2 for key, weight in self.features.items())) or 1.0
        self.mean = self.size / (math.sqrt(sum(weight**2 for weight in self.features.values())) or 1.0)
        return self

    def _titles(self, feature):
        """About how many titles have it."""
        if _is_word(feature):
            return self.counts(feature)
        return sum(min(map(self.counts, title_words(word))) for word in self.synonyms.words[feature])

    def conditions(self):
        """What to look for, the rarest first. Pairs only say again what their characters say."""
        found = [
            Condition(self._query(feature), (weight * self.rarity[feature]) ** 2, self._titles(feature))
            for feature, weight in self.features.items()
            if not (_is_word(feature) and weight <= PAIR and len(feature) == 2)
        ]
        return sorted(found, key=lambda condition: condition.titles)

    def _query(self, feature):
        if _is_word(feature):
            return f"'{feature}'"
        spelled = (" & ".join(f"'{word}'" for word in sorted(title_words(w))) for w in self.synonyms.words[feature])
        return " | ".join(f"({word})" for word in spelled)

    def likeness(self, title):
        """From 0 (nothing in common) to 1. A title that says more than was typed is held against it only partly."""
        other = features(title, self.synonyms)
        both = sum(weight * other[key] * self.rarity[key] ** 2 for key, weight in self.features.items() if key in other)
        size = self.mean * (math.sqrt(sum(weight**2 for weight in other.values())) or 1.0)
        return min(1.0, both / (self.size ** (2 - LENGTH) * size**LENGTH))


def _is_word(feature):
    return isinstance(feature, str)


def rarity(having, total):
    """What it says that two of ``total`` share something that ``having`` of them have."""
    return max(0.0, math.log((total + 1) / (having + 0.5)))


# -- texts ------------------------------------------------------------------------------------------------------------


class AskedText:
    """The text that is asked about, its tokens weighed by rarity."""

    def __init__(self, tokens, rarity_of):
        self.weights = {token: rarity_of(token) ** 2 for token in tokens}
        self.whole = sum(self.weights.values())

    def likeness(self, other):
        """From 0 to 1: how much of what two texts say stands in both. Only the rarity of what was asked is known, so
        the other's tokens are taken to be as rare on the whole."""
        if not self.whole or not other:
            return 0.0
        both = sum(self.weights[token] for token in self.weights.keys() & other)
        return min(1.0, both / (self.whole * math.sqrt(len(other) / len(self.weights))))


def rarest(tokens, texts_with, *, most, within):
    """The tokens fewest texts have: ``most`` of them, or as many as stand in no more than ``within`` texts together."""
    found, reached = [], 0
    for token in sorted(set(tokens), key=lambda token: (texts_with(token), token))[:most]:
        reached += texts_with(token)
        if found and reached > within:
            break
        found.append(token)
    return found


def whole_likeness(title, body, *, same_topic=False, same_unit=False):
    """The title and the text each say enough alone, the text twice as much; topic and unit only tip the balance."""
    return 1 - (1 - title) * (1 - body) ** 2 + EVIDENCE * (same_topic + same_unit)


def shared(one, other):
    """``one`` in pieces: what stands word for word in ``other`` is a hit, everything else is not."""
    grams = {other[start : start + PASSAGE] for start in range(len(other) - PASSAGE + 1)}
    inside = [False] * len(one)
    for start in range(len(one) - PASSAGE + 1):
        if one[start : start + PASSAGE] in grams:
            inside[start : start + PASSAGE] = [True] * PASSAGE
    pieces = groupby(zip(one, inside, strict=True), key=itemgetter(1))
    return [text.Piece("".join(character for character, _hit in piece), hit) for hit, piece in pieces]
