"""``openends columns``: for people, for programs, and codes that people gave before."""

import json


def test_the_command_brings_codes_along_and_keeps_the_data(openends, tmp_path):
    data = "id,why,why_1,why_2\n1,too dear for me,1,\n2,friendly people there,2,1\n"
    (tmp_path / "a.csv").write_text(data)
    (tmp_path / "codes.csv").write_text("number,code\n1,Price\n2,Staff\n")
    done = openends("columns", "a.csv", "--coded-out", "e.xlsx", "-c", "codes.csv")
    assert (done.returncode, done.stdout) == (0, "2 coded answers in 'why', 2 codes: e.xlsx.\n")
    for options, words in (
        (("--coded-out", "a.csv", "-c", "codes.csv"), "use the ending .xlsx"),
        (("--codebook-out", "c.yaml"), "say with --coded-out where to write these"),
    ):
        refused = openends("columns", "a.csv", *options)
        assert refused.returncode == 2
        assert words in refused.stderr
    assert (tmp_path / "a.csv").read_text() == data


def test_the_command_tells_programs_as_the_api_does(openends, tmp_path):
    (tmp_path / "a.csv").write_text("id,why\n1,too dear for me\n2,friendly people there\n")
    told = json.loads(openends("columns", "a.csv", "--json").stdout)
    assert told["rows"] == 2
    assert [(each["name"], each["role"]) for each in told["columns"]] == [
        ("id", "id"), ("why", "text"),
    ]  # fmt: skip
