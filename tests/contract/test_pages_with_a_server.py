"""Pages that need a server: their ``py`` blocks are run against one, from top to bottom."""

import re
from pathlib import Path

from started import started

PAGE = Path(__file__).resolve().parents[2] / "docs/how-to/use-the-published-client.md"


def test_the_page_about_the_published_client_does_what_it_shows(tmp_path, monkeypatch, capsys):
    blocks = re.findall(r"^```py\n(.*?)^```$", PAGE.read_text("utf-8"), re.M | re.S)
    assert len(blocks) > 4
    names = {}
    with started(f"sqlite:///{tmp_path}/openends.db", tmp_path / "log") as server:
        monkeypatch.setenv("OPENENDS_URL", server.address)
        monkeypatch.setenv("OPENENDS_KEY", server.key)
        for block in blocks:
            exec(compile(block, PAGE.name, "exec"), names)
        names["client"].close()
    printed = capsys.readouterr().out
    assert "60 answers coded" in printed
    assert "'name': 'Noise'" in printed
    assert "VALIDATION_ERROR" in printed
