"""Carry out an edit of a codebook, and say what becomes of its codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from openends.domain.codebook import RESERVED_NUMBERS, Code, Codebook
from openends.domain.codebook_edit import (
    AddCode,
    ChangeCategory,
    ChangeCode,
    Edit,
    MergeCodes,
    RetireCode,
    SplitCode,
)
from openends.domain.errors import CodebookProblem
from openends.engine.assign.rules import compile_rules


@dataclass(frozen=True, kw_only=True, slots=True)
class EditedCodebook:
    """A codebook after an edit, and where its former codes are now."""

    former: Codebook
    codebook: Codebook
    #: Number of each former code and the code that its answers have now; a code that was split or
    #: retired is missing.
    heirs: Mapping[int, Code]
    #: Numbers of the codes that answers can gain or lose.
    touched: frozenset[int]
    #: Number of the former code whose answers alone can change; None where any can.
    within: int | None = None

    @property
    def needs_coding(self) -> bool:
        """Tell whether answers have to be read again to know what the edit does."""
        return bool(self.touched) or self.within is not None

    @property
    def stays(self) -> dict[int, int]:
        """Return the new number of each former code that is still itself, whatever it is called."""
        own = {code.number for code in self.former}
        return {
            number: heir.number
            for number, heir in self.heirs.items()
            # Merged into another code, it is that one.
            if heir.number == number or heir.number not in own
        }


def apply_edit(codebook: Codebook, edit: Edit, used_numbers: Iterable[int] = ()) -> EditedCodebook:
    """Return the codebook after an edit.

    Parameters
    ----------
    codebook:
        As it stands.
    edit:
        What to change.
    used_numbers:
        Numbers that codes had at any time: a new code gets none of them, so that a number means the
        same in all data files of the study.

    Raises
    ------
    CodebookProblem
        When there is no such code or category, or a name or number would stand twice, or a regular
        expression is not valid.
    """
    taken = {*used_numbers, *(code.number for code in codebook), *RESERVED_NUMBERS}
    match edit:
        case AddCode():
            edited = _add(codebook, edit, taken)
        case ChangeCode():
            edited = _change(codebook, edit)
        case MergeCodes():
            edited = _merge(codebook, edit)
        case SplitCode():
            edited = _split(codebook, edit, taken)
        case RetireCode():
            edited = _retire(codebook, edit)
        case ChangeCategory():
            edited = _change_category(codebook, edit)
    compile_rules(edited.codebook)
    return edited


def find_code(codebook: Codebook, number: int) -> Code:
    """Return the code of that number; ``CodebookProblem`` where there is none."""
    found = next((code for code in codebook if code.number == number), None)
    if found is None:
        raise CodebookProblem(
            f"The codebook has no code with the number {number}; it has "
            f"{', '.join(str(code.number) for code in codebook)}."
        )
    return found


def _add(codebook: Codebook, edit: AddCode, taken: set[int]) -> EditedCodebook:
    (new,) = _numbered([edit.code], taken)
    return EditedCodebook(
        former=codebook,
        codebook=_with(codebook, [*codebook, new]),
        heirs={code.number: code for code in codebook},
        touched=frozenset({new.number}),
    )


def _change(codebook: Codebook, edit: ChangeCode) -> EditedCodebook:
    former = find_code(codebook, edit.number)
    wanted = {
        "name": edit.name,
        "number": edit.new_number,
        "definition": edit.definition,
        "category": edit.category,
        "include": edit.include,
        "exclude": edit.exclude,
        "examples": edit.examples,
        "rules": edit.rules,
    }
    changes = {field: value for field, value in wanted.items() if value is not None}
    changed = replace(former, **changes)  # type: ignore[arg-type]
    codes = [changed if code is former else code for code in codebook]
    return EditedCodebook(
        former=codebook,
        codebook=_with(codebook, codes),
        heirs=dict(zip((code.number for code in codebook), codes, strict=True)),
        touched=frozenset({changed.number} if edit.moves_answers else ()),
    )


def _merge(codebook: Codebook, edit: MergeCodes) -> EditedCodebook:
    target = find_code(codebook, edit.target)
    sources = [find_code(codebook, number) for number in dict.fromkeys(edit.sources)]
    if not sources or target in sources:
        raise CodebookProblem(
            "A merge needs a target and at least one other code; name two different codes."
        )
    # What made answers the sources' makes them the target's from now on.
    merged = replace(
        target,
        include=_united(target.include, *((code.name, *code.include) for code in sources)),
        exclude=tuple(
            text
            for text in target.exclude
            if text.casefold() not in {code.name.casefold() for code in sources}
        ),
        examples=_united(target.examples, *(code.examples for code in sources)),
        rules=tuple(
            dict.fromkeys((*target.rules, *(rule for code in sources for rule in code.rules)))
        ),
    )
    heirs = {code.number: code for code in codebook}
    heirs |= dict.fromkeys([target.number, *(code.number for code in sources)], merged)
    codes = [merged if code is target else code for code in codebook if code not in sources]
    return EditedCodebook(
        former=codebook, codebook=_with(codebook, codes), heirs=heirs, touched=frozenset()
    )


def _split(codebook: Codebook, edit: SplitCode, taken: set[int]) -> EditedCodebook:
    former = find_code(codebook, edit.number)
    if len(edit.parts) < 2:
        raise CodebookProblem(
            f"Code '{former.name}' can only be split into two codes or more; name them."
        )
    parts = _numbered(edit.parts, taken)
    placed = [part if part.category else replace(part, category=former.category) for part in parts]
    codes: list[Code] = []
    for code in codebook:
        codes += placed if code is former else [code]
    return EditedCodebook(
        former=codebook,
        codebook=_with(codebook, codes),
        heirs={code.number: code for code in codebook if code is not former},
        touched=frozenset(part.number for part in placed),
        within=former.number,
    )


def _retire(codebook: Codebook, edit: RetireCode) -> EditedCodebook:
    former = find_code(codebook, edit.number)
    if len(codebook) == 1:
        raise CodebookProblem(
            f"'{former.name}' is the codebook's only code; add another before it is retired."
        )
    codes = [code for code in codebook if code is not former]
    return EditedCodebook(
        former=codebook,
        codebook=_with(codebook, codes),
        heirs={code.number: code for code in codes},
        touched=frozenset(),
        within=former.number,
    )


def _change_category(codebook: Codebook, edit: ChangeCategory) -> EditedCodebook:
    if edit.category not in codebook.categories:
        known = ", ".join(f"'{name}'" for name in codebook.categories) or "none"
        raise CodebookProblem(
            f"The codebook has no category '{edit.category}'; it has these: {known}."
        )
    codes = [
        replace(code, category=edit.name) if code.category == edit.category else code
        for code in codebook
    ]
    return EditedCodebook(
        former=codebook,
        codebook=_with(codebook, codes),
        heirs=dict(zip((code.number for code in codebook), codes, strict=True)),
        touched=frozenset(),
    )


def _with(codebook: Codebook, codes: Sequence[Code]) -> Codebook:
    return replace(codebook, codes=tuple(codes))


def _numbered(codes: Sequence[Code], taken: set[int]) -> list[Code]:
    """Give codes with the number 0 the next one after all that were ever used."""
    numbered = []
    for code in codes:
        number = code.number or _next_number(taken)
        taken.add(number)
        numbered.append(replace(code, number=number))
    return numbered


def _next_number(taken: set[int]) -> int:
    number = max(taken - RESERVED_NUMBERS, default=0) + 1
    while number in RESERVED_NUMBERS:
        number += 1
    return number


def _united(*texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for group in texts for text in group))
