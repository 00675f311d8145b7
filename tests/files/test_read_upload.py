"""A file that a client sends is held to smaller limits than one of the researcher's own."""

import polars
import pyreadstat
import pytest
from openpyxl import Workbook

from openends.domain.errors import FileProblem
from openends.files import read_survey
from openends.files.workbook_safety import check_workbook
from openends.services.read_upload import MOST_ROWS, Upload, read_upload


def test_an_spss_file_with_too_many_rows_is_refused_before_they_are_read(tmp_path):
    path = tmp_path / "long.zsav"
    table = polars.DataFrame({"why": ["so"] * (MOST_ROWS + 1)})
    pyreadstat.write_sav(table, str(path), compress=True)
    content = path.read_bytes()
    assert len(read_survey(path)) == MOST_ROWS + 1
    with pytest.raises(FileProblem, match=r"long\.zsav has 10,001 rows and 1 columns; split it to"):
        read_upload(Upload(name="long.zsav", content=content))


def test_a_workbook_may_unpack_to_less_than_one_of_the_researchers_own(tmp_path):
    path = tmp_path / "a.xlsx"
    book = Workbook()
    book.active.append(["why"])
    book.active.append(["so it is"])
    book.save(path)
    check_workbook(path)
    with pytest.raises(FileProblem, match=r"a\.xlsx unpacks to more than 0 MB"):
        check_workbook(path, most=1_000)


def test_nothing_is_left_behind(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    assert len(read_upload(Upload(name="a.csv", content=b"why\nso it is\n"))) == 1
    with pytest.raises(FileProblem):
        read_upload(Upload(name="a.sav", content=b"nothing"))
    assert not list(tmp_path.iterdir())
