"""What the cells and names of a column say about what it holds."""

from __future__ import annotations

import re

from openends.domain.survey import Column

#: Cells that are looked at to guess what a column holds.
SAMPLE = 2_000
#: Mean number of words from which a column reads like answers.
FEWEST_WORDS = 2.2
#: Share of distinct cells from which a column is not a list of categories.
LEAST_DISTINCT = 0.3
#: Ids such as R0042 in a row that are no coincidence; "iPhone13" alone is an answer.
FEWEST_IDS = 10

_ID = re.compile(r"[A-Za-z]{0,5}[-_#/]?\d{2,}[A-Za-z]?")
_NO_WORDS = re.compile(r"^[\d\s.,:;/+\-%€$£]*$")
_DATE = re.compile(r"\d{4}-\d\d-\d\d([ T].*)?|\d{1,2}[./]\d{1,2}[./]\d{2,4}( .*)?")
_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.\w+")
_ID_NAMES = frozenset(
    "id respondent_id respondentid respid resp_id responseid response_id uuid record caseid "
    "case_id serial".split()
)
#: What survey platforms write about an interview, and who somebody is; no coding needs it.
_FACTS_OF_INTERVIEW = frozenset(
    "startdate start_date enddate end_date recordeddate recorded_date date_created date_modified "
    "status response_type progress finished duration_(in_seconds) distributionchannel "
    "distribution_channel userlanguage user_language collector_id collectorid recipient_id "
    "externalreference external_data_reference".split()
)
_PERSONAL = frozenset(
    "ipaddress ip_address email e_mail email_address e-mail recipientemail recipient_email "
    "first_name firstname last_name lastname recipientfirstname recipient_first_name "
    "recipientlastname recipient_last_name phone phone_number locationlatitude location_latitude "
    "locationlongitude location_longitude".split()
)


def written(column: Column) -> list[str]:
    """Return the cells that hold something, as text without outer blanks."""
    found = (as_text(value) for value in column.values)
    return [value for value in found if value]


def as_text(value: object) -> str:
    """Return a cell as text; a number that is whole has no decimals."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def wordiness(column: Column) -> float:
    """Return how much a column reads like answers: words a cell, less where cells repeat; 0 for no.

    Scripts without blanks between words count by their letters.
    """
    cells = [value.strip() for value in column.values if isinstance(value, str) and value.strip()]
    cells = cells[:SAMPLE]
    if not cells or is_named_as_id(column):
        return 0.0
    words = sum(len(re.findall(r"[^\W\d_]{2,}", cell)) for cell in cells) / len(cells)
    distinct = len(set(cells)) / len(cells)
    unspaced = sum(len(re.findall(r"[\u3040-\u9fff\u0e00-\u0e7f]", cell)) for cell in cells)
    words = max(words, unspaced / len(cells) / 2)
    return words * distinct if words >= FEWEST_WORDS and distinct >= LEAST_DISTINCT else 0.0


def is_named_as_id(column: Column) -> bool:
    """Tell a column that is called as ids usually are."""
    return _name(column) in _ID_NAMES


def holds_no_words(cells: list[str]) -> bool:
    """Tell cells that are numbers, amounts or dates in figures throughout."""
    return all(map(_NO_WORDS.match, cells)) and any(any(map(str.isdigit, value)) for value in cells)


def holds_ids(cells: list[str]) -> bool:
    """Tell cells such as R0042, enough of them to be no coincidence."""
    return len(cells) >= FEWEST_IDS and all(map(_ID.fullmatch, cells))


def why_needless(column: Column) -> str:
    """Return why no coding needs a column, in words; "" where one might."""
    cells = written(column)[:SAMPLE]
    name = _name(column)
    if not cells:
        return "It is empty."
    if name in _PERSONAL or all(map(_MAIL.fullmatch, cells)):
        return "It says who or where somebody is, which coding does not need."
    if name in _FACTS_OF_INTERVIEW:
        return "Survey platforms write it about every interview."
    if all(map(_DATE.fullmatch, cells)):
        return "It holds dates."
    if len(cells) >= FEWEST_IDS and len(set(cells)) == len(cells) and holds_ids(cells):
        return "It holds a number of its own for everybody; name it as id if it tells them apart."
    return ""


def _name(column: Column) -> str:
    return "_".join(column.name.casefold().split())
