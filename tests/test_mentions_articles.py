# ruff: noqa: RUF001 - Serbian is written in Cyrillic, too
from __future__ import annotations

import hashlib
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balkanroute.errors import BalkanRouteError, InvalidRecord, MissingExtra, UnreadableFile
from balkanroute.mentions.articles import read_article, tell_language
from balkanroute.periods import Period

WORDS = "Police found forty people in a lorry near the border on Tuesday, the ministry said."
SERBIAN = "Полиција је пронашла четрдесет људи у камиону близу границе са Мађарском."
SERBO_CROATIAN = "Policija je pronašla četrdeset ljudi u kamionu blizu granice s Mađarskom."
PAGE = f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Forty people in a lorry</title>
<meta property="og:site_name" content="The Daily">
<meta property="article:published_time" content="2023-10-04T08:00:00+02:00"></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Forty people in a lorry</h1><p>{WORDS}</p><p>{WORDS.replace("forty", "sixty")}</p>
</article><script>alert(1)</script><footer>All rights reserved</footer></body></html>"""


@pytest.fixture
def kept(tmp_path):
    """Keep bytes in a file, and give the file."""

    def keep(data, name="article.txt"):
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return keep


# What is kept


def test_a_text_is_kept_as_it_is():
    text = f"  {WORDS}\r\n\r\n\t**{WORDS}**\n"
    assert read_article(text).text == text


def test_a_file_is_kept_as_it_is_but_for_its_byte_order_mark(kept):
    assert read_article(kept(b"\xef\xbb\xbf" + WORDS.encode() + b"\r\n")).text == f"{WORDS}\r\n"


def test_a_single_line_that_ends_like_a_file_is_a_path(kept):
    assert read_article(str(kept(WORDS.encode()))).text == WORDS


def test_the_hash_is_that_of_the_text():
    assert read_article(WORDS).sha256 == hashlib.sha256(WORDS.encode()).hexdigest()


# What it says of itself


def test_a_front_matter_is_read_and_left_out(kept):
    front = (
        "---\ntitle: Forty people\ndate: 2023-10-04\npublisher: The Daily\nlanguage: en-GB\n---\n"
    )
    article = read_article(kept((front + WORDS).encode(), "article.md"))
    assert article.text == WORDS
    assert (article.title, article.publisher, article.language) == (
        "Forty people",
        "The Daily",
        "en",
    )
    assert article.published == Period("2023-10-04")


@pytest.mark.parametrize(
    "rule",
    ["---\n", "---\nno: [fields\n---\n", "---\njust words\n---\n", f"---\n{'[' * 1999}\n---\n"],
)
def test_rules_that_hold_no_fields_are_text(rule):
    assert read_article(rule + WORDS, language="en").text == rule + WORDS


def test_a_date_that_is_none_stays_unsaid():
    assert read_article(f"---\ndate: last week\n---\n{WORDS}").published is None


def test_a_field_that_is_no_text_stays_unsaid():
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\ntitle: [*b, *b]\n"
    assert read_article(f"---\n{bomb}---\n{WORDS}").title is None


def test_a_time_of_day_is_left_off_a_date():
    text = f"---\ndate: 2023-10-04 08:00:00\n---\n{WORDS}"
    assert read_article(text).published == Period("2023-10-04")


@pytest.mark.parametrize(
    ("beginning", "title"),
    [
        ("# Forty people in a lorry\n\n", "Forty people in a lorry"),
        ("Forty people in a lorry\n\n", "Forty people in a lorry"),
        ("Forty people in a lorry\r\n\r\n", "Forty people in a lorry"),
        ("Forty people were in a lorry.\n\n", None),
        ("", None),
    ],
)
def test_the_title_is_the_first_heading_or_a_line_that_stands_alone(beginning, title):
    assert read_article(beginning + WORDS).title == title


# Languages


@pytest.mark.parametrize(
    ("text", "tag"), [(WORDS, "en"), (SERBIAN, "sr-Cyrl"), (SERBO_CROATIAN, "sr-Latn")]
)
def test_the_language_is_told_from_the_text(text, tag):
    assert read_article(text).language == tag


@pytest.mark.parametrize(
    ("given_tag", "tag"),
    [
        ("en-US", "en"),
        ("hr", "sr-Latn"),
        ("sr-Cyrl-RS", "sr-Cyrl"),
        ("HU", "hu"),
        ("bs_BA", "sr-Latn"),
    ],
)
def test_a_language_that_is_given_is_taken_at_its_word(given_tag, tag):
    assert tell_language("Anything at all", given_tag) == tag


def test_serbian_without_a_script_goes_by_the_text():
    assert tell_language(SERBIAN, "sr") == "sr-Cyrl"


def test_a_text_too_short_to_tell_has_no_language():
    assert read_article("Szeged").language is None


def test_a_language_that_is_not_read_is_named_with_those_that_are(kept):
    path = kept(b"Die Polizei fand vierzig Menschen in einem Lastwagen nahe der Grenze.")
    with pytest.raises(InvalidRecord, match=r"article\.txt: .*'de'.* en, sr-Latn, sr-Cyrl, hu"):
        read_article(path)


# What is refused


def test_a_file_that_is_missing_is_named(tmp_path):
    with pytest.raises(UnreadableFile, match=r"none\.txt: cannot be read"):
        read_article(tmp_path / "none.txt")


@pytest.mark.parametrize("data", [b"", b"  \r\n", b"\xef\xbb\xbf \n"])
def test_an_empty_file_is_refused(kept, data):
    with pytest.raises(InvalidRecord, match=r"article\.txt: it (is empty|has no words)"):
        read_article(kept(data))


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"%PDF-1.7\n...", "a PDF"),
        (b"PK\x03\x04word/document.xml", "a ZIP file"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\x7fELF\x02\x01\x01\x00\x00\xff\x00\x01", "a binary file"),
        (WORDS.encode("utf-16"), "UTF-16"),
        (WORDS.encode("utf-16-le"), "UTF-16 without its mark"),
        (SERBIAN.encode("windows-1251"), "what may be windows-1251"),
        (SERBO_CROATIAN.encode("windows-1250"), "what may be windows-125"),
        (b"\xff\x00\xfe\x01" * 9, "a binary file"),
        (b"\xff\xfa\xfb" * 9, "an encoding that cannot be told"),
    ],
)
def test_what_is_no_text_in_utf_8_is_named_for_what_it_seems_to_be(kept, data, found):
    with pytest.raises(UnreadableFile, match=rf"article\.txt: expected .*{found}"):
        read_article(kept(data))


def test_nul_in_a_text_is_refused_with_its_place():
    with pytest.raises(InvalidRecord, match="NUL at character 6"):
        read_article("Police\0 found forty people.")


def test_half_a_character_in_a_text_is_refused_with_its_place():
    with pytest.raises(InvalidRecord, match="character 7 is half"):
        read_article("Police \ud83d found forty people.")


def test_a_file_over_the_limit_is_refused_with_its_size(kept):
    with pytest.raises(UnreadableFile, match=r"it has 10\.1 MB, and an article at most 10"):
        read_article(kept(b"word " * 2_020_000))


def test_the_limit_can_be_raised(kept):
    path = kept(WORDS.encode())
    with pytest.raises(UnreadableFile):
        read_article(path, most_mb=0.00001)
    assert read_article(path, most_mb=1).text == WORDS


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("bytes") / "article.txt"
    path.write_bytes(data)
    try:
        article = read_article(path, language="en")
    except BalkanRouteError:
        return
    assert article.text.strip()


@given(st.text(max_size=60) | st.text("-: \nabtile\x00[]{}<!html>#", max_size=60))
def test_any_text_is_read_or_refused(text):
    try:
        article = read_article(f"{text}\n", language="en")
    except BalkanRouteError:
        return
    assert article.text.strip()


# HTML


def test_a_page_is_reduced_to_its_article(kept):
    article = read_article(kept(PAGE.encode(), "page.html"))
    assert WORDS in article.text
    assert not any(words in article.text for words in ("Sport", "alert", "rights reserved", "<"))


def test_a_page_tells_its_title_date_and_publisher():
    article = read_article(PAGE)
    assert (article.title, article.publisher) == ("Forty people in a lorry", "The Daily")
    assert article.published == Period("2023-10-04")


def test_a_page_is_decoded_as_it_declares(kept):
    page = PAGE.replace("utf-8", "windows-1250").replace(WORDS, f"{WORDS} Ljudi iz Šapca.")
    assert "Šapca" in read_article(kept(page.encode("windows-1250"), "page.htm")).text


def test_a_page_without_an_article_is_refused(kept):
    with pytest.raises(InvalidRecord, match=r"page\.html: no article was found"):
        read_article(kept(b"<html><body></body></html>", "page.html"))


@pytest.mark.parametrize(
    "page",
    [
        "<html>" + "<div>" * 20_000 + WORDS,
        "<html><p>" + "&#0;" * 9 + WORDS,
        "<!DOCTYPE html" + "<" * 999,
        "<html>" + WORDS * 400 + "<p>\0",
        '<html lang="<b>"><title></title><article><p>' + WORDS * 9,
    ],
    ids=["deep", "nul", "cut", "long", "marked"],
)
def test_a_page_that_is_broken_is_read_or_refused(page):
    try:
        article = read_article(page)
    except BalkanRouteError:
        return
    assert WORDS[:20] in article.text


def test_without_the_extra_a_page_names_the_way_out(monkeypatch):
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(MissingExtra, match=r"balkanroute\[html\]"):
        read_article(PAGE)
