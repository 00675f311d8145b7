"""Samples: drawn by chance, coded apart from each other, compared, checked and adjudicated."""

import csv
import shutil
from dataclasses import replace

import pytest
from served import NOW

from openends.domain.codebook import Code, Codebook, CodingType
from openends.domain.coding import Coding, Evidence, Layer, Mention, Sentiment
from openends.domain.decision import Decision
from openends.domain.errors import InputError, InvalidState
from openends.domain.organization import Caller, Plan, Scope
from openends.domain.response import ResponseStatus
from openends.domain.sample import SampleKind
from openends.services.adjudicate_sample import adjudicate_sample
from openends.services.change_codings import Deed
from openends.services.code_sample import MOST_CODERS, code_sample
from openends.services.compare_coders import CompareOrder, compare_files
from openends.services.draw_sample import SampleOrder, draw_sample
from openends.services.find_sample import SamplePlace
from openends.services.review_responses import review_responses
from openends.services.sample_percentages import sample_percentages
from openends.services.sample_reliability import agreement_in_words, sample_reliability
from openends.services.undo_change import undo_change
from openends.store import (
    api_keys,
    changes,
    codebooks,
    codings,
    organizations,
    projects,
    questions,
    responses,
    samples,
)
from openends.store.changes import Author
from openends.store.database import Database
from openends.store.responses import NewResponse
from openends.store.write_codings import save

NAMES = ("Noise", "Price", "Staff")
CODEBOOK = Codebook(codes=tuple(Code(name=name, number=at) for at, name in enumerate(NAMES, 1)))
#: Cohen (1960), "A coefficient of agreement for nominal scales": kappa is .492.
COHEN = ((88, 14, 18), (10, 40, 10), (2, 6, 12))


@pytest.fixture(scope="module")
def database(_migrated_file, tmp_path_factory):
    """One database for all: each test looks only at questions of its own."""
    file = shutil.copyfile(_migrated_file, tmp_path_factory.mktemp("samples") / "openends.db")
    opened = Database(f"sqlite:///{file}")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def caller(database):
    with database.transaction() as connection:
        organization = organizations.create(
            connection, name="Acme", plan=Plan.STARTER, credits=None, now=NOW
        )
        key = api_keys.create(
            connection,
            organization_id=organization.id,
            label="tests",
            prefix="scp_live_abcd",
            hash="0" * 64,
            scopes=[Scope.READ, Scope.WRITE],
            rpm=None,
            test=False,
            expires_at=None,
            now=NOW,
        )
    return Caller(key=key, organization=organization)


class Study:
    """A question whose responses have the codes that the test says."""

    def __init__(self, database, caller, coded):
        self.database, self.caller = database, caller
        owner = caller.organization.id
        with database.transaction() as connection:
            kind = CodingType.QUALITATIVE
            project = projects.create(
                connection, owner, name="Study", language="en", coding_type=kind, now=NOW
            )
            self.question = questions.create(
                connection, owner, project.id, text="Why?", coding_type=kind, language="en", now=NOW
            )
            at = (connection, owner, self.question.id)
            stored = codebooks.save(*at, CODEBOOK, induced=False, now=NOW)
            items = [NewResponse(id=f"R{at}", text=text) for at, (text, _) in enumerate(coded)]
            responses.add(*at, items, NOW)
            rows = responses.load(connection, self.question.id)
            pairs = [
                (row.pk, coding(row, codes)) for row, (_, codes) in zip(rows, coded, strict=True)
            ]
            save(*at, stored, pairs, NOW)
        self.texts = {row.response_id: row.text for row in rows}
        self.at = (project.id, self.question.id)

    def draw(self, kind=SampleKind.DOUBLE_CODING, size=1000, seed=None):
        order = SampleOrder(kind=kind, size=size, seed=seed, made_by="Anna")
        drawn = draw_sample(self.database, self.caller, *self.at, order, now=NOW)
        self.ids = [each.response_id for each in drawn.responses]
        self.place = SamplePlace(*self.at, drawn.sample.id)
        return drawn

    def code(self, coder, given):
        return code_sample(self.database, self.caller, self.place, coder, given, now=NOW)

    def compare(self, *coders):
        return sample_reliability(self.database, self.caller, self.place, *coders)

    def percentages(self, *coder):
        return sample_percentages(self.database, self.caller, self.place, *coder)

    def adjudicate(self, given):
        deed = Deed(action="review.adjudicate", author=Author(coder="Eve", api_key_id="k"))
        return adjudicate_sample(
            self.database, self.caller, self.place, given, deed, engine=None, now=NOW
        )

    def approve(self, *ids, **decision):
        deed = Deed(action="review.confirm", author=Author(coder="Eve", api_key_id="k"))
        decisions = dict.fromkeys(ids, Decision(**decision))
        at = (self.database, self.caller, *self.at)
        return review_responses(*at, decisions, deed, engine=None, now=NOW)

    def rows(self):
        with self.database.reading() as connection:
            rows = codings.load_all(connection, self.caller.organization.id, self.question.id)
        return {row.response_id: row for row in rows}

    def told(self):
        with self.database.reading() as connection:
            owner = self.caller.organization.id
            return agreement_in_words(connection, owner, self.question.id)


def coding(row, codes):
    """Return a coding with these codes, or with this status."""
    if isinstance(codes, ResponseStatus):
        return Coding(response_id=row.response_id, text=row.text, status=codes)
    known = {code.number: code for code in CODEBOOK}
    mentions = tuple(
        Mention(
            code=known[number],
            sentiment=Sentiment.NEUTRAL,
            confidence=0.3 + number / 5,
            layer=Layer.MODEL,
            evidence=Evidence.of(row.text, 0, 4),
        )
        for number in codes
    )
    return Coding(
        response_id=row.response_id,
        text=row.text,
        status=ResponseStatus.CODED if mentions else ResponseStatus.OTHER,
        mentions=mentions,
    )


@pytest.fixture
def make(database, caller):
    return lambda coded: Study(database, caller, coded)


MIXED = (
    ("Too loud", (1,)),
    ("too loud!", (1,)),
    ("Cheap, and rude staff", (2, 3)),
    ("Rude waiters everywhere", (3,)),
    ("They should open earlier", ()),
    ("don't know", ResponseStatus.NONE),
    ("", ResponseStatus.NO_ANSWER),
    ("asdfgh", ResponseStatus.JUNK),
)


def test_double_coding_draws_among_different_answers_that_say_something(make):
    drawn = make(MIXED).draw()
    assert sorted(each.response_id for each in drawn.responses) == ["R0", "R2", "R3", "R4"]
    assert drawn.sample.base == 4
    assert [code.people for code in drawn.sample.codes] == [1, 1, 2]


def test_verification_draws_among_all_in_the_base_of_the_percentages(make):
    drawn = make(MIXED).draw(SampleKind.VERIFICATION)
    assert sorted(each.response_id for each in drawn.responses) == [f"R{at}" for at in range(6)]
    assert drawn.sample.base == 6
    assert [code.people for code in drawn.sample.codes] == [2, 1, 2]


@pytest.mark.parametrize("kind", SampleKind)
def test_the_same_seed_draws_the_same_and_without_one_others_are_drawn(make, kind):
    study = make([(f"answer number {at}", (1 + at % 3,)) for at in range(60)])
    ids = [[each.response_id for each in study.draw(kind, 12, seed).responses] for seed in (7, 7)]
    assert ids[0] == ids[1]
    assert len(ids[0]) == len(set(ids[0])) == 12
    first, second = study.draw(kind, 12), study.draw(kind, 12)
    assert [first.sample.seed, second.sample.seed] == [2, 3]
    assert first.responses != second.responses


@pytest.mark.parametrize("kind", SampleKind)
def test_where_nothing_can_be_drawn_it_is_said(make, kind):
    with pytest.raises(InvalidState, match="nothing to"):
        make([("don't know", ResponseStatus.NONE)]).draw(kind)


def crossed(table):
    """Return the row and column of every case of a table."""
    return [
        (row, column)
        for row, counts in enumerate(table, 1)
        for column, count in enumerate(counts, 1)
        for _ in range(count)
    ]


def test_figures_are_the_published_ones_and_those_of_the_command_line(make, tmp_path):
    cells = crossed(COHEN)
    study = make([(f"answer number {at}", (row,)) for at, (row, _) in enumerate(cells)])
    study.draw()
    study.code("Anna", {f"R{at}": [column] for at, (_, column) in enumerate(cells)})
    found = study.compare()
    assert (found.first, found.second) == ("Anna", "machine")
    assert found.agreement.kappa.value == pytest.approx(0.492, abs=5e-4)
    assert len(found.disagreements) == 60
    for name, coder in (("anna", 1), ("machine", 0)):
        with (tmp_path / f"{name}.csv").open("w", newline="") as file:
            rows = [(f"R{at}", NAMES[cell[coder] - 1]) for at, cell in enumerate(cells)]
            csv.writer(file).writerows([("id", "codes"), *rows])
    order = CompareOrder(first=tmp_path / "anna.csv", second=tmp_path / "machine.csv")
    assert compare_files(order).agreement == found.agreement
    words = study.told()
    assert words[0].startswith("Anna and the machine double-coded 200 answers, drawn at random ")
    assert "Cohen's kappa of whole sets .49 (" in words[0]
    assert "the same codes .70 (" in words[0]
    assert words[1].startswith("By code, Cohen's kappa reaches from ")


@pytest.fixture
def coded(make):
    """A sample that Anna, Ben and a second machine have coded."""
    study = make(MIXED)
    study.draw()
    study.code("Anna", {"R0": [1], "R2": [2, 3], "R3": [2], "R4": [97]})
    study.code("Ben", {"R0": [1], "R2": [2], "R3": [2]})
    study.code("machine-2", {"R0": [], "R2": [2], "R3": [3], "R4": []})
    return study


def test_any_two_coders_are_compared_on_what_both_coded(coded):
    found = coded.compare("Anna", "Ben")
    assert found.agreement.responses == 3
    assert found.agreement.percent_agreement.value == pytest.approx(2 / 3)
    assert [(each.response.response_id, each.first, each.second) for each in found.disagreements]
    (differs,) = found.disagreements
    assert (differs.response.text, differs.first, differs.second) == (MIXED[2][0], (2, 3), (2,))
    assert found.notes == ("The figures are of 3 of the sample's 4 responses.",)
    machines = coded.compare("machine", "machine-2")
    assert {each.response.response_id for each in machines.disagreements} == {"R0", "R2"}


def test_who_says_that_no_code_fits_agrees_with_who_gives_none(coded):
    assert "R4" not in {each.response.response_id for each in coded.compare("Anna").disagreements}


def test_whoever_coded_most_is_compared_with_the_machine_unless_somebody_is_named(coded):
    assert coded.compare().first == "Anna"
    assert coded.compare(None, "Anna").first == "machine-2"


def test_a_coder_cannot_be_compared_with_nobody_or_with_themselves(coded):
    with pytest.raises(InvalidState, match="Eve has coded nothing"):
        coded.compare("Eve")
    with pytest.raises(InputError, match="compare two coders"):
        coded.compare("Anna", "Anna")
    coded.draw()
    with pytest.raises(InvalidState, match="Nobody has coded anything"):
        coded.compare()


def test_what_a_coder_sends_again_replaces_what_they_gave(coded):
    assert coded.code("Ben", {"R2": [3, 2, 3]}).coded == 3
    assert coded.compare("Anna", "Ben").disagreements == ()


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"R0": [2], "R1": [1]}, "no response 'R1'"),
        ({"R0": [2], "R2": [1, 8]}, "number 8, which response 'R2'"),
        ({"R0": [2], "R2": [1, 98]}, "'R2' is given 97, 98 or 99"),
    ],
)
def test_what_the_sample_lacks_is_refused_by_name_and_nothing_is_kept(coded, given, named):
    with pytest.raises(InputError, match=named):
        coded.code("Anna", given)
    assert coded.compare("Anna", "Ben").agreement.percent_agreement.value == pytest.approx(2 / 3)


def test_nobody_codes_in_the_machines_name_and_coders_are_bounded(coded):
    with pytest.raises(InputError, match="machine-2"):
        coded.code("Machine", {"R0": [1]})
    for at in range(MOST_CODERS - 3):
        coded.code(f"Coder {at}", {"R0": [1]})
    with pytest.raises(InvalidState, match="may be no more"):
        coded.code("One more", {"R0": [1]})


def test_what_a_person_had_settled_is_not_the_machines(make):
    study = make(MIXED)
    study.approve("R0", "R3")
    study.draw()
    study.code("Anna", {each: [1] for each in study.ids})
    found = study.compare()
    assert found.agreement.responses == 2
    assert found.notes[0].startswith("A person had settled 2 of the responses")


def test_a_whole_sample_that_is_checked_gives_the_checkers_percentages(make):
    study = make([(f"answer number {at}", (1 + at % 3,)) for at in range(30)])
    study.draw(SampleKind.VERIFICATION)
    right = {f"R{at}": [1] if at < 12 else [2] for at in range(30)}
    study.code("Anna", right)
    rows = {row.code: row for row in study.percentages().codes}
    assert [rows[name].coded for name in NAMES] == pytest.approx([1 / 3] * 3)
    assert [rows[name].corrected.value for name in NAMES] == pytest.approx([0.4, 0.6, 0])
    assert rows["Noise"].precision.value == pytest.approx(4 / 10)
    assert rows["Noise"].recall.value == pytest.approx(4 / 12)
    assert rows["Noise"].margin > 0
    (told,) = study.told()
    assert told.startswith("Anna checked 30 of 30 answers, drawn by code and confidence on ")
    assert "Noise 33.3% as coded, 40.0% (" in told


def test_later_edits_do_not_change_what_was_verified(make):
    study = make([(f"answer number {at}", (1 + at % 3,)) for at in range(40)])
    drawn = study.draw(SampleKind.VERIFICATION, 15)
    study.code("Anna", {each: [1] for each in study.ids})
    before = study.percentages()
    assert {each.probability for each in drawn.sample.drawn} != {1.0}
    study.approve(*study.ids, codes=())
    assert study.percentages() == before


def test_a_part_of_a_verification_sample_does_not_stand_for_the_whole(make):
    study = make(MIXED)
    study.draw(SampleKind.VERIFICATION)
    study.code("Anna", {"R0": [1]})
    with pytest.raises(InvalidState, match="Anna has checked 1 of 6"):
        study.percentages()
    assert study.told() == ()
    assert "drawn for verification" in study.compare().notes[0]


def test_a_sample_for_double_coding_corrects_no_percentages(coded):
    with pytest.raises(InvalidState, match="kind verification"):
        coded.percentages()


def test_a_methods_page_tells_of_pairs_who_coded_all_and_of_nothing_else(coded):
    told = [sentence.partition(" double-coded")[0] for sentence in coded.told()]
    assert "Anna and machine-2" in told
    assert "Anna and the machine" in told
    assert not [each for each in told if "Ben" in each]
    assert not any(text in sentence for sentence in coded.told() for text, _ in MIXED if text)


def test_a_decision_where_coders_differ_is_one_review_that_can_be_undone(coded):
    before = coded.rows()
    done = coded.adjudicate({"R2": [2], "R3": [98], "R4": []})
    rows = coded.rows()
    assert [row.number for row in rows["R2"].mentions] == [2]
    assert (rows["R3"].status, rows["R4"].status) == (ResponseStatus.NONE, ResponseStatus.OTHER)
    assert {rows[each].coder for each in ("R2", "R3", "R4")} == {"Eve"}
    assert rows["R2"].approved
    with coded.database.reading() as connection:
        at = (connection, coded.caller.organization.id, coded.question.id)
        (line,) = changes.load_page(*at, before=None, limit=9)
    assert (line.id, line.action, line.responses) == (done.change_id, "review.adjudicate", 3)
    assert len(coded.compare("Anna", "Ben").disagreements) == 1
    deed = Deed(action="review.undo", author=Author(coder="Eve", api_key_id="k"))
    at = (coded.database, coded.caller, *coded.at)
    undo_change(*at, done.change_id, deed, now=NOW)
    assert coded.rows() == before


def test_a_decision_follows_a_code_that_has_another_number_and_names_one_that_is_gone(coded):
    owner = coded.caller.organization.id
    with coded.database.transaction() as connection:
        at = (connection, owner, coded.question.id)
        stored = codebooks.load(*at)
        price, staff = stored.codebook.codes[1:]
        # Noise is gone, Price has another number.
        codes = (replace(price, number=8), staff)
        numbers = {8: stored.code_ids[2], 3: stored.code_ids[3]}
        edited = replace(stored, codebook=Codebook(codes=codes), code_ids=numbers)
        codebooks.replace_by(*at, stored, edited)
    coded.adjudicate({"R3": [2]})
    assert [row.number for row in coded.rows()["R3"].mentions] == [8]
    with pytest.raises(InvalidState, match="no code 'Noise' any more"):
        coded.adjudicate({"R0": [1]})


def test_there_are_only_so_many_samples_of_a_question(make, monkeypatch):
    monkeypatch.setattr("openends.services.draw_sample.MOST_SAMPLES", 1)
    study = make(MIXED)
    study.draw()
    with pytest.raises(InvalidState, match="may have no more"):
        study.draw()
    with study.database.reading() as connection:
        owner = study.caller.organization.id
        assert samples.count(connection, owner, study.question.id) == 1
