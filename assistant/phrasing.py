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

_HOW_VOTED = re.compile(
    r"^how (?:did|has|have) (?P<who>.+?) voted? (?:on|over|about) (?P<what>.+)$", re.IGNORECASE
)


def phrased(text: str) -> str:
    """ "Name the experts who doubt it" as "Which experts doubt it"; "opponents of it" as "Who is
    against it"; "How did she vote on it" as "Did she vote for it": forms that the reader knows."""
    named = _NAME_THOSE.match(text)
    if named:
        people = named["noun"].lower() in {"people", "persons", "ones", "everyone", "everybody"}
        return f"{'Who' if people else 'Which ' + named['noun']} {named['rest']}"
    vote = _HOW_VOTED.match(text)
    if vote:
        return f"Did {vote['who']} vote for {vote['what']}"
    side = _SIDE_OF.match(text)
    if side:
        against = side["side"].lower() in {"opponents", "critics"}
        return f"Who {'is against' if against else 'supports'} {side['what']}"
    return text
