"""Include, exclude and test cases in codebook files: round trips, and hostile files."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from openends.domain.codebook import Code, Codebook, CodebookTest
from openends.domain.errors import CodebookProblem
from openends.files import limits, read_codebook
from openends.files.write_codebook import write_codebook

ONE = "codes:\n- name: Price\n"
TEXTS = (
    st.text(
        st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"),
        min_size=1,
        max_size=30,
    )
    | st.sampled_from(["No", "null", "~", "- x", "a: b", "1.10", "two\nlines", "*a", "'", '"', "#"])
).map(str.strip).filter(bool)  # fmt: skip
NAMES = TEXTS.map(lambda text: " ".join(text.split())).filter(bool)
TESTS = st.builds(
    CodebookTest,
    text=TEXTS,
    codes=st.lists(NAMES, min_size=1, max_size=3, unique=True).map(tuple),
)


@pytest.fixture
def codebook_from(tmp_path):
    def read(content, name="codes.yaml"):
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        return read_codebook(path)

    return read


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    return tmp_path_factory.mktemp("kept")


@pytest.mark.parametrize("ending", [".yaml", ".json"])
@settings(max_examples=80, deadline=None)
@given(tests=st.lists(TESTS, max_size=4))
def test_test_cases_written_read_back_the_same(kept, ending, tests):
    codebook = Codebook(codes=(Code(name="Price", number=1),), tests=tuple(tests))
    path = kept / f"codes{ending}"
    write_codebook(codebook, path)
    assert read_codebook(path) == codebook


@pytest.mark.parametrize("ending", [".yaml", ".json", ".csv", ".xlsx"])
def test_include_and_exclude_are_kept_in_every_format(tmp_path, ending):
    code = Code(name="Price", number=1, include=("cost | fees", "dear"), exclude=("parts",))
    write_codebook(Codebook(codes=(code,)), tmp_path / f"codes{ending}")
    assert read_codebook(tmp_path / f"codes{ending}").codes == (code,)


def test_a_written_file_has_a_line_per_phrase_and_the_same_order_every_time(tmp_path):
    code = Code(name="Price", number=1, definition="Cost.", include=("a", "b"), exclude=("c",))
    test = CodebookTest(text="too dear", codes=("Price",))
    path = tmp_path / "codes.yaml"
    write_codebook(Codebook(codes=(code,), tests=(test,)), path)
    assert path.read_text(encoding="utf-8") == (
        "coding_type: qualitative\nlanguage: en\ncodes:\n- name: Price\n  number: 1\n"
        "  definition: Cost.\n  include:\n  - a\n  - b\n  exclude:\n  - c\n"
        "tests:\n- text: too dear\n  codes:\n  - Price\n"
    )


def test_a_codebook_without_them_is_written_as_before(tmp_path):
    write_codebook(Codebook(codes=(Code(name="Price", number=1),)), tmp_path / "codes.yaml")
    assert yaml.safe_load((tmp_path / "codes.yaml").read_text()) == {
        "coding_type": "qualitative",
        "language": "en",
        "codes": [{"name": "Price", "number": 1}],
    }


def test_a_code_alone_needs_no_list(codebook_from):
    codebook = codebook_from(ONE + "  include: cost\ntests:\n- {text: too dear, codes: Price}\n")
    assert codebook.codes[0].include == ("cost",)
    assert codebook.tests == (CodebookTest(text="too dear", codes=("Price",)),)


def test_a_test_may_name_a_code_that_was_left_out_since(codebook_from):
    assert codebook_from(ONE + "tests:\n- {text: loud, codes: [Noise]}\n").tests


TWICE = "has the field 'name' twice"
REFUSED = [
    (ONE + "tests: none of them\n", "The tests of codes.yaml are not a list"),
    (ONE + "tests: {text: a}\n", "The tests of codes.yaml are not a list"),
    (ONE + "tests: [a]\n", "Test 1 of codes.yaml is not an entry"),
    (ONE + "tests: [[[[[[a]]]]]]\n", "Test 1 of codes.yaml is not an entry"),
    (ONE + "tests:\n- {text: a, codes: [b]}\n- {codes: [b]}\n", "Test 2 of codes.yaml has no 'te"),
    (ONE + "tests:\n- {text: [a], codes: [b]}\n", "Test 1 of codes.yaml has no 'text'"),
    (ONE + "tests:\n- {text: a}\n", "Test 1 of codes.yaml has no 'codes'"),
    (ONE + "tests:\n- {text: a, codes: []}\n", "Test 1 of codes.yaml has no 'codes'"),
    (ONE + "tests:\n- {text: a, codes: [[b]]}\n", "Test 1 of codes.yaml has codes that are not"),
    (ONE + "tests:\n- {text: a, codes: {b: c}}\n", "Test 1 of codes.yaml has codes that are not"),
    (ONE + "tests:\n- {texts: a, codes: b}\n", "has the field 'texts', which is not known"),
    (ONE + "test: []\n", "has the field 'test', which is not known; write 'tests'"),
    (ONE + "  includes: [a]\n", "has the field 'includes', which is not known; write 'include'"),
    (ONE + "  include: {a: b}\n", "Code 1 of codes.yaml has include that are not a list"),
    (ONE + "  exclude: [[a]]\n", "Code 1 of codes.yaml has exclude that are not texts"),
    (ONE + f"  include: {list('a' * (limits.PHRASES + 1))}\n", "has 101 phrases under 'include'"),
    (ONE + f"  exclude: [{'a' * 501}]\n", "has a phrase of 501 letters under 'exclude'"),
    (ONE + "tests:\n" + "- {text: a, codes: b}\n" * 2_001, "has 2,001 tests; shorten the list"),
    (ONE + f"tests:\n- {{text: {'a' * 10_001}, codes: b}}\n", "has a text of 10,001 letters"),
    (ONE + "  name: Cost\n", f"{TWICE} at line 3; keep one of them"),
    (ONE + "tests: []\ntests: []\n", "has the field 'tests' twice at line 4"),
    (ONE + f"tests: {'[' * 50_000}\n", "nests lists deeper than 20 levels"),
    (ONE + "tests: &a [{text: a, codes: b}]\nmore: *a\n", "uses a YAML alias (*)"),
    (ONE + "tests: !!python/object/apply:os.system [id]\n", "is not valid YAML"),
    (ONE + f"  rules: ['regex: {'(' * 3_000}{')' * 3_000}']\n", "is nested too deep"),
]


@pytest.mark.parametrize(("content", "words"), REFUSED, ids=[words for _, words in REFUSED])
def test_what_cannot_be_a_test_case_is_refused_with_its_place(codebook_from, content, words):
    with pytest.raises(CodebookProblem) as caught:
        codebook_from(content)
    assert words in caught.value.message
    assert caught.value.message.endswith(".")
    assert len(caught.value.message) < 400


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('[{"name": "Price", "name": "Cost"}]', f"{TWICE} in one entry; keep one of them"),
        ('{"codes": ["A"], "tests": ' + "[" * 1_010 + "]" * 1_010 + "}", "nests lists deeper"),
        ('{"codes": ["A"], "tests": [{"text": null, "codes": "A"}]}', "Test 1 of codes.json has"),
    ],
)  # fmt: skip
def test_hostile_json_is_refused(codebook_from, content, words):
    with pytest.raises(CodebookProblem) as caught:
        codebook_from(content, "codes.json")
    assert words in caught.value.message


def test_json_takes_a_number_for_a_name(codebook_from):
    content = json.dumps({"codes": [2024], "tests": [{"text": 7, "codes": [2024]}]})
    with pytest.raises(CodebookProblem):
        codebook_from(content, "codes.json")
    content = json.dumps({"codes": ["2024"], "tests": [{"text": 7, "codes": [2024]}]})
    assert codebook_from(content, "codes.json").tests == (CodebookTest(text="7", codes=("2024",)),)
