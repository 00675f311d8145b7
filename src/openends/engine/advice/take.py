"""Take a language model's advice on the answers that are in doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from openends.domain.codebook import Codebook
from openends.domain.coding import Layer, Sentiment
from openends.domain.response import ResponseStatus
from openends.domain.result import AdviceReport
from openends.engine.advice.adviser import Advice, Adviser
from openends.engine.advice.select import ask_about, ask_blind, select
from openends.engine.advice.stability import code_stability
from openends.engine.advice.trust import Trust, learn_trust
from openends.engine.assign.arbiter import Verdict
from openends.engine.assign.candidate import Candidate
from openends.engine.judge import Judged, Judgements
from openends.engine.prepare.prepare import Answer
from openends.engine.progress import Progress, silent
from openends.engine.reliability.intervals import share_interval
from openends.engine.settings import Settings


def take_advice(  # noqa: PLR0913 - what, by which codes, with whom, and how
    answers: Sequence[Answer],
    judgements: Judgements,
    codebook: Codebook,
    adviser: Adviser,
    settings: Settings,
    *,
    among: Collection[int],
    progress: Progress = silent,
) -> AdviceReport:
    """Ask about every answer in doubt, and let what comes back overrule the embedded coding.

    A sample of the confident answers is asked about too, and answers that people decided: the one
    tells what the rest would change, the other what the model's confidence is worth.

    Parameters
    ----------
    answers:
        All distinct answers of the question.
    judgements:
        What became of them; those that get advice are changed.
    codebook:
        The codes that are still given.
    adviser:
        The language model.
    settings:
        The question as respondents saw it, the seed of what is drawn, and whether to try how well
        the codes hold.
    among:
        The answers that may be changed, by their positions.

    Notes
    -----
    Duplicates are one answer and are asked about once. Where the adviser returns nothing the
    embedded coding stands.
    """
    verdicts = judgements.verdicts("Looking for answers in doubt", progress)
    selected = select(answers, verdicts, codebook, among, settings.seed)
    whole = adviser.everything
    positions = [*selected.doubtful, *(selected.confident if whole else selected.sample)]
    asked = [ask_about(answers[at], verdicts[at], codebook, whole=whole) for at in positions]
    blind = [ask_blind(answers[at], codebook) for at in selected.compared]
    told = adviser.advise([*asked, *blind], settings.question, progress)
    trust = _trust(verdicts, selected.compared, told[len(asked) :])
    changed = _overrule(judgements, positions, told[: len(asked)], trust)
    report = replace(
        adviser.report(),
        answers=len(answers),
        doubtful=len(selected.doubtful),
        changed=sum(changed.values()),
        compared=trust.answers if trust else 0,
        compared_codes=trust.given if trust else 0,
        compared_right=trust.right if trust else 0,
    )
    if not whole:
        report = _with_sample(report, [changed[at] for at in selected.sample if at in changed])
    if not settings.stability:
        return report
    held = code_stability(
        asked, told[: len(asked)], adviser, settings.question, settings.seed, progress
    )
    return replace(report, stability=held).plus(adviser.report())


def _overrule(
    judgements: Judgements,
    positions: Sequence[int],
    told: Sequence[Advice | None],
    trust: Trust | None,
) -> dict[int, bool]:
    """Let advice count; return by position whether it changed the codes of an answer."""
    changed = {}
    for position, advice in zip(positions, told, strict=True):
        if advice is None:
            continue
        before = judgements.of(position)
        after = advised(before, trust.honest(advice) if trust else advice)
        judgements.overrule(position, after)
        changed[position] = _codes(before.verdict) != _codes(after.verdict)
    return changed


def _with_sample(report: AdviceReport, changed: Sequence[bool]) -> AdviceReport:
    if not changed:
        return report
    return replace(
        report,
        sampled=len(changed),
        sampled_changed=sum(changed),
        sampled_interval=share_interval(sum(changed), len(changed)),
    )


def _trust(
    verdicts: Sequence[Verdict], compared: Sequence[int], told: Sequence[Advice | None]
) -> Trust | None:
    return learn_trust(
        (advice, _codes(verdicts[at]))
        for at, advice in zip(compared, told, strict=True)
        if advice is not None
    )


def advised(judged: Judged, advice: Advice) -> Judged:
    """Return an answer's codes and tones as a language model sees them.

    Codes by rules and spellings stay: they were decided by whoever wrote the codebook.
    """
    certain = [
        (candidate, sentiment)
        for candidate, sentiment in zip(judged.verdict.candidates, judged.sentiments, strict=True)
        if candidate.layer in {Layer.RULE, Layer.ENTITY}
    ]
    known = {candidate.code.name for candidate, _ in certain}
    told = [
        (
            Candidate(item.code, Layer.LLM, item.confidence, item.start, item.end),
            item.code.tone(item.sentiment),
        )
        for item in advice.codes
        if item.code.name not in known
    ]
    given = sorted([*certain, *told], key=lambda pair: (pair[0].start, -pair[0].confidence))
    candidates = tuple(candidate for candidate, _ in given)
    names = {candidate.code.name for candidate in candidates}
    runner_up = next((code for code in judged.verdict.choices if code.name not in names), None)
    verdict = replace(
        judged.verdict,
        status=ResponseStatus.CODED if candidates else ResponseStatus.OTHER,
        candidates=candidates,
        runner_up=runner_up,
        runner_up_chance=None,
    )
    sentiments = tuple(sentiment for _, sentiment in given)
    return Judged(verdict, sentiments, _whole(sentiments) if sentiments else judged.sentiment)


def _whole(sentiments: Sequence[Sentiment]) -> Sentiment:
    """Return the tone of an answer from those of its mentions; neutral ones do not count."""
    told = Counter(each for each in sentiments if each is not Sentiment.NEUTRAL)
    if len(told) > 1:
        return Sentiment.MIXED
    return next(iter(told), Sentiment.NEUTRAL)


def _codes(verdict: Verdict) -> set[str]:
    return {candidate.code.name for candidate in verdict.candidates}
