"""Each kind of file, and what hostile files cost: one article, never the run."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from corpus.article import Article
from corpus.reader_process import Limits, ReaderProcess
from corpus.reading import Skipped, read

BODY = "The ferry will make its last crossing in September.\n\nIt was built in 1931."
Write = Callable[[str, str | bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def one(path: Path) -> Article:
    articles, skipped = read(path, path.name)
    assert skipped == [] and len(articles) == 1
    return articles[0]


def why(path: Path) -> str:
    articles, (skipped,) = read(path, path.name)
    assert articles == [] and skipped.source == path.name and skipped.advice
    return skipped.reason


PAGE = """<!doctype html><html><head><title>The ferry stops | The Echo</title>
<meta property="og:site_name" content="The Echo"><link rel="canonical" href="https://echo.example/f">
<script type="application/ld+json">{{"@context": "https://schema.org", "@graph": [{{"@type": "NewsArticle",
 "headline": "The ferry stops", "datePublished": "2023-06-08T10:00:00Z",
 "author": [{{"name": "Jo Lane"}}]}}]}}</script>
</head><body><nav><a href="/">Home</a> <a href="/n">News</a></nav><article><h1>The ferry stops</h1>
{}</article>
<footer>© 2023 The Echo</footer></body></html>"""
LONG = [
    f"The ferry made {number} crossings in the year {1930 + number}, the owners of the quay said on Monday."
    for number in range(1, 9)
]


def test_html_with_its_metadata(write: Write) -> None:
    article = one(write("f.html", PAGE.format("".join(f"<p>{text}</p>" for text in LONG))))
    assert article.text == "\n\n".join(LONG)
    assert (article.title, article.outlet, article.author) == (
        "The ferry stops",
        "The Echo",
        "Jo Lane",
    )
    assert (article.published, article.url) == (date(2023, 6, 8), "https://echo.example/f")


def test_a_web_page_saved_as_text_is_read_as_a_page(write: Write) -> None:
    assert one(
        write("f.txt", PAGE.format("".join(f"<p>{text}</p>" for text in LONG)))
    ).text == "\n\n".join(LONG)


def test_html_without_an_article_says_so(write: Write) -> None:
    assert "neither trafilatura nor readability" in why(
        write("f.html", "<html><body></body></html>")
    )


def test_markdown_with_front_matter(write: Write) -> None:
    head = "---\ntitle: 'Ferry: the end'\nsource: The Echo\nbyline: Jo Lane\ndate: 2023-06-08\nlink: https://echo.example/f\n---\n"
    body = "# Ferry: the end\n\nThe *ferry* will make its [last crossing](https://x.example) in September."
    body += "\n\n![boat](b.png)\n\nIt was **built** in 1931.\n"
    article = one(write("f.md", head + body))
    assert article.text == BODY
    assert (article.title, article.outlet, article.author) == (
        "Ferry: the end",
        "The Echo",
        "Jo Lane",
    )
    assert (article.published, article.url) == (date(2023, 6, 8), "https://echo.example/f")


def test_broken_front_matter_names_its_line(write: Write) -> None:
    assert why(write("f.md", "---\ntitle: a\nbad: [\n---\nText.")).startswith(
        "its front matter is not YAML (line "
    )


def test_json_shapes(write: Write) -> None:
    record = {
        "id": "f1",
        "title": "The ferry stops",
        "content": BODY,
        "publisher": {"name": "Echo"},
        "published_at": "2023-06-08",
    }
    for shape in (record, [record], {"articles": [record]}):
        article = one(write("f.json", json.dumps(shape)))
        assert (article.source, article.stem, article.outlet) == ("f.json#f1", "f1", "Echo")
        assert (article.text, article.published) == (BODY, date(2023, 6, 8))


def test_html_inside_json_loses_its_tags(write: Write) -> None:
    html = "<p>The ferry will make its <b>last</b> crossing in September.</p><p>It was built in 1931.</p>"
    assert one(write("f.jsonl", json.dumps({"title": "t", "text": html}))).text == BODY


def test_a_broken_line_costs_itself_and_is_named(write: Write) -> None:
    good = [
        json.dumps({"id": f"f{n}", "title": "The ferry stops", "text": BODY}) for n in (1, 2, 4)
    ]
    path = write("f.jsonl", "\n".join([*good[:2], '{"id": "f3", "text": ', good[2]]))
    articles, skipped = read(path, "f.jsonl")
    assert [article.stem for article in articles] == ["f1", "f2", "f4"]
    assert [item.reason.startswith("line 3 is not JSON") for item in skipped] == [True]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"]
)
def test_encodings(write: Write, encoding: str) -> None:
    text = (
        "The café at the quay in Orléans – “our second home” – closed on Monday, naïve as it was to hope. "
        * 3
    )
    assert one(write("f.txt", text.encode(encoding))).text == text.strip()


def test_cyrillic_in_one_byte(write: Write) -> None:
    text = "Паром сделает последний рейс в сентябре, сообщили его владельцы. Он был построен в 1931 году."
    assert one(write("f.txt", text.encode("cp1251"))).text == text


def test_broken_bytes_cost_only_themselves(write: Write) -> None:
    text = "The café at the quay closed on Monday. " * 20
    assert (
        "The café at the quay closed on Monday."
        in one(write("f.txt", text.encode() + b"\xff\xfe.")).text
    )


def test_files_that_hold_no_article(write: Write, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "z.pdf", "w") as archive:
        archive.writestr("a.txt", BODY)
    assert why(tmp_path / "z.pdf") == "it is not a PDF, whatever its name"
    assert why(write("b.pdf", b"%PDF-1.7\n%nothing more")).startswith("pypdf cannot read it")
    assert why(write("e.txt", b" \n ")) == "it is empty"
    assert why(write("b.txt", bytes(range(256)) * 40)) == "it holds binary data, not text"
    assert (
        why(write("i.txt", b"\x89PNG\r\n\x1a\n" + b"a" * 99))
        == "it is not text but a file of another kind"
    )
    assert (
        why(write("m.txt", "Search\n\nClose this search box.\n"))
        == "no sentence is left of it after cleaning"
    )
    assert why(write("j.json", "[1,")).startswith("it is not JSON")
    assert why(write("d.json", "[" * 100_000)).startswith("it is not JSON (nested too deeply)")


def pdf(lines: list[str]) -> bytes:
    """The smallest PDF that shows some lines."""
    shown = b" T* ".join(b"(%s) Tj" % line.encode("latin-1") for line in lines)
    content = b"BT /F 12 Tf 14 TL 50 700 Td " + shown + b" ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n" % len(content) + content + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, item in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj" % number + item + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        body
        + b"xref\n0 6\n0000000000 65535 f \n"
        + table
        + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(body)
    )


def test_pdf_lines_become_paragraphs(write: Write) -> None:
    lines = [
        "The ferry stops",
        "Miners at the Torva pit went back to work on Mon-",
        "day after the company agreed to raise night pay by",
        "8 percent, both sides said.",
    ]
    assert one(write("f.pdf", pdf(lines))).text == (
        "Miners at the Torva pit went back to work on Monday after the company agreed to raise night pay"
        " by 8 percent, both sides said."
    )


# --- the child process ---------------------------------------------------------------------------

FAKE = "import json, sys, time; sys.path[:] = json.loads(sys.argv[1]); import corpus.worker as w; {}; w.run()"


def test_a_file_that_overruns_costs_one_article(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, fine = write("slow.txt", BODY), write("fine.txt", BODY)
    trick = "real = w.read; w.read = lambda p, s: time.sleep(60) if s.startswith('slow') else real(p, s)"
    monkeypatch.setattr("corpus.reader_process._CHILD", FAKE.format(trick))
    with ReaderProcess(Limits(seconds=1.5)) as reader:
        assert reader.read(fine, "fine.txt")[0][0].text == BODY
        assert reader.read(slow, "slow.txt") == (
            [],
            [
                Skipped(
                    "slow.txt",
                    "reading it took longer than 1.5 s",
                    "Save the article's text as .txt instead.",
                )
            ],
        )
        assert reader.read(fine, "fine.txt")[0][0].text == BODY


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        ("bytearray(3 << 30)", "reading it took more than 1024 MB of memory"),
        ("__import__('os').kill(__import__('os').getpid(), 9)", "its reader died (signal 9)"),
        ("__import__('os')._exit(3)", "its reader died (exit code 3)"),
        ("[][0]", "its reader failed (IndexError: list index out of range)"),
        ("print('noise on stdout')", None),
    ],
)  # fmt: skip
def test_harm_in_the_child_costs_one_article(
    write: Write, monkeypatch: pytest.MonkeyPatch, harm: str, reason: str | None
) -> None:
    path = write("f.txt", BODY)
    trick = f"real = w.read; w.read = lambda p, s: ({harm} if s == 'bad' else None, real(p, s))[1]"
    monkeypatch.setattr("corpus.reader_process._CHILD", FAKE.format(trick))
    with ReaderProcess(Limits(megabytes=1024)) as reader:
        _articles, skipped = reader.read(path, "bad")
        assert [item.reason for item in skipped] == ([reason] if reason else [])
        assert reader.read(path, "fine")[0][0].text == BODY


def test_hostile_pages_end_in_time(write: Write) -> None:
    deep = write("deep.html", "<div>" * 100_000 + BODY + "</div>" * 100_000)
    wide = write("wide.html", "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + f">{BODY}</p>")
    fine = write("fine.txt", BODY)
    with ReaderProcess(Limits(seconds=5)) as reader:
        for path in (deep, wide):
            articles, skipped = reader.read(path, path.name)
            assert len(articles) + len(skipped) == 1
        assert reader.read(fine, "fine.txt")[0][0].text == BODY


def test_the_child_loads_nothing_heavy(write: Write) -> None:
    heavy = "{'torch', 'chromadb', 'gradio', 'trafilatura', 'pypdf'}"
    code = f"import sys, corpus.worker; print(sorted({heavy} & set(sys.modules)))"
    assert (
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout.strip()
        == "[]"
    )


def test_reading_works_from_a_script_on_stdin_in_another_folder(
    write: Write, tmp_path: Path
) -> None:
    write("f.txt", BODY)
    write("json.py", "raise SystemExit('the current folder got in')")
    root = str(Path(__file__).parents[1])
    code = f"import sys; sys.path[:] = [p for p in sys.path if p] + [{root!r}]\n"
    code += "from corpus.loading import load\nprint(len(load(['f.txt']).articles))"
    done = subprocess.run(
        [sys.executable, "-P", "-"],
        input=code,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=True,
    )
    assert done.stdout.strip() == "1"
