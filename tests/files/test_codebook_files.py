from __future__ import annotations

import json

import openpyxl
import pytest

from openends.domain.codebook import Code, CodingType, Rule, RuleKind
from openends.domain.errors import CodebookProblem, FileProblem, InputError
from openends.files import read_codebook


@pytest.fixture
def codebook_from(tmp_path):
    def read(content, name="codes.yaml"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_codebook(path)

    return read


FULL = {
    "name": "Price",
    "number": 4,
    "definition": "What it costs",
    "category": "Value",
    "examples": ["too dear", "good value"],
    "rules": [{"kind": "regex", "pattern": "dear|cheap"}, "phrase: good value"],
}
PRICE = Code(
    name="Price",
    number=4,
    definition="What it costs",
    category="Value",
    examples=("too dear", "good value"),
    rules=(
        Rule(kind=RuleKind.REGEX, pattern="dear|cheap"),
        Rule(kind=RuleKind.PHRASE, pattern="good value"),
    ),
)
HEADER = "number,name,category,definition,examples,rules\n"
ROW = "4,Price,Value,What it costs,too dear | good value,regex: dear|cheap | phrase: good value\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("codes.yaml", json.dumps({"codes": [FULL]}, indent=1)),
        ("codes.yml", json.dumps([FULL])),
        ("codes.json", json.dumps({"coding_type": "qualitative", "codes": [FULL]})),
        ("codes.json", json.dumps([{key.upper(): value for key, value in FULL.items()}])),
        ("codes.csv", HEADER + ROW),
        ("codes.csv", (HEADER + ROW).replace(",", ";")),
        ("codes.tsv", (HEADER + ROW).replace(",", "\t")),
        ("codes.txt", (HEADER + ROW).replace(",", "\t")),
        ("codes.csv", (HEADER + ROW).encode("utf-16")),
        ("CODES.CSV", " Number , NAME ,Net,Description,Examples,Rules\n" + ROW),
    ],
    ids=["yaml", "yml list", "json", "json in capitals", "csv", "csv semicolons", "tsv", "txt",
         "csv of Excel", "other words"],
)  # fmt: skip
def test_a_code_is_read_with_all_its_fields(codebook_from, name, content):
    codebook = codebook_from(content, name)
    assert codebook.codes == (PRICE,)
    assert codebook.coding_type is CodingType.QUALITATIVE


def test_a_workbook_is_read_with_numbers_as_numbers(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["number", "name", "examples", "rules"])
    book.active.append([4, "Price", "too dear\ngood | value", "regex: dear|cheap"])
    book.active.append([None, 2024, None, None])
    book.save(tmp_path / "codes.xlsx")
    price, year = read_codebook(tmp_path / "codes.xlsx")
    assert (price.number, price.examples) == (4, ("too dear", "good | value"))
    assert price.rules == (Rule(kind=RuleKind.REGEX, pattern="dear|cheap"),)
    assert (year.number, year.name) == (1, "2024")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("- Price\n- Staff\n", [("Price", 1), ("Staff", 2)]),
        ("- name: Price\n- {name: Staff, number: 1}\n", [("Price", 2), ("Staff", 1)]),
        ("- {label: Price, code: 7}\n- {label: Staff, code: S1}\n", [("Price", 7), ("Staff", 1)]),
        ("- code: Price\n- code: Staff\n", [("Price", 1), ("Staff", 2)]),
        ("- No\n- 1.10\n- 2024-01-05\n- 0x1F\n",
         [("No", 1), ("1.10", 2), ("2024-01-05", 3), ("0x1F", 4)]),
        ("- name: '  two\n\n  lines '\n", [("two lines", 1)]),
        ("- {name: A, number: 96}\n" + "- B\n", [("A", 96), ("B", 1)]),
    ],
    ids=["names", "free number", "label and code", "code for name", "as written", "lines", "last"],
)  # fmt: skip
def test_names_and_numbers_are_found(codebook_from, content, expected):
    assert [(code.name, code.number) for code in codebook_from(content)] == expected


def test_a_rule_needs_no_quotation_marks(codebook_from):
    (code,) = codebook_from("- name: Noise\n  rules:\n  - phrase: too loud\n  - regex: lou+d\n")
    assert code.rules == (
        Rule(kind=RuleKind.PHRASE, pattern="too loud"),
        Rule(kind=RuleKind.REGEX, pattern="lou+d"),
    )


def test_columns_beside_those_of_a_codebook_are_left_alone(codebook_from):
    (code,) = codebook_from("- {name: Noise, people: 12, color: red}\n")
    assert code.name == "Noise"


def test_variants_make_an_entity_codebook(codebook_from):
    codebook = codebook_from("name,variants\nAcme,acme | acmé\n", "codes.csv")
    assert codebook.coding_type is CodingType.ENTITY
    assert [rule.pattern for rule in codebook.codes[0].rules] == ["acme", "acmé"]


def test_the_language_no_is_norwegian(codebook_from):
    assert codebook_from("language: no\ncoding_type: Entity\ncodes: [Pris]").language == "no"


def test_reserved_numbers_are_left_out(codebook_from):
    codebook = codebook_from("\n".join(f"- code {at}" for at in range(99)))
    assert [code.number for code in codebook] == [*range(1, 97), 100, 101, 102]


BOMB = "a: &a [x, x]\n" + "".join(
    f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcde", "bcdef", strict=True)
)


BROKEN = [
    ("codes:\n- name: Price\n- name: price\n", "two codes named alike: 'Price' and 'price'"),
    ("codes:\n- name: ''\n", "Code 1 of codes.yaml has an empty name; name it"),
    ("codes:\n- name: Price\n- definition: x\n", "Code 2 of codes.yaml has no 'name'; give"),
    ("codes:\n- {name: A, number: 3}\n- {name: B, number: 3}\n", "Number 3 stands for both"),
    ("codes:\n- {name: A, number: 97}\n", "97, 98 and 99 are kept"),
    ("codes:\n- {name: A, sentiment: angry}\n", "has the sentiment 'angry'; write positive"),
    ("codes:\n- {name: A, number: first}\n", "has the number 'first'; use a whole number"),
    ("codes:\n- {name: A, number: -1}\n", "has the number '-1'; use a whole number"),
    ("codes:\n- {name: A, number: 1e300}\n", "has the number '1e300'; use a whole number"),
    ("codes:\n- {name: A, number: 12345678901}\n", "has the number '12345678901'; use a"),
    ("codes:\n- {name: A, number: true}\n", "has the number 'true'; use a whole number"),
    ("codes:\n- name: [A, B]\n", "has a name that is not a text; write it in one line"),
    ("codes:\n- {name: A, definition: {x: 1}}\n", "has a definition that is not a text"),
    ("codes:\n- {name: A, examples: {x: 1}}\n", "has examples that are not a list; put '- '"),
    ("codes:\n- {name: A, examples: [[x]]}\n", "has examples that are not texts; write one"),
    ("codes:\n- {name: A, rules: {kind: text}}\n", "has rules that are not a list; put '- '"),
    ("codes:\n- {name: A, rules: ['word: x']}\n", "has the rule 'word: x'; write text, phrase"),
    ("codes:\n- {name: A, rules: [{kind: text}]}\n", "has the rule 'text: '; write text"),
    ("codes:\n- {name: A, rules: ['regex: (x']}\n", "which is not a regular expression"),
    ("codes:\n- {name: A, defintion: x}\n", "the field 'defintion', which is not known; write"),
    ('codes:\n- {name: A, "exam\\nples": x}\n', "the field 'exam ples', which is not known; write"),
    ("codes:\n- 3: 4\n", "Code 1 of codes.yaml has no 'name'"),
    ("codes:\n- [a]\n", "is not an entry with a 'name'; write 'name: ...'"),
    ("codes: Price\n", "has no list of codes; write 'codes:'"),
    ("just a text\n", "has no list of codes; write 'codes:'"),
    ("codes: []\n", "has no list of codes; write 'codes:'"),
    ("coding_type: magic\ncodes: [A]\n", "has the coding_type 'magic'; use qualitative or"),
    ("codes:\n\t- name: A\n", "is not valid YAML at line 2; correct it"),
    ("codes: [A\n", "is not valid YAML at line 2; correct it"),
    ("codes: !!python/object/apply:os.system [id]\n", "is not valid YAML at line 1"),
    (BOMB, "uses a YAML alias (*); write the text out instead"),
    ("[" * 200_000, "nests lists deeper than 20 levels"),
    ("\n".join(f"- c{at}" for at in range(5_001)), "has 5,001 codes; shorten it to at most"),
]


@pytest.mark.parametrize(("content", "words"), BROKEN, ids=[words for _, words in BROKEN])
def test_what_breaks_a_rule_of_codebooks_is_said_in_one_sentence(codebook_from, content, words):
    with pytest.raises(CodebookProblem) as caught:
        codebook_from(content)
    message = caught.value.message
    assert words in message
    assert message.endswith(".")
    assert "\n" not in message


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("codes.csv", "name,rules\n,text: x\n", "Code 1 of codes.csv has an empty name"),
        ("codes.csv", "title,rules\nPrice,text: x\n", "Code 1 of codes.csv has no 'name'"),
        ("codes.csv", "name\n", "codes.csv has no row under its header; add at least one."),
        ("codes.json", '{"codes": [', "The codebook codes.json is not valid JSON"),
        ("codes.json", "[" * 100_000, "The codebook codes.json is not valid JSON"),
        ("codes.xlsx", "name\nPrice\n", "codes.xlsx is not an Excel workbook, whatever its ending"),
        ("codes.yaml", "", "codes.yaml is empty; give a codebook with content."),
        ("codes.yaml", b"PK\x03\x04", "codes.yaml is not a text file: its content is an Excel"),
        ("codes.doc", "name\nPrice\n", "Cannot read the codebook codes.doc: the ending '.doc'"),
    ],
    ids=["empty name", "no name column", "no rows", "json", "nested json", "no workbook", "empty",
         "workbook as yaml", "unknown ending"],
)  # fmt: skip
def test_a_file_that_holds_no_codebook_is_refused(codebook_from, name, content, words):
    with pytest.raises(InputError) as caught:
        codebook_from(content, name)
    assert caught.value.message.startswith(words)


def test_a_missing_codebook_names_the_nearest_file(tmp_path):
    (tmp_path / "codes.yaml").write_text("- Price")
    with pytest.raises(FileProblem) as caught:
        read_codebook(tmp_path / "code.yaml")
    assert caught.value.message == (
        f"There is no codebook {tmp_path}/code.yaml (there is {tmp_path}/codes.yaml); check the "
        "name."
    )
