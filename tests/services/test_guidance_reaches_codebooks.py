"""The guidance that a question has reaches the engine that builds its codebook."""

from openends.domain.codebook import CodingType
from openends.domain.project import Question
from openends.services import prepare_coding
from openends.store.responses import NewResponse


def test_guidance_and_objective_are_handed_to_the_engine(monkeypatch):
    handed = {}
    monkeypatch.setattr(
        prepare_coding, "prepare_question", lambda answers, **given: handed.update(given)
    )
    question = Question(
        id="q",
        project_id="p",
        text="What should we improve?",
        coding_type=CodingType.QUALITATIVE,
        language="en",
        coding_guidance="Ignore price.",
        objective="Why customers leave.",
    )
    responses = [NewResponse(id="1", text="too loud")]
    prepare_coding.prepare_coding(question, responses, None, lambda languages: (), quality="fast")
    settings = handed["settings"]
    assert settings.guidance == "Ignore price."
    assert settings.objective == "Why customers leave."
    assert settings.question == "What should we improve?"
