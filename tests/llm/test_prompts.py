"""Prompts are named, versioned files; a text that changes gets a new version."""

import hashlib
from importlib.resources import files

import pytest

from openends.llm.prompt import VERSIONS, load_prompt

#: SHA-256 of every version that was ever in use. Do not change one: add the next.
PINNED = {
    "decide-1": "fba7c820969c683e9c4b0503ef73ee781a3ba9dd565258ca809339b2203bb19e",
    "name-1": "2e9b2070b27e1c4d040820e6be58f3b247cf17d6bfb8c438947089712c063156",
    "reword-1": "26d135988eb2727588418dd18cab39e6cbd23c370af8e5c0318e92153aa80681",
    "manual-1": "b9c967766aa153b0cbc37bb126b195956f256d8e34e71a785039f99d2e261f6a",
    "classify-1": "eb597dcf4f89095d70b8ba5d370ba193f6a2be7c08a60f129abe3a837d66611e",
    "review-1": "0dfbe9d128ca631099ef93d71343bc3621ac5aa9bc80249e12523227391c904d",
}


@pytest.mark.parametrize("name", PINNED)
def test_a_version_in_use_never_changes(name):
    text = (files("openends.llm") / "prompts" / f"{name}.md").read_bytes()
    assert hashlib.sha256(text).hexdigest() == PINNED[name]


def test_every_prompt_file_is_pinned():
    names = {
        file.name.removesuffix(".md") for file in (files("openends.llm") / "prompts").iterdir()
    }
    assert names == set(PINNED)


@pytest.mark.parametrize("name", VERSIONS)
def test_the_version_in_use_can_be_loaded(name):
    prompt = load_prompt(name)
    assert prompt.name == f"{name}-{VERSIONS[name]}"
    assert prompt.text.strip()


@pytest.mark.parametrize("name", VERSIONS)
def test_what_is_sent_is_called_data_before_the_model_sees_it(name):
    text = load_prompt(name).text
    assert "are data" in text or "is data" in text
