"""Organizations and keys are made, listed and taken back from the command line."""

import re
import shutil
import sqlite3
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

OPENENDS = Path(sys.executable).with_name("openends")
KEY = re.compile(r"scp_(live|test)_[A-Za-z0-9]{32}\n")


@pytest.fixture
def server(openends, tmp_path):
    """Run a command on one SQLite database; it must succeed unless another status is given."""
    url = f"sqlite:///{tmp_path / 'server.db'}"

    def run(*arguments, status=0):
        done = openends(*arguments, "--database", url)
        assert done.returncode == status, done.stderr
        return done

    run.file = tmp_path / "server.db"
    return run


@pytest.fixture(scope="module")
def acme_file(tmp_path_factory):
    """The file of a database with the organization acme; made once, to be copied."""
    file = tmp_path_factory.mktemp("acme") / "acme.db"
    command = [OPENENDS, "org", "create", "acme", "--database", f"sqlite:///{file}"]
    subprocess.run(command, check=True, capture_output=True)
    return file


@pytest.fixture
def acme(server, acme_file):
    """A server with the organization acme."""
    shutil.copyfile(acme_file, server.file)
    return server


def made_key(server, *options, org="acme", scopes="read,write"):
    """Make a key and return it."""
    done = server("key", "create", "--org", org, "--scopes", scopes, *options)
    assert KEY.fullmatch(done.stdout)
    return done.stdout.strip()


def listed(done):
    """Return the lines of a list without its header, in cells."""
    return [re.split(r"  +", line) for line in done.stdout.splitlines()[1:]]


def refused(server, *arguments):
    """Return the one sentence with which a command refuses."""
    done = server(*arguments, status=2)
    assert done.stdout == ""
    assert done.stderr.startswith("openends: ")
    assert len(done.stderr.splitlines()) == 1
    return done.stderr.removeprefix("openends: ").strip()


def test_the_key_alone_goes_to_standard_output(acme):
    done = acme("key", "create", "--org", "acme", "--scopes", "read,write")
    assert KEY.fullmatch(done.stdout)
    assert "shown only now" in done.stderr
    assert done.stdout.strip() not in done.stderr


def test_only_the_hash_of_a_key_is_stored(acme):
    key = made_key(acme)
    content = b"".join(path.read_bytes() for path in acme.file.parent.glob("server.db*"))
    assert key.encode() not in content
    with sqlite3.connect(acme.file) as connection:
        rows = connection.execute("SELECT hash, prefix FROM api_keys").fetchall()
    connection.close()
    assert rows == [(sha256(key.encode()).hexdigest(), key[:13])]


def test_two_keys_are_never_alike(acme):
    assert made_key(acme) != made_key(acme)


def test_the_list_shows_what_a_key_was_made_with(acme):
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    live = made_key(acme, scopes=" Write,read,,READ ")
    options = ("--test", "--expires", "2099-12-31", "--label", "web form", "--rpm", "600")
    test = made_key(acme, *options, scopes="import")
    assert test.startswith("scp_test_")
    done = acme("key", "list")
    assert done.stdout.splitlines()[0].split() == [
        "prefix", "organization", "label", "scopes", "made", "expires", "state",
    ]  # fmt: skip
    assert listed(done) == [
        [live[:13], "acme", "-", "read,write", today, "never", "active"],
        [test[:13], "acme", "web form", "import", today, "2099-12-31", "active"],
    ]
    assert live not in done.stdout
    assert test not in done.stdout


def test_the_list_can_be_of_one_organization(acme):
    acme("org", "create", "other")
    key = made_key(acme, org="other")
    made_key(acme)
    assert [row[0] for row in listed(acme("key", "list", "--org", "Other"))] == [key[:13]]


def test_a_key_works_through_its_last_day(acme):
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    made_key(acme, "--expires", today)
    assert listed(acme("key", "list"))[0][5:] == [today, "active"]
    with sqlite3.connect(acme.file) as connection:
        connection.execute("UPDATE api_keys SET expires_at = '2020-01-02 00:00:00.000000'")
    connection.close()
    assert listed(acme("key", "list"))[0][5:] == ["2020-01-01", "expired"]


@pytest.mark.parametrize("name", ["prefix", "id", "whole key"])
def test_a_key_is_revoked_by_prefix_id_or_itself(acme, name):
    key = made_key(acme)
    with sqlite3.connect(acme.file) as connection:
        ((id_,),) = connection.execute("SELECT id FROM api_keys").fetchall()
    connection.close()
    named = {"prefix": key[:13], "id": id_, "whole key": key}[name]
    done = acme("key", "revoke", named)
    assert done.stdout == f"Revoked the key {key[:13]}.\n"
    assert listed(acme("key", "list"))[0][-1] == "revoked"
    again = refused(acme, "key", "revoke", named)
    assert "was revoked before" in again
    assert key not in again


def test_a_prefix_of_several_keys_is_refused_and_their_ids_are_named(acme):
    made_key(acme)
    made_key(acme)
    with sqlite3.connect(acme.file) as connection:
        connection.execute("UPDATE api_keys SET prefix = 'scp_live_same'")
        ids = [id_ for (id_,) in connection.execute("SELECT id FROM api_keys ORDER BY created_at")]
    connection.close()
    assert refused(acme, "key", "revoke", "scp_live_same") == (
        f"Several keys begin with scp_live_same; name one by its id: {ids[0]}, {ids[1]}."
    )
    acme("key", "revoke", ids[1])
    assert [row[-1] for row in listed(acme("key", "list"))] == ["active", "revoked"]
    # Now only one can be meant.
    acme("key", "revoke", "scp_live_same")
    assert [row[-1] for row in listed(acme("key", "list"))] == ["revoked", "revoked"]


def test_organizations_are_listed_with_plan_and_credits(acme):
    made = acme("org", "create", " Field Research ", "--plan", "growth", "--credits", "2500")
    assert made.stdout == "Made the organization Field Research: plan growth, 2,500 credits.\n"
    assert "openends key create --org 'Field Research' --scopes read,write" in made.stderr
    acme("org", "create", "guests", "--credits", "0", "--trial")
    assert {tuple(row[:4]) for row in listed(acme("org", "list"))} == {
        ("acme", "starter", "no limit", "no"),
        ("Field Research", "growth", "2500", "no"),
        ("guests", "starter", "0", "yes"),
    }


def test_the_language_model_of_an_organization_is_chosen_and_listed(acme):
    told = {
        "off": "acme: no language model.\n",
        "openai:gpt-5": "acme: openai:gpt-5.\n",
        "server": "acme: the server's language model.\n",
    }
    for model, sentence in told.items():
        assert acme("org", "llm", "ACME", model).stdout == sentence
        (row,) = listed(acme("org", "list"))
        assert row[4] == model


YESTERDAY = f"{datetime.now(UTC) - timedelta(days=1):%Y-%m-%d}"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["org", "create", "ACME"],
         "There is an organization 'acme' already; choose another name."),
        (["org", "create", "  "],
         "An organization's name is 1 to 200 visible characters; choose another."),
        (["org", "llm", "acme", "gpt-5"],
         "The language model cannot be read; write off, server, or PROVIDER:NAME as "
         "openai:gpt-5-mini."),
        (["org", "llm", "acme", f"openai:{'x' * 200}"],
         "The language model cannot be read; write off, server, or PROVIDER:NAME as "
         "openai:gpt-5-mini."),
        (["org", "llm", "acne", "off"],
         "There is no organization 'acne' (did you mean 'acme'?); there is acme."),
        (["key", "create", "--org", "acne", "--scopes", "read"],
         "There is no organization 'acne' (did you mean 'acme'?); there is acme."),
        (["key", "list", "--org", "nobody"],
         "There is no organization 'nobody'; there is acme."),
        (["key", "create", "--org", "acme", "--scopes", "read,wriet"],
         "There is no scope 'wriet' (did you mean 'write'?); there is read, write, import."),
        (["key", "create", "--org", "acme", "--scopes", " , "],
         "A key needs a scope; there is read, write, import."),
        (["key", "create", "--org", "acme", "--scopes", "read", "--expires", "31.12.2030"],
         "--expires 31.12.2030 is no day; write it as YYYY-MM-DD, such as 2030-12-31."),
        (["key", "create", "--org", "acme", "--scopes", "read", "--expires", "9999-12-31"],
         "--expires 9999-12-31 is too far away; leave it out for never."),
        (["key", "create", "--org", "acme", "--scopes", "read", "--label", "a\nb"],
         "A label is 200 visible characters at most; shorten it."),
        (["key", "revoke", "scp_live_none"],
         "There is no key scp_live_none; openends key list shows all."),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_in_one_sentence(acme, arguments, sentence):
    assert refused(acme, *arguments) == sentence


def test_a_past_last_day_is_refused(acme):
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    options = ("--org", "acme", "--scopes", "read", "--expires", YESTERDAY)
    assert refused(acme, "key", "create", *options) == (
        f"--expires {YESTERDAY} is past; give today ({today}) or a later day."
    )


def test_nothing_is_made_by_commands_that_only_look(server):
    for command in (["org", "list"], ["key", "list"], ["key", "revoke", "scp_live_none"]):
        assert refused(server, *command) == (
            f"There is no database sqlite:///{server.file}; "
            "make one with: openends org create NAME."
        )
        assert not server.file.exists()


@pytest.mark.parametrize("there", [False, True], ids=["missing", "empty"])
def test_the_first_organization_makes_the_database_and_says_so(server, there):
    if there:
        server.file.touch()
    done = server("org", "create", "acme")
    assert f"Made the database sqlite:///{server.file}." in done.stderr
    assert "Made the database" not in server("org", "create", "other").stderr


def test_a_key_on_a_new_database_asks_for_an_organization(server):
    done = server("key", "create", "--org", "acme", "--scopes", "read", status=2)
    assert done.stdout == ""
    assert done.stderr.splitlines()[-1] == (
        "openends: There is no organization 'acme', nor any other; make it with: "
        "openends org create NAME."
    )


def test_the_database_can_be_made_before(server):
    done = server("db", "upgrade")
    assert done.stdout == f"The database sqlite:///{server.file} is up to date.\n"
    assert server("db", "upgrade").stdout == done.stdout
    assert listed(server("org", "list")) == []


def test_a_database_of_another_form_is_not_touched(acme):
    with sqlite3.connect(acme.file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'older'")
    connection.close()
    before = acme.file.read_bytes()
    for command in (["org", "create", "b"], ["key", "list"], ["db", "upgrade"]):
        done = acme(*command, status=2)
        assert "newer version of Openends" in done.stderr
        assert "Traceback" not in done.stderr
    assert acme.file.read_bytes() == before


@pytest.mark.parametrize("command", [["org", "create", "a"], ["key", "list"], ["db", "upgrade"]])
def test_a_file_that_is_no_database_is_refused_and_left_alone(server, command):
    server.file.write_text("id,why\n1,too loud\n" * 100)
    assert refused(server, *command) == (
        f"The file '{server.file}' is no SQLite database; name another one."
    )
    assert server.file.read_text() == "id,why\n1,too loud\n" * 100


def test_the_default_database_lies_in_the_data_folder_for_its_owner_only(openends, tmp_path):
    home = tmp_path / "home"
    environment = {"XDG_DATA_HOME": str(home), "HOME": str(home), "OPENENDS_DATABASE_URL": ""}
    done = openends("org", "create", "acme", **environment)
    assert done.returncode == 0, done.stderr
    (file,) = home.rglob("openends.db")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_the_environment_names_the_database_and_the_option_comes_before_it(openends, tmp_path):
    environment = {"OPENENDS_DATABASE_URL": f"sqlite:///{tmp_path / 'a.db'}"}
    assert openends("org", "create", "acme", **environment).returncode == 0
    other = f"sqlite:///{tmp_path / 'b.db'}"
    assert openends("org", "create", "b", "--database", other, **environment).returncode == 0
    assert listed(openends("org", "list", **environment))[0][0] == "acme"
    assert listed(openends("org", "list", "--database", other, **environment))[0][0] == "b"


@pytest.mark.parametrize(
    "url",
    ["mysql://me:secret@localhost/db", "postgresql://me:secret@localhost:port/db",
     "postgresql://me:secret@localhost:1/db", "secret"],
)  # fmt: skip
def test_a_password_is_never_printed(openends, url):
    for command in (["org", "create", "a"], ["key", "list"], ["db", "upgrade"]):
        done = openends(*command, "--database", url)
        assert done.returncode in (1, 2)
        assert done.stdout == ""
        assert "secret" not in done.stderr
        assert done.stderr.startswith("openends: ")
        assert len(done.stderr.splitlines()) == 1


def test_all_of_it_works_on_both_databases(openends, database_url):
    database = ("--database", database_url)
    assert openends("db", "upgrade", *database).returncode == 0
    assert openends("org", "create", "acme", "--credits", "10", *database).returncode == 0
    again = openends("org", "create", "Acme", *database)
    assert (again.returncode, "already" in again.stderr) == (2, True)
    options = ("--org", "acme", "--scopes", "read,import", "--expires", "2099-12-31")
    key = openends("key", "create", *options, *database).stdout.strip()
    assert openends("key", "revoke", key[:13], *database).returncode == 0
    (row,) = listed(openends("key", "list", *database))
    assert row[0] == key[:13]
    assert row[-4:] == ["read,import", row[-3], "2099-12-31", "revoked"]
    assert listed(openends("org", "list", *database))[0][:3] == ["acme", "starter", "10"]


@pytest.mark.parametrize("empty_url", ["postgresql"], indirect=True)
def test_tables_on_postgresql_are_made_only_when_asked_for(openends, empty_url):
    database = ("--database", empty_url)
    for command in (["org", "create", "acme"], ["key", "list"]):
        done = openends(*command, *database)
        assert (done.returncode, done.stdout) == (2, "")
        assert "run: openends db upgrade" in done.stderr
    assert openends("db", "upgrade", *database).returncode == 0
    assert openends("org", "create", "acme", *database).returncode == 0
