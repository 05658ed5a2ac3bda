"""The question about the opposite stance: "Who ruled out X?" -> "Who left X open?".

A reader's score for the opposite, taken beside its score for the question itself, tells "ruled
out" from "should not be ruled out" where each score alone does not.
"""

from __future__ import annotations

import re

# (what is asked, what the opposite asks). The object stays where it stands; forms keep the tense.
_PAIRS: tuple[tuple[str, str], ...] = (
    (r"(?:should|could|can|must|would) not be (?:ruled out|excluded)", "is ruled out"),
    (r"(?:said|says) (?:that )?(.+?) (?:can|could|should) not be ruled out", r"ruled out \1"),
    (r"(?:did not|didn't|refused to|would not|declined to) (?:rule out|exclude)", "ruled out"),
    (r"(?:has|have|had) not (?:ruled out|excluded)", "has ruled out"),
    (r"(?:has|have|had) (?:ruled out|excluded)", "has left open"),
    (r"(?:ruled out|excluded)", "did not rule out"),
    (r"(?:rules out|excludes)", "does not rule out"),
    (r"(?:ruling out|excluding)", "leaving open"),
    (r"(?:rule out|exclude)", "leave open"),
    (r"left open", "ruled out"),
    (r"leaves? open", "rules out"),
    (r"left (.+?) open", r"ruled out \1"),
    (r"(?:rejected|turned down|refused|dismissed)", "accepted"),
    (r"(?:rejects?|turns? down|refuses?|dismisses)", "accepts"),
    (r"(?:accepted|agreed to)", "rejected"),
    (r"(?:accepts?|agrees? to)", "rejects"),
    (r"(?:opposed|objected to|resisted|voted against)", "supported"),
    (r"(?:opposes?|objects? to|resists?|votes? against)", "supports"),
    (r"(?:is|are|was|were) (?:against|opposed to)", "is for"),
    (r"(?:is|are|was|were) (?:for|in favou?r of)", "is against"),
    (r"(?:supported|backed|endorsed|favou?red|voted for|welcomed|praised|approved of)", "opposed"),
    (r"(?:supports?|backs?|endorses?|favou?rs?|votes? for|welcomes?|praises?)", "opposes"),
    (r"(?:criticised|criticized|condemned|attacked)", "praised"),
    (r"(?:criticises|criticizes|condemns)", "praises"),
    (r"denied", "confirmed"),
    (r"denies", "confirms"),
    (r"confirmed", "denied"),
    (r"confirms", "denies"),
    (r"(?:doubts?|doubted)", "believes in"),
    (r"(?:does not|doesn't|do not|don't) want", "wants"),
    (r"(?:wants?|wanted)", "does not want"),
    (r"(?:does not|doesn't|did not|didn't) support", "supports"),
    (r"said no to", "said yes to"),
    (r"said yes to", "said no to"),
    (r"disagree[sd]? with", "agrees with"),
    (r"agree[sd]? with", "disagrees with"),
    (r"(?:will|would) not", "will"),
    (r"won't", "will"),
)
_COMPILED = tuple((re.compile(rf"\b{left}\b", re.IGNORECASE), right) for left, right in _PAIRS)


def opposite_question(text: str) -> str | None:
    """`text` with its stance turned round; None where it asks for no stance."""
    for pattern, turned in _COMPILED:
        changed, count = pattern.subn(turned, text, count=1)
        if count:
            return changed
    return None
