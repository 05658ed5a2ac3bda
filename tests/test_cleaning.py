"""Cleaning scraped pages: the junk is out, every sentence of the article is in."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import Note
from corpus.cleaning import clean
from corpus.normalising import normalise

SHARED = Path(os.environ.get("FOOTNOTE_SHARED", Path(__file__).parents[2] / "shared")) / "articles"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason=f"no shared articles at {SHARED}")

FERRY = "The ferry will make its last crossing in September, its owners have said."
CRACKS = "Search teams had found cracks in the hull last week."


def paragraphs(*lines: str) -> str:
    return "\n\n".join(lines)


def kept(*lines: str, title: str = "The ferry stops") -> list[str]:
    return clean(paragraphs(*lines), title=title).text.split("\n\n")


# --- the five real articles ---------------------------------------------------------------------

JUNK = (
    "Dear reader|SUPPORT A FREE PRESS|WITH AN INITIAL AMOUNT|Our access to web content|Close this search"
    " box|Share This Story"
    "|Popular Posts|Video of the day|(Photo|Photo EPA-EFE|Read Also|Related Article|About the Author"
    "|Patriotman|Brushbeater"
    "|Leave a Reply|Please enter your|Comments are closed|One Response|Original article here|Source:"
    " Focus|ZAGAN, POLAND"
    "|TOPSHOT|Sean Gallup|SUPINSKY|LECOCQ|NATO Troops\n|Russia Ukraine Kyiv|Centurion_Cornelius|boss21"
    "|Irish-7|Balarus"
    "|too corrupt to join NATO|hyena of Europe|US Biggest Aircraft|Massive US Aircraft|NATO Ukrainian"
    " Membership|(AP)"
).split("|")

SENTENCES = {
    "american-partisan-rasmussen-warning": (
        "A group of Nato countries may be willing|Anders Rasmussen has said.|Rasmussen, who has been"
        " acting|starts on 11 July."
        "|He also warned that even if|off the agenda at Vilnius.|He made his remarks as|guarantees to"
        " full members."
        "|The US ambassador to Nato, Julianne Smith|relationship with Nato.”|Rasmussen said: “If Nato"
        " cannot agree"
        "|troops on the ground.\n\n“I think the Poles|true Russian mentality.”|He said it would be"
        " entirely legal|military assistance."
        "|His striking suggestion|would provoke Russia.|Rasmussen said it was imperative|from a further"
        " attack.|He said that “after a slow start"
        "|including in France.|But he warned that security guarantees would not be enough.|He said that"
        " “some Nato allies"
        "|towards Nato membership.”|He said history showed|part of their membership path.|“Anything less"
        " than that|,” he said."
        "|He rejected the argument|this would provide Putin with a veto."
    ),
    "ap-nato-chief-no-plans": (
        "NATO Secretary-General Jens Stoltenberg told|war-ravaged country.|Stoltenberg said that “NATO"
        " allies|ground in Ukraine.”"
        "|Ahead of a trip to Paris|Russian invasion.|Fico said that|would do in Ukraine.|Parliament"
        " speaker Peter Pellegrini also said that Slovakia"
        "|Czech Prime Minister Petr Fiala|soldiers to Ukraine.”|Prime Minister Donald Tusk also said|its"
        " troops to Ukraine.”"
        "|While ruling out NATO military action|upholding that right.”|NATO as an alliance provides|from"
        " all member countries."
        "|The idea of putting boots|two years ago.|French President Emmanuel Macron said|into a third"
        " year.|“We will do everything needed"
        "|“nothing can be ruled out.”|The conference was held|shore up Western support.|European nations"
        " are worried|policy on the continent."
        "|Several European countries|at the meeting said.|Macron said that a new|40 additional"
        " long-range Scalp cruise missiles."
        "|In an interview last week|only inside Ukraine.|“It’s for each and every ally|outside Ukraine.”"
        "|Also Monday, Sweden cleared its final hurdle to becoming a NATO member."
    ),
    "focus-stoltenberg-no-plans": (
        "According to the Secretary General|on Ukrainian territory.\n\nNATO Secretary General Jens|to"
        " the Associated Press.|“NATO allies are providing"
        "|told reporters.|The publication recalled|To help him resist the Russian occupation.|Let us"
        " remind you that|troops to Ukraine."
        "|It was learned that in 2024|is not specified.|It is worth noting|Russian President Vladimir"
        " Putin."
    ),
    "nato-countries-likely-to-send-troops": (
        "NATO countries are considering sending|Anders Fogh Rasmussen.|As the war in Ukraine continues"
        "|aggression.|The ex-Alliance Chief warns"
        "|to Ukraine.|And as such, Rasmussen says|on the ground.\"|On top of that|is legal.|The Guardian"
        " notes|this July 11.|The recent remarks"
        "|leaving Ukraine behind.|Some NATO member countries|war against Moscow.|The decision of whether"
        "|conflict between NATO and Russia."
        "|The United Kingdom Prime Minister|belongs to NATO.|But as per a report|by his call.|Zelenskyy"
        " says that|security type.\""
        "|Countries such as Luxembourg|military alliance.|The German Foreign Minister|midst of a war.\""
        "|Despite that, Zelenskyy is still appealing to dozens of European leaders."
    ),
    "sloboden-pechat-volunteer-troops": (
        "The former Secretary General of NATO|send troops to Ukraine.|That scenario, he said|Lithuania."
        "|Rasmussen, who is now|joint military exercises."
        "|- If NATO cannot agree|reports the Guardian.|According to Rasmussen, Poland could be one of"
        " those countries.|- I think that the Poles|, he said."
        "|Rasmussen, after a trip|international law.|The current Secretary General|members of the"
        " Alliance.|The alliance first promised|since then."
        "|Several NATO members|path for Kyiv to membership.|The group of Eastern European members"
        "|support for Kyiv\".|Although Washington repeatedly"
        "|membership later.|However, the US ambassador to NATO, Julianne Smith|what that might mean."
    ),
}  # fmt: skip

TITLES = {
    "american-partisan-rasmussen-warning": "NATO members may send troops to Ukraine, warns former"
    " alliance chief",
    "ap-nato-chief-no-plans": "NATO’s Chief Says The Alliance Has No Plans To Send Troops To Ukraine",
    "focus-stoltenberg-no-plans": "NATO does not plan to send troops to Ukraine – Stoltenberg",
    "nato-countries-likely-to-send-troops": "NATO Countries Likely to Send Troops to Ukraine",
    "sloboden-pechat-volunteer-troops": "The former head of NATO says that members of the Alliance are"
    " preparing volunteer troops to enter Ukraine",
}
PARAGRAPHS = {"american": 16, "ap": 19, "focus": 7, "nato": 15, "sloboden": 13}


@needs_shared
@pytest.mark.parametrize("stem", SENTENCES)
def test_a_real_article_loses_its_junk_and_no_sentence(stem: str) -> None:
    cleaned = clean((SHARED / f"{stem}.txt").read_text("utf-8"))
    assert [junk for junk in JUNK if junk.lower() in cleaned.text.lower()] == []
    place = 0
    for words in SENTENCES[stem].split("|"):
        assert words in cleaned.text[place:], words
        place = cleaned.text.index(words, place)
    assert cleaned.title == TITLES[stem]
    assert len(cleaned.text.split("\n\n")) == PARAGRAPHS[stem.split("-")[0]]


@needs_shared
@pytest.mark.parametrize("stem", SENTENCES)
def test_nothing_is_thrown_away(stem: str) -> None:
    """Every word of the page is in the text, the title or a note."""
    page = (SHARED / f"{stem}.txt").read_text("utf-8")
    cleaned = clean(page)
    after = " ".join([cleaned.title, cleaned.text, *(note.text for note in cleaned.notes)])
    assert sorted(normalise(page).split()) == sorted(after.split())


# --- shapes of other sites ----------------------------------------------------------------------


def test_lines_of_a_page_that_are_not_the_story() -> None:
    page = (
        "Skip to main content|Home > News > Coast|The ferry stops|By Maria Okafor, Coast News|Updated"
        " 5:12 PM, June 8, 2023|3 min read"
        f"|Share on Facebook|Image source, Getty Images|Image caption, The ferry in 1931|{FERRY}"
        f"|Advertisement|Story continues below"
        f"|Read more: Quay to be rebuilt|{CRACKS}|Sign up for our newsletter|FILE PHOTO: The quay at"
        f" dusk. REUTERS/Jo Lane"
        '|"We cannot make her safe," said Paul Greene.|Reporting by Jo Lane; Editing by Ann Wu|Our'
        " Standards: The Thomson Reuters Trust Principles."
        "|© 2023 Coast News. All rights reserved.|Follow us on Twitter|Tags: ferry, quay|Most read|Man"
        " finds python in car|Why the king skipped lunch"
    )
    assert kept(*page.split("|")) == [FERRY, CRACKS, '"We cannot make her safe," said Paul Greene.']


STAY = [
    "Share prices of the company fell by 4% on Monday.",
    "Photo evidence of the cracks was shown at the meeting.",
    "“Subscribe to the idea that we can wait, and you’ll wait forever,” said Hal Pruitt.",
    "The newspaper asked its readers to subscribe and to donate to its newsroom.",
    "The army counted two breaches (Photo: a burned checkpoint) and answered none.",
    "1. The council shall meet on June 8, 2023.",
    "2. Trucks must use Route 9.",
    "“No.”",
    "- I did not see it, he said.",
    "By Monday the river had risen by two metres.",
    "By accepting the terms of the ceasefire, Kyiv would lose the harbour.",
    "Reporting by the newspaper showed that aid had come late.",
    "Follow the money, the inspector said.",
    "Copyright law must change, the minister said.",
    "Original documents were burned.",
    "Related costs rose to 4 million euros.",
    "Comments are what we live on, the editor said.",
    "Correction: An earlier version of this article misspelled the name of Paul Greene.",
    "We support our members, the union said, and you can read it in their newsletter.",
    "He shared one photo: a burning tank.",
    "Menu prices doubled.",
    "Poland’s prime minister said:",
    "“We are ready.”",
]


@pytest.mark.parametrize("sentence", STAY)
def test_a_sentence_that_looks_like_furniture_stays(sentence: str) -> None:
    assert sentence in kept(FERRY, sentence, CRACKS)


def test_many_such_sentences_together_stay() -> None:
    assert kept(FERRY, *STAY, CRACKS) == [FERRY, *STAY, CRACKS]


COMMENTS = {
    "wordpress": "2 thoughts on “The ferry stops”|Bob T. says:|March 14, 2024 at 8:02 pm|They never"
    " wanted it.|Who pays?|Reply|Leave a Reply",
    "numbered": "1. Bob June 8, 2023 at 09:17|They never wanted it.|2. Lorna June 8, 2023 at 10:43|It"
    " was 5-2.",
    "blogspot": "2 comments:|Anonymous June 9, 2023 at 11:00 AM|Nice pictures.|Reply|Gerd|June 10, 2023"
    " at 8:15 AM|They were mine.|Reply",
    "disqus": "12 Comments|Sort by Best|Jo Lane · 3 hours ago|They never wanted it.|Like|Reply",
    "facebook": "Facebook Comments|Bob Tann|They never wanted it.|Like · Reply · 3h",
    "locked": "Log in to leave a comment",
    "german": "Kommentare (2)|Hafenfreund|08.06.2023, 19:12 Uhr|Schon wieder!|Antworten",
    "russian": "Комментарии|Иван 12 мая 2024, 10:22|Опять.|Ответить",
}


@pytest.mark.parametrize("system", COMMENTS)
def test_comments_are_set_aside_whole(system: str) -> None:
    cleaned = clean(
        paragraphs(FERRY, CRACKS, *COMMENTS[system].split("|")), title="The ferry stops"
    )
    assert cleaned.text == paragraphs(FERRY, CRACKS)
    assert cleaned.notes == (Note("comment", paragraphs(*COMMENTS[system].split("|"))),)


def test_a_comment_counter_beside_the_headline_is_no_comment_section() -> None:
    assert kept("The ferry stops", "35 comments", FERRY, CRACKS, "It was built in 1931.") == [
        FERRY,
        CRACKS,
        "It was built in 1931.",
    ]


def test_a_byline_below_the_summary_is_no_comment() -> None:
    page = (
        "The ferry stops",
        FERRY,
        "Jo Lane · June 8, 2023, 9:17 am",
        CRACKS,
        "It was built in 1931.",
        "Leave a Reply",
    )
    assert kept(*page)[-2:] == [CRACKS, "It was built in 1931."]


def test_questions_and_subheads_in_the_story_open_no_comments() -> None:
    story = [
        FERRY,
        CRACKS,
        "What do you think?",
        "It was built in 1931, and nobody asked for a plan.",
    ]
    assert kept(*story, "1. The quay stays.", "2. The bridge goes.") == [
        *story,
        "1. The quay stays.",
        "2. The bridge goes.",
    ]


def test_a_note_on_the_author_beside_the_story_takes_only_itself() -> None:
    rest = [
        f"In {year} the owners of the ferry counted more crossings." for year in range(1931, 1937)
    ]
    assert kept(FERRY, "About the author", "Jo Lane likes boats.", *rest) == [FERRY, *rest]


def test_a_page_whose_lines_have_no_end_marks_keeps_them() -> None:
    cleaned = clean(
        "Взрывы прогремели в порту утром\n\nРанены три человека\n\nПодписывайтесь на наш канал"
    )
    assert (cleaned.title, cleaned.text) == (
        "Взрывы прогремели в порту утром",
        "Ранены три человека",
    )


def test_kinds_of_notes() -> None:
    cleaned = clean(
        paragraphs(
            "The ferry stops", FERRY, "Photo: Jo Lane", "What comes next", CRACKS, "It was built in 1931.",
            "Support our work", "Related articles", "Quay to be rebuilt", "About the author: Jo Lane",
            "Jo Lane likes boats.",
        ),
    )  # fmt: skip
    assert cleaned.title == "The ferry stops"
    assert [note.kind for note in cleaned.notes] == [
        "caption",
        "heading",
        "plea",
        "related",
        "biography",
    ]


def test_a_related_box_in_the_middle_takes_no_sentence_with_it() -> None:
    assert (
        kept(FERRY, "Read also", "Quay to be rebuilt", CRACKS, "It was built in 1931.")[1] == CRACKS
    )


# --- characters and lines -----------------------------------------------------------------------


def test_wrapped_lines_are_joined_and_hyphens_at_line_ends_go() -> None:
    wrapped = (
        "Miners at the Torva pit went back to work on Mon-\nday after the company agreed to raise night\n"
        "pay by 8 percent, both sides said.\n\n   The strike had lasted 41 days and cost some\n20"
        " million crowns."
    )
    assert clean(wrapped, title="Strike").text == (
        "Miners at the Torva pit went back to work on Monday after the company agreed to raise night"
        " pay by 8 percent, both sides said.\n\nThe strike had lasted 41 days and cost some 20 million"
        " crowns."
    )


def test_characters() -> None:
    dirty = (
        "The\u00a0fer\u00adry\u200b sto\u202eps,\r\n&amp;quot;they&amp;quot; said\U000e0041.\x00"
    )
    assert normalise(dirty) == 'The ferry stops,\n"they" said.'
    assert normalise("می\u200cخواهم") == "می\u200cخواهم"  # Persian needs its joiner
    assert (
        normalise("\U0001f469\u200d\U0001f52c") == "\U0001f469\u200d\U0001f52c"
    )  # and so do emoji


def test_a_standfirst_before_the_headline_stays_as_text() -> None:
    cleaned = clean(paragraphs(FERRY, "Harbour Ferry Stops After Long Service", CRACKS))
    assert (cleaned.title, cleaned.text) == (
        "Harbour Ferry Stops After Long Service",
        paragraphs(FERRY, CRACKS),
    )


# --- whatever comes -----------------------------------------------------------------------------

line = st.one_of(
    st.text(max_size=60),
    st.sampled_from([*STAY, FERRY, CRACKS, "Read also", "Related", "2 Comments", "Dear reader,", "Reply"]),
    st.sampled_from(["A Short Head", "2. Bo June 8, 2023 at 09:17", "Photo: Jo Lane", "By Jo Lane"]),
    st.sampled_from([*(part for shape in COMMENTS.values() for part in shape.split("|"))]),
)  # fmt: skip
page = st.lists(line, max_size=14).map("\n".join) | st.lists(line, max_size=14).map("\n\n".join)


def letters(text: str) -> str:
    return re.sub(r"[\s-]+", "", text)


@settings(max_examples=150, deadline=None)
@given(page)
def test_cleaning_invents_nothing(text: str) -> None:
    cleaned = clean(text)
    rest = iter(letters(normalise(text)))
    assert all(char in rest for char in letters(cleaned.text))


@settings(max_examples=150, deadline=None)
@given(page)
def test_cleaning_what_is_clean_changes_nothing(text: str) -> None:
    once = clean(text, title="A known title")
    assert clean(once.text, title="A known title").text == once.text
