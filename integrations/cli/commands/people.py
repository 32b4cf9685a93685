"""`carto people`: list the people of an account, make two one, or one two."""

from argparse import Namespace

from assistant.people import merge_people, split_person
from assistant.show_map import show_map
from integrations.cli.dates import parse_as_of
from integrations.cli.errors import NothingSaidOf
from integrations.cli.output import Output
from integrations.cli.present.as_json import person_object, plain
from integrations.cli.session import workspace_for
from knowledge.errors import UnknownPerson


def list_people(args: Namespace, out: Output) -> int:
    """Print the people of the account, ours and third parties included."""
    with workspace_for(args, out) as workspace:
        day = parse_as_of(args.as_of, workspace.clock.today())
        shown = show_map(workspace, args.account, day)
    people = list(shown.account_map.people)
    if out.wants_json:
        out.json([person_object(person) for person in people])
        return 0
    if not people:
        out.tell(out.words("map.empty", account=shown.account_name))
        return 0
    from integrations.cli.present.account_map import people_table

    out.show(people_table(people, out.lang))
    return 0


def merge(args: Namespace, out: Output) -> int:
    """Make two people one."""
    with workspace_for(args, out) as workspace:
        merged = merge_people(workspace, args.account, args.from_name, args.into_name)
    if out.wants_json:
        out.json(plain(merged))
    else:
        out.say(out.words("people.merged", gone=merged.from_name, stays=merged.into_name))
    return 0


def split(args: Namespace, out: Output) -> int:
    """Make one person two."""
    with workspace_for(args, out) as workspace:
        try:
            parted = split_person(workspace, args.account, args.name, args.new_name)
        except UnknownPerson as unknown:
            if unknown.facts["name"] != args.new_name:
                raise
            account = str(unknown.facts["account"])
            raise NothingSaidOf(args.new_name, args.name, account) from None
    if out.wants_json:
        out.json(plain(parted))
    else:
        words = out.words("people.split", name=parted.name, new=parted.new_name, n=parted.facts)
        out.say(words)
    return 0
