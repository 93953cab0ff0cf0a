"""Who appears in texts, by lexicon: age, sex and origin of the people spoken of. Pure.

A lexicon counts words, not people: it shows who is hardly spoken of, and never says that a text is fair.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from curation.domain.distribution import Mention, Trait

_LEXICON: dict[tuple[Trait, str], str] = {
    (Trait.AGE, "children"): "child children baby babies infant infants toddler toddlers newborn newborns kid kids",
    (Trait.AGE, "teenagers"): "teenager teenagers teen teens adolescent adolescents minor minors pupil pupils",
    (Trait.AGE, "adults"): "adult adults grown-up grown-ups",
    (Trait.AGE, "older people"): "elderly pensioner pensioners retiree retirees senior seniors grandmother grandfather",
    (Trait.SEX, "women"): "woman women girl girls she her hers herself mother mothers wife daughter sister female",
    (Trait.SEX, "men"): "man men boy boys he his him himself father fathers husband son brother male males",
    (Trait.SEX, "neither of the two"): "nonbinary non-binary transgender intersex genderqueer",
    (Trait.ORIGIN, "migrants"): "migrant migrants immigrant immigrants refugee refugees foreigner foreigners",
    (Trait.ORIGIN, "Africans"): "african africans nigerian kenyan ethiopian somali ghanaian egyptian moroccan",
    (Trait.ORIGIN, "Americans"): "american americans mexican brazilian hispanic latino latina canadian peruvian",
    (Trait.ORIGIN, "Asians"): "asian asians chinese indian japanese korean vietnamese pakistani turkish arab arabs",
    (Trait.ORIGIN, "Europeans"): "european europeans german french spanish italian polish british romanian ukrainian",
}
_GROUP_OF = {word: group for group, words in _LEXICON.items() for word in words.split()}
_ANY = "|".join(sorted(map(re.escape, _GROUP_OF), reverse=True))
_WORDS = re.compile(rf"(?<!\w)(?:{_ANY})(?!\w)", re.IGNORECASE)


@dataclass
class Mentions:
    """Counts samples that speak of somebody with a trait."""

    samples: Counter[tuple[Trait, str]] = field(default_factory=Counter[tuple[Trait, str]])
    questions: Counter[tuple[Trait, str]] = field(default_factory=Counter[tuple[Trait, str]])
    answers: Counter[tuple[Trait, str]] = field(default_factory=Counter[tuple[Trait, str]])
    approved: Counter[tuple[Trait, str]] = field(default_factory=Counter[tuple[Trait, str]])

    def add(self, question: str, answer: str, *, approved: bool) -> None:
        """Count one sample."""
        asked, said = set(_groups_in(question)), set(_groups_in(answer))
        self.questions.update(asked)
        self.answers.update(said)
        self.samples.update(asked | said)
        if approved:
            self.approved.update(asked | said)

    def counted(self) -> tuple[Mention, ...]:
        """Return the counts of every group of the lexicon, those that nobody speaks of too."""
        return tuple(
            Mention(
                trait=trait,
                group=group,
                samples=self.samples[trait, group],
                in_question=self.questions[trait, group],
                in_answer=self.answers[trait, group],
                approved=self.approved[trait, group],
            )
            for trait, group in _LEXICON
        )


def pattern_of(trait: Trait, group: str) -> str:
    """Return the pattern that finds the samples which speak of a group; raises KeyError for one that is not there."""
    return rf"(?<!\w)(?:{'|'.join(map(re.escape, _LEXICON[trait, group].split()))})(?!\w)"


def _groups_in(text: str) -> Iterable[tuple[Trait, str]]:
    return (_GROUP_OF[match.group().lower()] for match in _WORDS.finditer(text))
