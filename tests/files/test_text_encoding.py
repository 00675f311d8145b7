from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openends.domain.errors import FileProblem
from openends.files.text_encoding import decode_text

PATH = Path("answers.csv")
ANSWERS = {
    "English": ["It’s great – really “great”", "café is nice", "£5 is too much"],
    "German": ["Der Preis ist zu hoch für mich", "Größe und Qualität sind schön"],
    "French": ["Le prix est très élevé", "Ça marche bien, à part le bruit"],
    "Spanish": ["El precio está muy bien", "¿Por qué no hay más tamaños?"],
    "Portuguese": ["Não gosto do preço", "A máquina é ótima"],
    "Swedish": ["Den är för dyr", "Bra kvalitet på allt", "Jättebra"],
    "Czech": ["Cena je příliš vysoká", "Dobrá kvalita, rychlé doručení"],
    "Polish": ["Cena jest zbyt wysoka, ale jakość świetna", "Szybka dostawa, łatwa obsługa"],
    "Russian": ["Цена слишком высокая", "Качество хорошее", "Мне нравится"],
    "Greek": ["Η τιμή είναι πολύ υψηλή", "Καλή ποιότητα", "Μου αρέσει"],
    "Turkish": ["Fiyatı çok yüksek", "Güzel ürün, hızlı teslimat"],
    "Arabic": ["السعر مرتفع جدا", "جودة جيدة"],
    "Japanese": ["価格が高すぎます", "品質が良い", "特にありません"],
    "Chinese": ["价格太高了", "质量很好", "没有意见"],
    "Korean": ["가격이 너무 높아요", "품질이 좋아요"],
}
CODE_PAGES = {
    "cp1252": ["English", "German", "French", "Spanish", "Portuguese", "Swedish"],
    "iso8859-1": ["German", "French", "Spanish", "Portuguese", "Swedish"],
    "mac_roman": ["English", "German", "French", "Spanish", "Portuguese", "Swedish"],
    "cp850": ["German", "French", "Spanish", "Swedish"],
    "cp1250": ["Czech", "Polish"],
    "iso8859-2": ["Czech", "Polish"],
    "cp1251": ["Russian"],
    "koi8-r": ["Russian"],
    "cp866": ["Russian"],
    "cp1253": ["Greek"],
    "cp1254": ["Turkish"],
    "cp1256": ["Arabic"],
    "shift_jis": ["Japanese"],
    "euc-jp": ["Japanese"],
    "gb18030": ["Chinese"],
    "euc-kr": ["Korean"],
}
WESTERN = [text for language in CODE_PAGES["cp1252"] for text in ANSWERS[language]]


@pytest.mark.parametrize("repeats", [1, 300], ids=["few answers", "many answers"])
@pytest.mark.parametrize(
    ("encoding", "language"),
    [(encoding, language) for encoding, spoken in CODE_PAGES.items() for language in spoken],
)
def test_an_export_in_a_code_page_is_read_as_written_and_says_so(encoding, language, repeats):
    lines = ["id,why", *(f"{at},{text}" for at, text in enumerate(ANSWERS[language] * repeats))]
    text = "\r\n".join(lines)
    decoded, notes = decode_text(text.encode(encoding), PATH)
    assert decoded == text
    assert len(notes) == 1
    assert "not UTF-8" in notes[0]


UNICODE = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\r\t"))


@settings(max_examples=200, deadline=None)
@given(text=UNICODE, encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_any_text_in_any_unicode_encoding_comes_back(text, encoding):
    text = text.lstrip("\ufeff<").replace("\ufffd", "?")
    assert decode_text(text.encode(encoding), PATH) == (text, ())


@settings(max_examples=100, deadline=None)
@given(answers=st.lists(st.sampled_from(WESTERN), min_size=3))
def test_any_western_answers_in_windows_1252_come_back(answers):
    text = "\n".join(answers)
    assert decode_text(text.encode("cp1252"), PATH)[0] == text


@settings(max_examples=100, deadline=None)
@given(content=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_in_a_sentence(content):
    try:
        text, _ = decode_text(content, PATH)
    except FileProblem as error:
        assert error.message.startswith("answers.csv is ")
    else:
        assert "\x00" not in text
        text.encode("utf-8")


def test_utf_16_without_a_mark_is_read():
    text = "id,why\n1,good and cheap, says José\n"
    assert decode_text(text.encode("utf-16-be"), PATH) == (text, ())
    assert decode_text(text.encode("utf-16-le"), PATH) == (text, ())


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["without mark", "with mark"])
def test_stray_lines_in_another_encoding_are_mended_and_counted(mark):
    good = "1,schön\n2,très bien\n3,größer\n".encode()
    strays = "4,zu groß\n5,déjà vu\n".encode("cp1252")
    text, notes = decode_text(mark + good + strays, PATH)
    assert text == "1,schön\n2,très bien\n3,größer\n4,zu groß\n5,déjà vu\n"
    assert notes == (
        "2 lines were in another encoding than the rest (UTF-8) and read as Windows-1252.",
    )


@pytest.mark.parametrize(
    ("content", "text", "note"),
    [
        (b"id,why\n1,go\x00od\x00\n", "id,why\n1,good\n", "2 NUL characters were removed."),
        (b"id,why\n1,go\x00od\n", "id,why\n1,good\n", "1 NUL character was removed."),
        ("why\ngood\n".encode("utf-16") + b"x", "why\ngood\n\ufffd", "1 character was no utf-16"),
    ],
    ids=["NULs", "one NUL", "cut in the middle of a character"],
)  # fmt: skip
def test_what_is_taken_out_is_said(content, text, note):
    decoded, notes = decode_text(content, PATH)
    assert decoded == text
    assert len(notes) == 1
    assert notes[0].startswith(note)
