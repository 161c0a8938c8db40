"""How often the similar proposal is found: measured, with the figures of docs/similar.md as floors."""

import random

import pytest

from proposals.committee.actions import load_synonyms
from proposals.submission import actions, tasks
from proposals.submission.likeness import Matter, alike
from proposals.submission.models import WordCount
from tests import factories
from tests.submission import corpus, distractors

REWRITTEN, PARAPHRASED, CONTROL = 59, 44, 19


def place_of(source, matter):
    """At which place the source is found, from 1; 0: not at all."""
    found = list(alike(matter, source.committee))
    return found.index(source.pk) + 1 if source.pk in found else 0


@pytest.mark.slow
def test_a_proposal_with_half_of_its_clauses_rewritten_is_found_again(cast):
    dice = random.Random(60)
    matters = distractors.matters(3_000)
    written = corpus.enter(cast.session, [(distractors.title_on(dice, s), "。".join(text)) for s, text in matters])
    places = []
    for n in dice.sample(range(len(matters)), 60):
        subject, clauses = matters[n]
        again = "。".join(distractors.rewritten(dice, clauses, subject))
        places.append(place_of(written[n], Matter(distractors.title_on(dice, subject), again)))
    assert sum(0 < place <= 5 for place in places) >= REWRITTEN


@pytest.fixture
def published(cast):
    """The published titles among 2,000 others on the same subjects, {title: proposal}."""
    load_synonyms(cast.committee)
    real = corpus.published_titles()
    others = [title for title in distractors.titles(2_000) if title not in real]
    made = corpus.enter(cast.session, [(title, "") for title in [*real, *others]])
    return {proposal.title: proposal for proposal in made}


def found_among_ten(published, name):
    rows = corpus.rows_of(name)
    places = [place_of(published[row["source"]], Matter(row["paraphrase"])) for row in rows]
    return sum(0 < place <= 10 for place in places)


def test_titles_said_in_other_words_are_found_again(published):
    assert found_among_ten(published, "paraphrases.csv") >= PARAPHRASED


def test_so_are_those_nobody_looked_at_while_it_was_made(published):
    assert found_among_ten(published, "paraphrases_control.csv") >= CONTROL


def test_a_changed_title_is_found_by_its_new_words_at_once(cast):
    draft = factories.draft(cast, title="关于文明养犬的提案")
    actions.save_draft(draft, by=cast.member, now=factories.at("2022-02-11"), title="关于森林防火的提案")
    assert list(alike(Matter("森林防火"), cast.committee)) == [draft.pk]
    assert list(alike(Matter("文明养犬"), cast.committee)) == []


def test_counting_words_again_gives_the_same(cast):
    for title in ("关于养犬的提案", "关于养犬和养蜂的提案", "关于停车的提案"):
        factories.draft(cast, title=title)
    found = []
    for _n in range(2):
        tasks.count_words()
        found.append({row.word: (row.titles, row.texts) for row in WordCount.objects.all()})
    assert found[0] == found[1]
    assert {word: found[0].get(word) for word in ("", "养犬", "养", "蜂")} == {
        "": (3, 3), "养犬": (2, 2), "养": (2, 0), "蜂": None,
    }  # fmt: skip
