"""Back-code a closed question: from punches and Other texts to punches before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from openends.domain.back_coding import (
    BackCodedAnswer,
    BackCoding,
    ClosedAnswer,
    ClosedQuestion,
    Option,
)
from openends.domain.codebook import Codebook, CodingType
from openends.engine.back_code.drafts import OtherPart
from openends.engine.back_code.fieldwork import EarlierRun, decided_answer, known_texts
from openends.engine.back_code.judge_other import judge_other
from openends.engine.back_code.list_match import Found, ListMatch, as_codes
from openends.engine.back_code.new_codes import find_new_codes, needed_people
from openends.engine.back_code.other_text import OtherText, read_other_texts
from openends.engine.encoder import EncoderChoice
from openends.engine.prepare.clauses import Clause
from openends.engine.progress import Progress, silent
from openends.engine.settings import Settings
from openends.engine.told import told_languages

#: Percent of everyone asked from which what is left in Other becomes a code of its own.
THRESHOLD = 2.0
#: What is told as progress.
STAGE = "Comparing with the list"


def back_code(  # noqa: PLR0913 - the question, its answers, what was decided, and how it is read
    question: ClosedQuestion,
    answers: Sequence[ClosedAnswer],
    *,
    load_encoders: EncoderChoice,
    settings: Settings | None = None,
    threshold: float = THRESHOLD,
    earlier: BackCoding | None = None,
    decided: Mapping[str, Sequence[int]] | None = None,
    progress: Progress = silent,
) -> BackCoding:
    """Put Other answers back onto the list, or make new codes of them.

    Parameters
    ----------
    question:
        With its list.
    answers:
        Everyone in the file, whether asked or not.
    load_encoders:
        Returns the encoders for the languages of the texts and of the list.
    settings:
        The question, its kind (themes or names), the language and the most new codes.
    threshold:
        Percent of everyone asked that a new code needs.
    earlier:
        An earlier run on the same question: its new codes keep their numbers, and what it moved
        stays; what it left in Other is looked at again.
    decided:
        By respondent, what a person says the Other text is.
    progress:
        Told the stage and how far it is.

    Raises
    ------
    InputError
        When the earlier run is of another question.
    """
    settings = settings or Settings(question=question.text)
    before = EarlierRun(question, earlier)
    progress(STAGE, 0, 1)
    texts, languages = read_other_texts([answer.text for answer in answers])
    settled = _settled(question, answers, texts, before, decided or {})
    match = _match(question, before.new_codes, settled, settings, languages, load_encoders)
    left = {place: text for place, text in enumerate(texts) if place not in settled and text.parts}
    found = _found(answers, left, match, before)
    progress(STAGE, 1, 1)
    grown = find_new_codes(
        question,
        list(_parts(left, found, settled, before.new_codes)),
        found,
        before.new_codes,
        match,
        needed=needed_people(threshold, sum(answer.asked for answer in answers)),
        settings=settings,
        load_encoders=load_encoders,
        progress=progress,
    )
    for (place, part), one in grown.found.items():
        found[place][part] = _either(found[place][part], one)
    judged = tuple(
        settled.get(place)
        or judge_other(question, answer, text, found.get(place, ()), match.none_for(text.text))
        for place, (answer, text) in enumerate(zip(answers, texts, strict=True))
    )
    return BackCoding(
        question=question,
        new_codes=tuple(sorted(grown.options, key=lambda option: option.number)),
        answers=judged,
        threshold=threshold,
        changes=tuple(before.changes(judged)),
        earlier_codes=frozenset(option.number for option in before.new_codes),
        notes=tuple(before.notes(answers, [text.text for text in texts])),
    )


def _found(
    answers: Sequence[ClosedAnswer],
    texts: Mapping[int, OtherText],
    match: ListMatch,
    before: EarlierRun,
) -> dict[int, list[Found | None]]:
    """Return what each part of the texts stands for, by place of the respondent."""
    match.read(texts.values())
    return {
        place: before.found(answers[place], text, match.find(text)) for place, text in texts.items()
    }


def _settled(
    question: ClosedQuestion,
    answers: Sequence[ClosedAnswer],
    texts: Sequence[OtherText],
    before: EarlierRun,
    decided: Mapping[str, Sequence[int]],
) -> dict[int, BackCodedAnswer]:
    """Return what a person or an earlier run has decided, by place of the respondent."""
    settled = {}
    for place, (answer, text) in enumerate(zip(answers, texts, strict=True)):
        numbers = decided.get(answer.respondent)
        if numbers is not None:
            settled[place] = decided_answer(question, answer, text.text, numbers)
        elif (kept := before.kept(answer, text.text)) is not None:
            settled[place] = kept
    return settled


def _match(
    question: ClosedQuestion,
    new: Sequence[Option],
    settled: Mapping[int, BackCodedAnswer],
    settings: Settings,
    languages: Sequence[str],
    load_encoders: EncoderChoice,
) -> ListMatch:
    options = (*question.listed, *new)
    codebook = Codebook(codes=as_codes(options), coding_type=settings.coding_type)
    spoken = languages if settings.language == "auto" else (settings.language,)
    encoder = None
    if settings.coding_type is not CodingType.ENTITY:
        encoder = load_encoders({*spoken, *told_languages(codebook, ())})[0]
    return ListMatch(options, known_texts(tuple(settled.values())), codebook, encoder)


def _parts(
    texts: Mapping[int, OtherText],
    found: Mapping[int, Sequence[Found | None]],
    settled: Mapping[int, BackCodedAnswer],
    new: Sequence[Option],
) -> Iterator[OtherPart]:
    """Yield what the list has nothing like, and what the earlier run's new codes have."""
    numbers = {option.number for option in new}
    for person, answer in settled.items():
        for place, move in enumerate(answer.moves):
            if move.number in numbers and move.evidence.text.strip():
                start, text = move.evidence.start, move.evidence.text
                clause = Clause(start, start + len(text), text)
                yield OtherPart(person, place, clause, move.number)
    for person, written in texts.items():
        for place, (part, one) in enumerate(zip(written.parts, found[person], strict=True)):
            if one is None or not one.sure:
                yield OtherPart(person, place, part)
            elif one.number in numbers:
                yield OtherPart(person, place, part, one.number)


def _either(listed: Found | None, new: Found) -> Found:
    """Return a new code's claim on words, which a person sees where the list has one too."""
    if listed is None or listed.number == new.number:
        return new
    return replace(new, doubt=new.doubt or listed.why) if new.sure else listed
