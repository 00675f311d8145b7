"""The library of general survey themes."""

from importlib.resources import files
from io import BytesIO

import numpy as np
import pytest

from openends.engine.induce.themes import LANGUAGES, read_themes, theme_vectors, themes, themes_hash


def test_ids_are_unique():
    ids = [theme.id for theme in themes()]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_are_unique_in_every_language(language):
    names = [theme.name[language].casefold() for theme in themes()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("theme", themes(), ids=lambda theme: theme.id)
def test_a_theme_is_named_and_defined_in_one_line_and_has_seeds(theme):
    for language in LANGUAGES:
        assert theme.name[language].strip() == theme.name[language] != ""
        assert len(theme.name[language].split()) <= 7
        assert theme.definition[language].endswith(".")
        assert "\n" not in theme.definition[language]
        assert theme.category[language]
    assert len(theme.seeds) >= 3


def test_shipped_vectors_were_made_from_the_themes_as_they_are(use):
    source = files("openends.engine.induce") / "theme_vectors.npz"
    with np.load(BytesIO(source.read_bytes()), allow_pickle=False) as shipped:
        assert shipped["hash"].tobytes().hex() == themes_hash()
    vectors = theme_vectors(use)
    assert vectors.shape == (len(themes()), 512)


def test_shipped_vectors_are_those_of_the_encoder(use):
    assert np.abs(theme_vectors(use) - read_themes(use)).max() < 1e-3
