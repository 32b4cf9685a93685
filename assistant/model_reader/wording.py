"""How the reasons of a model's labels are said to people."""

from knowledge.domain.two_views import About, TwoViews, views_of
from knowledge.language.catalogue import has_phrase, phrase

_HEADINGS: dict[About, str] = {
    "stance": "stance", "level": "level", "side": "side", "status": "status", "step_side": "side",
}  # fmt: skip
_KEYS = {"model": "model_reader.one.model", "model and rules": "model_reader.one.both"}


def reason_in_words(reason: str, lang: str) -> str | None:
    """What a reason given by the model reader says; ``None`` for a reason of another reader.

    The words may hold a name or title from a source: a surface makes them safe as it does with those.
    """
    if reason in _KEYS:
        return phrase(lang, _KEYS[reason])
    views = views_of(reason)
    if views is None or not has_phrase(lang, f"model_reader.differ.{views.about}"):
        return None
    return phrase(
        lang,
        f"model_reader.differ.{views.about}",
        model=_value(views, views.model, lang),
        rules=_value(views, views.rules, lang),
    )


def _value(views: TwoViews, value: str, lang: str) -> str:
    """A code in words; names and titles as they are."""
    if views.about == "belief" and has_phrase(lang, f"model_reader.belief.{value}"):
        return phrase(lang, f"model_reader.belief.{value}")
    key = f"codes.{_HEADINGS.get(views.about, '')}.{value}"
    return phrase(lang, key) if has_phrase(lang, key) else value
