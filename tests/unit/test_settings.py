"""A server's settings: read from the environment, explained, and refused in one sentence."""

import re
from pathlib import Path

import pytest

from openends.domain.errors import ConfigProblem
from openends.settings import ServerSettings, shown_url

PAGE = Path(__file__).resolve().parents[2] / "docs/reference/settings.md"
FIELDS = ServerSettings.model_fields


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch):
    """Take the settings of whoever runs the tests away."""
    for name in FIELDS:
        monkeypatch.delenv(f"OPENENDS_{name.upper()}", raising=False)


def rows():
    """Return the page's table: variable, default and sentence."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines]
    return [row for row in cells if row and row[0].startswith("`OPENENDS_")]


def test_the_page_has_a_row_per_setting_in_their_order():
    assert [row[0] for row in rows()] == [f"`OPENENDS_{name.upper()}`" for name in FIELDS]


@pytest.mark.parametrize("name", FIELDS)
def test_the_page_explains_a_setting_in_the_words_of_the_program(name):
    sentence = FIELDS[name].description
    assert sentence.endswith(".")
    assert [row[2] for row in rows() if row[0] == f"`OPENENDS_{name.upper()}`"] == [sentence]


@pytest.mark.parametrize("name", [name for name in FIELDS if name != "database_url"])
def test_the_default_on_the_page_is_the_one_in_use(name, monkeypatch):
    default = getattr(ServerSettings(), name)
    written = next(row[1] for row in rows() if row[0] == f"`OPENENDS_{name.upper()}`")
    if written == "none":
        assert default in (None, ())
        return
    monkeypatch.setenv(f"OPENENDS_{name.upper()}", written.strip("`"))
    assert getattr(ServerSettings(), name) == default


def test_the_default_database_is_a_file_in_the_data_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "with space"))
    url = ServerSettings().database_url
    assert re.fullmatch(r"sqlite:///.*/openends\.db", url)


@pytest.mark.parametrize(
    ("name", "written", "meant"),
    [
        ("DATABASE_URL", "postgresql://me:secret@host/db", "postgresql://me:secret@host/db"),
        ("PORT", "0", 0),
        ("WEBHOOK_ALLOW", " Hooks.Local, 10.0.0.0/8 ,", ("hooks.local", "10.0.0.0/8")),
        ("WEBHOOK_ALLOW", "", ()),
        ("DOCS_URL", "https://docs.example.org/errors/", "https://docs.example.org/errors"),
        ("METRICS", "yes", True),
        ("LOG_LEVEL", "WARNING", "warning"),
        ("BODY_LIMIT", "1MiB", 1_048_576),
        ("BODY_LIMIT", "2048", 2_048),
        ("QUALITY", "Best", "best"),
        ("LLM", "openai:gpt-5-mini", "openai:gpt-5-mini"),
        ("LLM_KEY_FILE", "/run/key.txt", Path("/run/key.txt")),
        ("LLM_MAX_COST", "2.5", 2.5),
        ("LLM_MASK", "no", False),
        ("LLM_OUTAGE", "Wait", "wait"),
    ],
)
def test_a_variable_of_the_environment_is_read(name, written, meant, monkeypatch):
    monkeypatch.setenv(f"OPENENDS_{name}", written)
    assert getattr(ServerSettings(), name.lower()) == meant


def test_an_argument_comes_before_the_environment(monkeypatch):
    monkeypatch.setenv("OPENENDS_PORT", "9000")
    assert ServerSettings(port=9001).port == 9001


@pytest.mark.parametrize(
    ("name", "written", "sentence"),
    [
        ("PORT", "99999", "it should be less than or equal to 65535"),
        ("PORT", "http", "it should be a valid integer"),
        ("METRICS", "maybe", "it should be a valid boolean"),
        ("LOG_FORMAT", "xml", "it should be 'text' or 'json'"),
        ("WORKERS", "-1", "it should be greater than or equal to 0"),
        ("LLM_OUTAGE", "hope", "it should be 'embedded' or 'wait'"),
        ("LLM_MAX_COST", "-1", "it should be greater than or equal to 0"),
        ("LLM_MAX_COST", "inf", "it should be a finite number"),
        ("LLM_AT_ONCE", "0", "it should be greater than or equal to 1"),
        ("DOCS_URL", "docs.example.org", "it must begin with http:// or https://"),
        ("BODY_LIMIT", "much", "it should be a number of bytes, such as 32MiB"),
        ("BODY_LIMIT", "32 bananas", "it should be a number of bytes, such as 32MiB"),
        ("DATABASE_URL", "sqlite://", "an SQLite database must be a file; write sqlite:///FILE"),
        (
            "DATABASE_URL",
            "sqlite:///:memory:",
            "an SQLite database must be a file; write sqlite:///FILE",
        ),
        (
            "DATABASE_URL",
            "mysql://me:secret@host/db",
            "it is no address of a database; write sqlite:///FILE or "
            "postgresql://USER:PASSWORD@HOST/NAME",
        ),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_in_one_sentence(
    name, written, sentence, monkeypatch
):
    monkeypatch.setenv(f"OPENENDS_{name}", written)
    with pytest.raises(ConfigProblem) as refused:
        ServerSettings()
    assert refused.value.message == f"The setting OPENENDS_{name} cannot be used: {sentence}."


def test_a_setting_that_is_not_there_is_refused():
    with pytest.raises(ConfigProblem, match=r"There is no setting 'ports'; .* names all\."):
        ServerSettings(ports=8000)


def test_a_password_shows_neither_in_the_settings_nor_in_a_refusal(monkeypatch):
    assert "secret" not in repr(ServerSettings(database_url="postgresql://me:secret@host/db"))
    with pytest.raises(ConfigProblem) as refused:
        ServerSettings(database_url="postgresql://me:secret@host:port/db")
    assert "secret" not in f"{refused.value!r}"
    assert refused.value.__suppress_context__


def test_the_address_of_a_language_model_may_hold_a_password_and_is_not_shown():
    assert "secret" not in repr(ServerSettings(llm_url="https://me:secret@host/v1"))


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("sqlite:////srv/my surveys/a.db", "sqlite:////srv/my surveys/a.db"),
        ("postgresql://host/db", "postgresql://host/db"),
        ("postgresql://me@host/db", "postgresql://me@host/db"),
        ("postgresql://me:secret@host:5432/db", "postgresql://me:***@host:5432/db"),
        ("postgresql://me:s%40cret@host/db", "postgresql://me:***@host/db"),
        (
            "postgresql:///db?password=secret&sslmode=require",
            "postgresql:///db?password=***&sslmode=require",
        ),
        ("postgresql://me:secret@host:port/db", "***"),
        ("secret", "***"),
    ],
)
def test_an_address_is_shown_without_its_password(url, shown):
    assert shown_url(url) == shown


def test_the_settings_know_how_their_database_is_shown():
    settings = ServerSettings(database_url="postgresql://me:secret@host/db")
    assert settings.shown_database_url == "postgresql://me:***@host/db"
