"""The reference names everything there is: options, errors, words, limits, libraries."""

import dataclasses
import inspect
import re
import tomllib
from importlib.metadata import metadata

import pytest
import typer
import yaml
from pages import DECISIONS, DOCS, ROOT, headings

import openends
from openends.cli import main
from openends.cli.app import app
from openends.domain import errors
from openends.domain.codebook import CodingType, RuleKind
from openends.domain.coding import Layer, Sentiment
from openends.domain.response import ResponseStatus
from openends.domain.result import Manifest
from openends.engine.assign import (
    arbiter,
    confidence,
    decide,
    entities,
    exact,
    examples,
    neighbours,
    rules,
    self_training,
    similarity,
)
from openends.engine.induce import by_group, material, phrases, wanted
from openends.engine.induce import entities as induce_entities
from openends.engine.induce.themes import themes
from openends.engine.prepare import clauses
from openends.engine.review import review
from openends.engine.sentiment import verdict
from openends.files import limits, write_codebook, write_coded
from openends.services.code_responses import code
from openends.services.coded_responses import CodedResponses


def leaves(commands, before=""):
    """Return all commands by the words that call them, as ``key create``."""
    found = {}
    for name, command in commands.items():
        inner = getattr(command, "commands", None)
        found |= leaves(inner, f"{name} ") if inner else {before + name: command}
    return found


COMMANDS = leaves(typer.main.get_command(app).commands)


def page(name):
    return (DOCS / name).read_text(encoding="utf-8")


def commands_page():
    """Return the pages with a section per command as one text."""
    pages = ("command-line", "deliver-command", "reliability-commands", "server-commands")
    return "".join(page(f"reference/{name}.md") for name in pages)


def section(text, heading):
    """Return what stands under a heading of the second level."""
    return text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def table(text):
    """Return the cells of every row of the tables in a text."""
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in rows]


OPTIONS = [
    (name, parameter)
    for name, command in COMMANDS.items()
    for parameter in command.params
    if parameter.param_type_name == "option" and not parameter.hidden
]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_section(name):
    assert f"openends {name}" in headings(commands_page())


@pytest.mark.parametrize(
    ("name", "parameter"), OPTIONS, ids=lambda value: getattr(value, "name", value)
)
def test_every_option_has_a_row_with_its_names_and_default(name, parameter):
    text = section(commands_page(), f"openends {name}")
    rows = [cells for cells in table(text) if re.match(rf"`{parameter.opts[0]}[ `]", cells[0])]
    assert len(rows) == 1
    names, default, sentence = rows[0]
    assert all(f"`{option}" in names for option in parameter.opts)
    assert sentence.endswith(".")
    if parameter.default not in (None, "", False):
        assert default == f"`{parameter.default}`"


def test_no_option_is_made_up():
    for name, command in COMMANDS.items():
        shown = [it for it in command.params if not getattr(it, "hidden", False)]
        there = {option for parameter in shown for option in parameter.opts}
        text = section(commands_page(), f"openends {name}")
        rows = [cells[0] for cells in table(text) if cells[0].startswith("`-")]
        written = {option for row in rows for option in re.findall(r"`(--?[\w-]+)", row)}
        assert written == {option for option in there if option.startswith("-")}


def test_exit_statuses_are_told():
    text = page("reference/command-line.md")
    assert all(f"| {status} |" in text for status in (0, 1, 2, 130))


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_every_command_has_an_example(name):
    command = COMMANDS[name]
    assert f"openends {name}" in f"{command.help} {command.epilog}"


ERRORS = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, errors.OpenendsError)
]


@pytest.mark.parametrize("kind", ERRORS)
def test_every_error_has_a_row_with_code_and_status(kind):
    rows = [
        line
        for line in page("reference/errors.md").splitlines()
        if line.startswith(f"| `{kind.__name__}`")
    ]
    assert len(rows) == 1
    assert f"`{kind.code}`" in rows[0]
    assert f"| {kind.status} |" in rows[0]


@pytest.mark.parametrize("kind", ERRORS)
def test_every_error_ends_the_command_line_with_the_exit_status_of_its_row(kind, monkeypatch):
    def fail():
        raise kind("It went wrong.")

    monkeypatch.setattr("openends.cli.app.app", fail)
    with pytest.raises(SystemExit) as end:
        main()
    (row,) = (
        cells for cells in table(page("reference/errors.md")) if cells[0] == f"`{kind.__name__}`"
    )
    assert row[3] == str(end.value.code)


@pytest.mark.parametrize("values", [Layer, ResponseStatus, RuleKind, Sentiment, CodingType])
def test_every_word_of_the_results_is_explained(values):
    known = page("glossary.md") + "".join(
        path.read_text(encoding="utf-8") for path in (DOCS / "reference").glob("*.md")
    )
    assert not [value for value in values if f"`{value}`" not in known]


@pytest.mark.parametrize("name", [name for name in dir(limits) if name.isupper()])
def test_every_limit_is_written_with_its_number(name):
    assert f"{getattr(limits, name):,}" in page("reference/files.md")


def test_every_ending_that_is_written_is_named():
    text = page("reference/files.md")
    endings = write_coded.ENDINGS | write_codebook.ENDINGS | {".html"}
    assert not [ending for ending in endings if f"`{ending}`" not in text]


def test_every_field_of_a_codebook_file_is_explained():
    text = page("reference/codebook-file.md")
    fields = {*write_codebook.FIELDS, "variants", "label", "code", "description", "net"}
    assert not [name for name in fields if f"`{name}`" not in text]


def test_every_field_of_the_manifest_is_explained():
    text = page("how-to/repeat-a-run.md")
    assert not [field.name for field in dataclasses.fields(Manifest) if field.name not in text]


def test_every_argument_of_code_and_every_part_of_its_result_is_explained():
    text = page("reference/python.md")
    parts = [name for name in vars(CodedResponses) if not name.startswith("_")]
    assert not [
        name
        for name in [*openends.__all__, *inspect.signature(code).parameters, *parts]
        if not re.search(rf"`(?:openends\.)?{name}\b", text)
    ]


#: Numbers of the engine and the words in which the explanation gives them.
QUOTED = [
    (arbiter.LEAST_CONFIDENCE, 0.05, "confidence below .05"),
    (clauses.MOST_CLAUSES, 24, "24 at most"),
    (decide.MOST_CODES, 6, "six at most"),
    (decide.WITHIN, 1.0, "within 1 standard deviation of the best"),
    (decide.WITHIN_PER_CLAUSE, 0.15, ".15 more per clause"),
    (decide.SAME_CLAUSE, 0.6, "within .6 of that"),
    (examples.LEAST_CHANCE, 0.33, "a probability of .33 on"),
    (entities.SAME, 0.75, ".75 to .99"),
    (exact.CONFIDENCE, 0.98, "| .98 |"),
    (rules.CONFIDENCE, 0.97, "| .97 |"),
    (neighbours.OWN, 0.65, "keeps .65"),
    (review.SURE, 0.4, "mentions below .4"),
    (review.SURE_SPELLING, 0.85, "below .85"),
    (self_training.LEARNED, 0.4, "has .4 of"),
    (similarity.HUB, 0.3, "lose .3 of"),
    (similarity.WHOLE, 0.6, ".6 of the whole"),
    (verdict.CLAUSE, 0.6, "its clause (.6)"),
    (verdict.WHOLE, 0.7, "the answer (.7)"),
    (verdict.NEUTRAL_MENTION, 0.9, "from .9 on"),
    (verdict.NEUTRAL_RESPONSE, 0.36, "from .36 on"),
    (verdict.SURELY_SIDED, 0.96, ".96 or more"),
    (verdict.ONE_IN, 3, "a third of those clauses"),
    (verdict.SIDED_AT_BUT, 0.85, ".85 where a"),
]


@pytest.mark.parametrize(("number", "written", "words"), QUOTED)
def test_the_explanation_gives_the_numbers_that_the_engine_uses(number, written, words):
    pages = ("explanation/how-answers-get-codes.md", "explanation/sentiment.md")
    text = " ".join(" ".join(map(page, pages)).split())
    assert number == written
    assert words in text


def test_the_explanation_of_codebooks_gives_the_numbers_that_the_engine_uses():
    text = " ".join(page("explanation/codebooks.md").split())
    categories = {theme.category["en"] for theme in themes()}
    assert f"a library of {len(themes())} things" in text
    assert f"in {len(categories)} categories" in text
    assert f"{material.MOST_CLAUSES:,} at most" in text
    assert f"at most {phrases.MOST}" in text
    assert f"a share of {wanted.LEAST_SHARE:.0%}".replace("%", " percent") in text
    assert f"at least {by_group.LEAST_WORDS:g} words" in text
    assert f"Rand index of {by_group.GIVEN_BACK:g}".replace("0.", ".") in text
    assert f"resembles by {induce_entities.SAME:g}".replace("0.", ".") in text


def test_the_explanation_counts_the_sentences_that_the_tone_was_learned_from():
    seeds = yaml.safe_load((ROOT / "scripts/sentiment_seeds.yaml").read_text(encoding="utf-8"))
    count = sum(len(block.splitlines()) for tones in seeds.values() for block in tones.values())
    assert f"trained on {count:,} sentences" in page("explanation/sentiment.md")


def test_the_files_that_the_architecture_names_are_there():
    rows = table(section((ROOT / "ARCHITECTURE.md").read_text("utf-8"), "Where to change what"))
    named = [path for row in rows for path in re.findall(r"`([\w./*]+/[\w.*/]*)`", row[1])]
    assert len(named) > 15
    assert not [
        path
        for path in named
        if not [*ROOT.glob(path.rstrip("/")), *(ROOT / "src/openends").glob(path.rstrip("/"))]
    ]


def test_the_decision_on_confidence_gives_the_weights_in_use():
    weights = (
        f"{confidence.INTERCEPT} + {confidence.PER_SCORE} · standardised score + "
        f"{confidence.PER_COSINE} · cosine of the best clause - "
        f"{-confidence.PER_LOG_CODES} · ln(number of codes)"
    )
    assert weights in page("decisions/0005-confidence-is-tuned-not-learned.md")


def test_the_table_of_libraries_is_complete_and_its_licences_are_the_installed_ones():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {
        "At run time": project["dependencies"],
        "For development": [
            requirement
            for requirements in project["optional-dependencies"].values()
            for requirement in requirements
        ],
    }
    text = (DECISIONS / "0006-libraries.md").read_text(encoding="utf-8")
    for heading, requirements in wanted.items():
        part = text.partition(f"\n**{heading}**\n")[2].partition("\n**")[0]
        rows = [cells for cells in table(part.partition("\n#")[0]) if cells[0].startswith("`")]
        names = {re.split(r"[><=\[]", requirement)[0] for requirement in requirements}
        assert {row[0].strip("`") for row in rows} == names
        for name, licence, reason in rows:
            assert licence == _licence(name.strip("`"))
            assert reason


def _licence(package):
    """Return the licence that an installed package states, in as few words as it has."""
    about = metadata(package)
    said = about.get("License-Expression") or about.get("License") or ""
    classifiers = [
        line.rpartition(" :: ")[2].removesuffix(" License").removesuffix(" Software")
        for line in about.get_all("Classifier") or []
        if line.startswith("License :: OSI")
    ]
    return (
        said
        if 0 < len(said) <= 60 and "\n" not in said and "Copyright" not in said
        else ", ".join(classifiers)
    )
