"""``openends serve`` and ``openends worker`` refuse a language model that cannot be used."""

import pytest

SECRET = "sk-secret 0123456789"
COMMANDS = pytest.mark.parametrize("command", [("serve", "--port", "0"), ("worker",)])


@COMMANDS
@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"OPENENDS_OFFLINE": "1"}, "OPENENDS_OFFLINE forbids every call"),
        ({"OPENENDS_LLM": "gpt-5"}, "write it as PROVIDER:NAME"),
        ({"OPENENDS_LLM": "nobody:x"}, "The provider of the language model is not known"),
        ({"OPENENDS_LLM_URL": "ftp://me:secret@x"}, "write it as http://HOST:PORT/v1"),
        ({"OPENENDS_LLM_KEY_FILE": "missing.txt"}, "The key file missing.txt cannot be read"),
        ({"OPENAI_API_KEY": SECRET}, "The variable OPENAI_API_KEY holds no key"),
        ({"OPENAI_API_KEY": "", "OPENENDS_LLM_URL": ""}, "The provider openai needs a key"),
        ({"OPENENDS_LLM_PRICE": "cheap"}, "write US dollars for a million tokens"),
        ({"OPENENDS_LLM_MAX_COST": "1"}, "give the price in OPENENDS_LLM_PRICE"),
        ({"OPENENDS_LLM_MAX_COST": "-1"}, "The setting OPENENDS_LLM_MAX_COST cannot be used"),
        ({"OPENENDS_LLM_OUTAGE": "hope"}, "it should be 'embedded' or 'wait'"),
        ({"OPENENDS_LLM_AT_ONCE": "0"}, "The setting OPENENDS_LLM_AT_ONCE cannot be used"),
    ],
)
def test_it_is_refused_in_one_sentence_before_anything_starts(
    openends, tmp_path, command, environment, sentence
):
    _is_refused(openends(*command, **(_settings(tmp_path) | environment)), sentence, tmp_path)


@COMMANDS
def test_a_process_that_is_started_for_real_is_refused_too(openends, tmp_path, command):
    environment = _settings(tmp_path) | {"OPENENDS_LLM_URL": "ftp://me:secret@x"}
    done = openends.process(*command, **environment)
    _is_refused(done, "write it as http://HOST:PORT/v1", tmp_path)


def _settings(folder):
    return {
        "OPENENDS_LLM": "openai:fake",
        "OPENENDS_LLM_URL": "http://127.0.0.1:1/v1",
        "OPENENDS_DATABASE_URL": f"sqlite:///{folder}/openends.db",
    }


def _is_refused(done, sentence, folder):
    assert done.returncode == 2
    assert sentence in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    assert "secret" not in done.stderr + done.stdout
    assert not list(folder.iterdir())
