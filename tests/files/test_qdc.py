"""Codebooks in the open exchange of qualitative software, REFI-QDA."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from test_codebook_round_trip import LISTS

from openends.domain.codebook import Code, Codebook, CodingType, Rule, RuleKind
from openends.domain.errors import CodebookProblem, FileProblem, InputError
from openends.files import limits, read_codebook, safe_xml
from openends.files.write_codebook import codebook_bytes, write_codebook

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<CodeBook xmlns="urn:QDA-XML:codebook:1.0">'
GUID = "1FF58B12-6F6F-4B0C-8BE5-BBDC91F552"


def code(name, *below, codable="true", description="", guid="94"):
    inner = f"<Description>{description}</Description>" if description else ""
    return (
        f'<Code guid="{GUID}{guid}" name="{name}" isCodable="{codable}" color="#46AA00">'
        f"{inner}{''.join(below)}</Code>"
    )


@pytest.fixture
def codes_from(tmp_path):
    def read(*codes, sets="", head=HEAD):
        path = tmp_path / "codes.qdc"
        path.write_text(f"{head}<Codes>{''.join(codes)}</Codes>{sets}</CodeBook>", "utf-8")
        return read_codebook(path)

    return read


def names(codebook):
    return [(code.name, code.category) for code in codebook]


def test_names_and_descriptions_are_read(codes_from):
    book = codes_from(
        code("Price", description="Too dear,\n or not &lt;worth&gt; it."), code("价格")
    )
    assert book.codes == (
        Code(name="Price", number=1, definition="Too dear, or not <worth> it."),
        Code(name="价格", number=2),
    )


def test_a_heading_becomes_the_category_of_its_codes_and_no_code(codes_from):
    book = codes_from(code("Value", code("Price"), code("Offers"), codable="false"), code("Staff"))
    assert names(book) == [("Price", "Value"), ("Offers", "Value"), ("Staff", "")]


def test_a_code_that_has_codes_below_it_is_in_their_category(codes_from):
    assert names(codes_from(code("Price", code("Too dear")))) == [
        ("Price", "Price"),
        ("Too dear", "Price"),
    ]


def test_at_whatever_depth_the_top_of_the_tree_is_the_category(codes_from):
    inner = code("Shop", code("Staff", code("Friendly")), codable="0")
    assert names(codes_from(code("Service", inner, codable="false"))) == [
        ("Staff", "Service"),
        ("Friendly", "Service"),
    ]


def test_a_name_that_several_codes_have_gets_those_above_it(codes_from):
    book = codes_from(
        code("Taste", code("Good"), codable="false"), code("Look", code("good"), code("Colour"))
    )
    assert [each.name for each in book] == ["Taste / Good", "Look", "Look / good", "Colour"]


def test_a_code_outside_any_tree_takes_its_first_set_for_a_category(codes_from):
    sets = "".join(
        f'<Set guid="{GUID}99" name="{name}"><MemberCode guid="{{{GUID.lower()}94}}"/></Set>'
        for name in ("Money", "Other")
    )
    book = codes_from(code("Price"), code("Staff", guid="95"), sets=f"<Sets>{sets}</Sets>")
    assert names(book) == [("Price", "Money"), ("Staff", "")]


def test_what_the_format_has_no_fields_for_is_read_from_lines_of_the_description(codes_from):
    description = (
        "What it costs.\nNumber: 12\nInclude: shipping\nInclude: offers\nExclude: value\n"
        "Example: too dear\nRule: phrase: so dear\nRule: of thumb\nSentiment: negative"
    )
    (price,) = codes_from(code("Price", description=description))
    assert (price.number, price.definition) == (12, "What it costs. Rule: of thumb")
    assert (price.include, price.exclude) == (("shipping", "offers"), ("value",))
    assert price.rules == (Rule(kind=RuleKind.PHRASE, pattern="so dear"),)
    assert price.sentiment == "negative"


@pytest.mark.parametrize("namespace", ["urn:QDA-XML:codebook:0:4", "urn:QDA-XML:project:1.0", ""])
def test_namespaces_of_other_versions_are_read(codes_from, namespace):
    head = f'<CodeBook xmlns="{namespace}" origin="a program">'
    assert names(codes_from(code("Price"), head=head)) == [("Price", "")]


@settings(max_examples=30, deadline=None)
@given(codes=LISTS)
def test_a_codebook_written_reads_back_the_same(folder, codes):
    write_codebook(Codebook(codes=tuple(codes)), folder / "codes.qdc")
    # Codes of a category stand together; one without a category stands alone.
    order = list(
        dict.fromkeys((code.category or None, code.category or code.name) for code in codes)
    )
    codes = sorted(
        codes, key=lambda code: order.index((code.category or None, code.category or code.name))
    )
    assert read_codebook(folder / "codes.qdc").codes == tuple(codes)


def test_a_definition_that_looks_like_another_line_stays_one(tmp_path):
    codes = (Code(name="A", number=5, definition="Number: 7"), Code(name="B", number=6))
    write_codebook(Codebook(codes=codes), tmp_path / "codes.qdc")
    assert read_codebook(tmp_path / "codes.qdc").codes == codes


def test_variants_make_it_an_entity_codebook_again(tmp_path):
    rule = Rule(kind=RuleKind.VARIANT, pattern="coca cola")
    book = Codebook(codes=(Code(name="Coke", number=1, rules=(rule,)),), coding_type="entity")
    write_codebook(book, tmp_path / "codes.qdc")
    assert read_codebook(tmp_path / "codes.qdc").coding_type is CodingType.ENTITY


def test_what_is_written_has_the_parts_that_the_schema_asks_for_in_its_order():
    codes = (Code(name='Price & "value"', number=1, category="Value", definition="Dear"),)
    codes += (Code(name="Staff\x01", number=2),)
    content = codebook_bytes(Codebook(codes=codes), "qdc")
    assert content == codebook_bytes(Codebook(codes=codes), "qdc")
    space = "{urn:QDA-XML:codebook:1.0}"
    root = ElementTree.fromstring(content)
    assert root.tag == f"{space}CodeBook"
    assert [child.tag for child in root] == [f"{space}Codes"]
    elements = list(root.iter(f"{space}Code"))
    assert [element.get("name") for element in elements] == ["Value", 'Price & "value"', "Staff"]
    assert [element.get("isCodable") for element in elements] == ["false", "true", "true"]
    for element in elements:
        assert set(element.keys()) == {"guid", "name", "isCodable"}
        assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", element.get("guid"))
        tags = [child.tag.removeprefix(space) for child in element]
        assert tags == sorted(tags, reverse=True)
        assert tags.count("Description") <= 1
    assert len({element.get("guid") for element in elements}) == 3


@pytest.mark.parametrize(
    ("content", "error", "sentence"),
    [
        (b"<CodeBook><Codes>", FileProblem, "codes.qdc is not well-formed XML at line 1"),
        (b"name,number\nPrice,1\n", FileProblem, "codes.qdc is not well-formed XML at line 1"),
        (b"<a><Codes/></a>", CodebookProblem, "The codebook codes.qdc is XML, but no REFI-QDA"),
        (b"<CodeBook><Codes/></CodeBook>", CodebookProblem, "The codebook codes.qdc has no code"),
        (b"<CodeBook><Codes><Code isCodable='true'/></Codes></CodeBook>", CodebookProblem,
         "Code 1 of codes.qdc has an empty name"),
        (b"<?xml version='1.0' encoding='klingon'?><CodeBook/>", FileProblem,
         "codes.qdc is XML in an encoding that cannot be read"),
        (b"<?xml version='1.0' encoding='zip'?><CodeBook/>", FileProblem,
         "codes.qdc is XML in an encoding that cannot be read"),
        (b"<!DOCTYPE a [<!ENTITY b 'x'>]><CodeBook>&b;</CodeBook>", FileProblem,
         "codes.qdc declares entities of its own"),
        (b"<!DOCTYPE a [<!ENTITY % b SYSTEM 'file:///etc/passwd'> %b;]><CodeBook/>", FileProblem,
         "codes.qdc declares entities of its own"),
        (b"<Code>" * 200, FileProblem, "codes.qdc nests elements deeper than 100 levels"),
    ],
)  # fmt: skip
def test_a_hostile_or_wrong_file_is_refused_in_a_sentence(tmp_path, content, error, sentence):
    path = tmp_path / "codes.qdc"
    path.write_bytes(content)
    with pytest.raises(error, match=re.escape(sentence)) as refused:
        read_codebook(path)
    assert isinstance(refused.value, InputError)
    assert refused.value.message.endswith(".")


def test_more_elements_than_a_file_can_have_are_refused(codes_from, monkeypatch):
    assert limits.XML_ELEMENTS == safe_xml.XML_ELEMENTS
    monkeypatch.setattr(safe_xml, "XML_ELEMENTS", 4)
    with pytest.raises(FileProblem, match="has more than 4 elements"):
        codes_from(code("Price"), code("Staff"), code("Taste"))


def test_five_hundred_codes_go_out_and_come_back(tmp_path):
    codes = tuple(
        Code(name=f"代码 {at}", number=at + 100, category=f"类 {at // 100}") for at in range(500)
    )
    write_codebook(Codebook(codes=codes), tmp_path / "codes.qdc")
    assert read_codebook(tmp_path / "codes.qdc").codes == codes
