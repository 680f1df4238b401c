"""How real what a word names is: own sentences, one for each way of making something less than happened."""

from functools import lru_cache

import pytest

from tellings.annotate.parse import parse_report
from tellings.linking.factuality import children_of, judge_clause, load_effects, subject_of
from tellings.records import Report, Sentence

EFFECTS = {
    "happened", "ongoing", "planned", "threatened", "asked", "refused", "denied", "possible", "conditional",
    "background", "negative", "said", "light",
}  # fmt: skip


@lru_cache(maxsize=64)
def parse(text: str) -> Sentence:
    report = Report("r", "c", "own.txt", None, None, None, None, "en", text)
    return parse_report(report)[0]


def index_of(sentence: Sentence, word: str) -> int:
    return next(i for i, token in enumerate(sentence.tokens) if token.text == word)


@pytest.mark.parametrize(
    ("text", "word", "factuality", "polarity", "speaker"),
    [
        ("The president said that the request would likely be denied.", "denied", "possible", "positive", "president"),
        ("The mission refused the request.", "refused", "happened", "positive", None),
        ("The mission did not inform the ministry.", "inform", "happened", "negative", None),
        ("Chad requested the return of its troops.", "return", "asked", "positive", None),
        ("The army is shelling the town.", "shelling", "ongoing", "positive", None),
        ("Rebels threatened to attack the capital.", "attack", "threatened", "positive", None),
        ("Rebels threatened to attack the capital.", "threatened", "happened", "positive", None),
        ("The minister denied that soldiers killed civilians.", "killed", "denied", "positive", "minister"),
        ("Police failed to arrest the suspect.", "arrest", "happened", "negative", None),
        ("The union called for a strike.", "strike", "asked", "positive", None),
        ("If the army attacks the town, people will flee.", "attacks", "conditional", "positive", None),
        ("If the army attacks the town, people will flee.", "flee", "conditional", "positive", None),
        ("Police foiled an attack on the station.", "attack", "happened", "negative", None),
        ("No talks were held on Monday.", "talks", "happened", "negative", None),
        ("Talks will be held on Monday.", "Talks", "planned", "positive", None),
        ("The two sides held talks on Monday.", "talks", "happened", "positive", None),
        ("Kenya accused Uganda of shelling a village.", "shelling", "possible", "positive", "Kenya"),
        ("The alleged attack killed five.", "attack", "possible", "positive", None),
        ("The minister will meet and thank the crew.", "thank", "planned", "positive", None),
        ("They must stop the attacks.", "stop", "asked", "positive", None),
        ("He went to the capital to meet the king.", "meet", "planned", "positive", None),
        ("Nobody was killed.", "killed", "happened", "negative", None),
        ("The government said it would send troops.", "send", "planned", "positive", "government"),
        ("According to the ministry, soldiers fired on the crowd.", "fired", "happened", "positive", "ministry"),
        ("A film about the massacre opened.", "massacre", "background", "positive", None),
        ("The rebels stopped shelling the port.", "shelling", "happened", "positive", None),
        ("Ghana and Togo agreed to open the border.", "open", "planned", "positive", None),
        ("The league set a date for a match to be held in June.", "held", "planned", "positive", None),
        ("The ship, which is to leave on Monday, was loaded.", "leave", "planned", "positive", None),
        ("The yard won a contract to supply six ferries.", "supply", "planned", "positive", None),
        ("The nurse was the first to leave the ward.", "leave", "happened", "positive", None),
        ("She would like to note that the two towns agreed.", "agreed", "happened", "positive", None),
        ("He declined to say whether the rebels attacked the port.", "attacked", "possible", "positive", None),
        ("She did not know why the guard would shoot a nurse.", "shoot", "happened", "positive", None),
        ("Troops were sent to prevent an attack on the camp.", "attack", "possible", "positive", None),
        ("Miners gathered to protest in the square.", "protest", "happened", "positive", None),
        ("The two sides could not agree on a date.", "agree", "happened", "negative", None),
        ("I want to thank the nurses.", "thank", "happened", "positive", None),
        ("The firm will stop selling rifles.", "selling", "planned", "negative", None),
        ("The port was shut due to a string of attacks.", "attacks", "happened", "positive", None),
        ("The letter prompted the mayor to accuse the firm.", "accuse", "happened", "positive", None),
        ("They offered money for information leading to an arrest.", "arrest", "possible", "positive", None),
        ("The drivers have to leave the island.", "leave", "asked", "positive", None),
        ("They will be ready in May.", "ready", "planned", "positive", None),
        ("There is no proof that guards shot the clerk.", "shot", "happened", "negative", None),
        ("The port will continue to use the old crane.", "use", "planned", "positive", None),
    ],
)
def test_stances(text: str, word: str, factuality: str, polarity: str, speaker: str | None) -> None:
    sentence = parse(text)
    stance = judge_clause(sentence, index_of(sentence, word))
    named = sentence.tokens[stance.speaker].text if stance.speaker is not None else None
    assert (stance.factuality, stance.polarity, named) == (factuality, polarity, speaker)


def test_effects_are_known_words() -> None:
    assert set(load_effects().values()) <= EFFECTS
    assert len(load_effects()) > 300


def test_shared_subject_and_children() -> None:
    sentence = parse("The mayor opened the bridge and thanked the workers.")
    thanked = index_of(sentence, "thanked")
    subject = subject_of(sentence, thanked)
    assert subject is not None and sentence.tokens[subject].text == "mayor"
    assert index_of(sentence, "workers") in children_of(sentence)[thanked]
