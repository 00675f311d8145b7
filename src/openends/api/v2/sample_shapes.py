"""Samples and what coders make of them, as they are answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from openends.services.reliability_words import outlooks
from openends.services.sample_percentages import SamplePercentages
from openends.services.sample_reliability import SampleReliability
from openends.store.samples import GivenCodes, SampleResponse, StoredSample


def sample_to_dict(sample: StoredSample, coded: Mapping[str, int]) -> dict[str, Any]:
    """Return a sample with how many responses each coder has coded, without a response."""
    return {
        "id": sample.id,
        "kind": sample.kind,
        "seed": sample.seed,
        "size": len(sample.drawn),
        "base": sample.base,
        "codebook_version": sample.version,
        "made_by": sample.made_by,
        "created_at": sample.created_at,
        "coders": [{"coder": name, "coded": count} for name, count in sorted(coded.items())],
    }


def sample_in_full(
    sample: StoredSample,
    coded: Mapping[str, int],
    responses: Sequence[SampleResponse],
    own: GivenCodes,
) -> dict[str, Any]:
    """Return a sample as a coder sees it: no codes of the machine, nor of anybody else.

    Parameters
    ----------
    own:
        What the coder gave so far.
    """
    return sample_to_dict(sample, coded) | {
        "codes": [{"number": code.number, "name": code.name} for code in sample.codes],
        "responses": [
            {"id": each.response_id, "text": each.text}
            | ({"codes": own[each.pk]} if each.pk in own else {})
            for each in responses
        ],
    }


def reliability_to_dict(found: SampleReliability) -> dict[str, Any]:
    """Return how well two coders agree, and where they do not."""
    agreement = found.agreement
    figures = asdict(agreement)
    kept = (
        *("responses", "percent_agreement", "kappa", "alpha_jaccard", "alpha_masi"),
        *("positive_agreement", "more_for_jaccard", "more_for_masi", "draws"),
    )
    numbers = {code.name: code.number for code in found.sample.codes}
    return {name: figures[name] for name in kept} | {
        "sample_id": found.sample.id,
        "first": found.first,
        "second": found.second,
        "outlook": list(outlooks(agreement)),
        "mean_codes_first": agreement.codes_first,
        "mean_codes_second": agreement.codes_second,
        "notes": found.notes,
        "codes": [_named(code, numbers) for code in figures["codes"]],
        "disagreements": [
            {
                "id": each.response.response_id,
                "text": each.response.text,
                "first": each.first,
                "second": each.second,
            }
            for each in found.disagreements
        ],
    }


def percentages_to_dict(found: SamplePercentages) -> dict[str, Any]:
    """Return the percentages of all codes, as coded and corrected."""
    numbers = {code.name: code.number for code in found.sample.codes}
    return {
        "sample_id": found.sample.id,
        "coder": found.coder,
        "checked": len(found.sample.drawn),
        "base": found.sample.base,
        "codes": [_named(asdict(code), numbers) for code in found.codes],
    }


def _named(code: dict[str, Any], numbers: Mapping[str, int]) -> dict[str, Any]:
    name = code.pop("code")
    return {"number": numbers[name], "name": name} | code
