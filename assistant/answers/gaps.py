"""What is not known of an account, as an answer of its own."""

from assistant.answers.answer import Answer
from knowledge.language.catalogue import phrase
from tools.held.gaps import gap_sentence, gaps_of
from tools.held.holdings import Holdings


def gaps_answer(question: str, lang: str, holdings: Holdings) -> Answer:
    """The gaps as an answer; it is an inference from what the map lacks."""
    said = [gap_sentence(lang, gap) for gap in gaps_of(holdings)]
    if not said:
        text = phrase(lang, "answers.gap.none")
        return Answer(question, holdings.account_name, text, "inference")
    text = "\n".join([phrase(lang, "answers.gap.heading"), *said])
    return Answer(question, holdings.account_name, text, "inference")
