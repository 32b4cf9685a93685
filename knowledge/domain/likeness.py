"""Whether two wordings of a pain, a promise or a goal are about the same thing.

Two notes seldom use the same words, so the measure is the share of content words in common. It errs
on the side of two items: a reviewer can close a double, but not see what was silently merged.
"""

from functools import lru_cache

from knowledge.domain.names import fold

# Function words of both languages carry no content; the list only has to be good enough to keep
# short sentences from looking alike.
_EMPTY = frozenset(
    """a an and are as at be been but by can do for from had has have he her his i if in is it its
    me my no not of on or our she so that the their them they this to us was we were will with you
    your au aux avec ce ces cette dans de des du elle elles en est et etre eu il ils je la le les
    leur leurs lui ma mais mes mon ne nos notre nous on ont ou par pas pour qu que qui sa se ses son
    sont sur ta te tes ton tu un une vos votre vous y d l s n c j m t""".split()
)
_STEM = 5


@lru_cache(maxsize=4096)
def content_words(text: str) -> frozenset[str]:
    """The content words of ``text``, folded and cut to a common beginning."""
    words = fold(text).split()
    return frozenset(word[:_STEM] for word in words if word not in _EMPTY and len(word) > 1)


def likeness(one: str, other: str) -> float:
    """From 0 (nothing in common) to 1: the share of the shorter wording found in the other."""
    first, second = content_words(one), content_words(other)
    if not first or not second:
        return 0.0
    shared = len(first & second)
    if shared < 2 and min(len(first), len(second)) > 1:
        return 0.0
    return shared / min(len(first), len(second))
