"""Facts a person tells us directly: the weight of somebody, and the correction of what is wrong."""

from dataclasses import replace

from assistant.correct_fact import UnknownFact, correct_fact
from assistant.state_fact import state_fact
from integrations.slack.blocks.correction import fact_words
from integrations.slack.blocks.elements import unpacked
from integrations.slack.blocks.mrkdwn import NAME, said
from integrations.slack.blocks.notices import notice
from integrations.slack.blocks.words import told, value_words
from integrations.slack.handlers.context import Context
from integrations.slack.handlers.decide import not_allowed, renew
from integrations.slack.handlers.replies import Replies
from knowledge.errors import BadValue, NotAllowed, UnknownPerson


def weigh(context: Context, replies: Replies, value: str) -> None:
    """Record how much somebody weighs in the decision, or that it is not known."""
    carried, lang = unpacked(value), context.lang
    account, person = str(carried.get("a", "")), str(carried.get("s", ""))
    level = str(carried.get("v", ""))
    if level not in ("high", "low"):
        place = replies.place
        thread = context.conversation.recall(place.channel, replies.thread_ts)
        not_known = tuple(dict.fromkeys([*thread.not_known, person]))[-50:]
        kept = replace(thread, not_known=not_known)
        context.conversation.remember(place.channel, replies.thread_ts, kept)
        replies.tell(notice(told(lang, "hole.not_known")))
    else:
        try:
            stated = state_fact(context.ws, account, person, "person.influence", level)
        except NotAllowed:
            not_allowed(context, replies, account)
            return
        except UnknownPerson:
            replies.tell(notice(told(lang, "correct.gone")))
        else:
            facts = {
                "name": said(stated.person_name, NAME),
                "level": told(lang, f"hole.level_{level}"),
            }
            replies.tell(notice(told(lang, "hole.saved", **facts)))
    renew(context, replies, str(carried.get("p", "")))


def correct(context: Context, replies: Replies, carried: str, values: dict[str, str]) -> None:
    """Carry out a correction view that was sent."""
    parts, lang = unpacked(carried), context.lang
    account = str(parts.get("a", ""))
    ids = parts.get("f")
    carried_ids = [str(one) for one in ids] if isinstance(ids, list) else []
    chosen = values.get("which", "") or (carried_ids[0] if carried_ids else "")
    instead = values.get("instead", "").strip()
    if chosen not in carried_ids:
        replies.tell(notice(told(lang, "correct.gone")))
        return
    try:
        done = correct_fact(context.ws, account, chosen, instead or None)
    except NotAllowed:
        not_allowed(context, replies, account)
        return
    except UnknownFact:
        replies.tell(notice(told(lang, "correct.gone")))
        return
    except BadValue as fault:
        facts = {key: said(str(one)) for key, one in fault.facts.items()}
        replies.tell(notice(told(lang, "correct.bad_value", **facts)))
        return
    was = said(fact_words(done.was, done.names, lang))
    if done.unchanged:
        words = told(lang, "correct.unchanged")
    elif done.now is None:
        words = told(lang, "correct.removed", was=was)
    else:
        now = said(value_words(lang, done.now.attribute, done.now.value, done.names))
        words = told(lang, "correct.done", was=was, now=now)
    made = notice(words)
    if done.unchanged:
        replies.tell(made)
    else:
        replies.show(made.text, made.blocks)
