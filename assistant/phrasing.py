"""Requests and rare forms of a question as the forms that the reader was trained on."""

from __future__ import annotations

import re

_NAME_THOSE = re.compile(
    r"^(?:name|list|enumerate|give me|show me|tell me)\s+(?:me\s+)?(?:all\s+|any\s+)?(?:of\s+)?(?:the\s+)?"
    r"(?P<noun>[\w’' -]+?)\s+(?:who|that|which)\s+(?P<rest>.+)$",
    re.IGNORECASE,
)
_SIDE_OF = re.compile(
    r"^(?:the\s+|all\s+|any\s+)*(?P<side>opponents|critics|supporters|backers|advocates)\s+of\s+(?P<what>.+)$",
    re.IGNORECASE,
)
_ACCORDING = re.compile(r"^according to (?P<who>[^,]{2,60}),\s+(?P<rest>.+?)\s*\??$", re.IGNORECASE)
_CHANGED = re.compile(
    r"^(?:did|has|have|does|do) (?P<who>.+?) (?:chang\w+|revers\w+|shift\w*|soften\w*|revis\w+) "
    r"(?:her|his|its|their) (?:mind|position|stance|views?|opinion|tune|line|story|attitude)"
    r"(?: (?:on|about|over|regarding|towards?) (?P<what>.+?))?\s*\??$",
    re.IGNORECASE,
)
_HOW_VOTED = re.compile(
    r"^how (?:did|has|have) (?P<who>.+?) voted? (?:on|over|about) (?P<what>.+)$", re.IGNORECASE
)


def phrased(text: str) -> str:
    """ "Name the experts who doubt it" as "Which experts doubt it"; "opponents of it" as "Who is
    against it"; "How did she vote on it" as "Did she vote for it": forms that the reader knows."""
    source = _ACCORDING.match(text)
    if source:
        rest = source["rest"]
        return f"{rest[0].upper()}{rest[1:]}, according to {source['who']}"
    named = _NAME_THOSE.match(text)
    if named:
        people = named["noun"].lower() in {"people", "persons", "ones", "everyone", "everybody"}
        return f"{'Who' if people else 'Which ' + named['noun']} {named['rest']}"
    changed = _CHANGED.match(text)
    if changed:  # what was said, oldest first, shows it
        about = f" about {changed['what']}" if changed["what"] else ""
        return f"What did {changed['who']} say{about}"
    vote = _HOW_VOTED.match(text)
    if vote:
        return f"Did {vote['who']} vote for {vote['what']}"
    side = _SIDE_OF.match(text)
    if side:
        against = side["side"].lower() in {"opponents", "critics"}
        return f"Who {'is against' if against else 'supports'} {side['what']}"
    return text
