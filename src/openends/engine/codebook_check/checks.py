"""Every check of a codebook: how much it matters, why, and what to do."""

from __future__ import annotations

from openends.engine.codebook_check.finding import Check, Severity

_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

TEST_FAILS = Check(
    name="test-fails",
    severity=_ERROR,
    why="An answer whose codes are known is coded otherwise, and so are others like it.",
    do="Sharpen the definitions, add an example or a rule; or correct the test.",
)
TEST_UNKNOWN_CODE = Check(
    name="test-unknown-code",
    severity=_ERROR,
    why="The test can never pass.",
    do="Correct the name in the test; other, none and no answer stand for answers without a code.",
)
RULE_TOO_SLOW = Check(
    name="rule-too-slow",
    severity=_ERROR,
    why="One answer on which it takes its time stops the coding of all.",
    do="Simplify it: no repetition within a repetition, such as (a+)+.",
)
RULE_MATCHES_ALL = Check(
    name="rule-matches-everything",
    severity=_ERROR,
    why="Every answer gets the code, whatever it says.",
    do="Write the words that the rule is to look for, or delete it.",
)
IN_AND_OUT = Check(
    name="in-and-out",
    severity=_ERROR,
    why="Whoever codes by it must break one of the two.",
    do="Delete the phrase under include or under exclude.",
)
OVERLAP = Check(
    name="overlap",
    severity=_WARNING,
    why="Codes that mean nearly the same compete for the same answers, and coders mix them up.",
    do="Merge them, or part them by definition, include and exclude.",
)
TONE_IN_NAME = Check(
    name="tone-in-name",
    severity=_WARNING,
    why="Tone is told apart from the code: an answer of the other tone has no code to go to.",
    do="Name the topic alone, and read the tone in the sentiment of its mentions.",
)
NO_DESCRIPTION = Check(
    name="no-description",
    severity=_WARNING,
    why="Answers are compared with the name alone, and every coder reads it in his own way.",
    do="Write a definition, in short phrases, or a few typical answers as examples.",
)
BROAD_NAME = Check(
    name="broad-name",
    severity=_WARNING,
    why="It says of no answer whether it belongs there, so the code draws in what fits nowhere.",
    do="Name the topic; answers that fit no code are counted as other (97) without a code for it.",
)
DEFINITION_REPEATS = Check(
    name="definition-repeats-name",
    severity=_WARNING,
    why="It tells nothing that the name does not.",
    do="Say in short phrases what belongs in.",
)
EXAMPLE_TWICE = Check(
    name="example-twice",
    severity=_WARNING,
    why="Every answer with these words gets both codes.",
    do="Keep it at one code, unless it says both things.",
)
INCLUDE_TWICE = Check(
    name="include-twice",
    severity=_WARNING,
    why="The same thing belongs to two codes, so coders will disagree on it.",
    do="Keep it under one include, and write it under the other code's exclude.",
)
RULE_TAKES_EXAMPLE = Check(
    name="rule-takes-example",
    severity=_WARNING,
    why="Answers like it get the rule's code as well, without anything being weighed.",
    do="Narrow the rule, or write the example at both codes if it says both things.",
)
LONG_NAME = Check(
    name="long-name",
    severity=_WARNING,
    why="It is cut in tables and charts, and the rest of it is never read.",
    do="Shorten it, and move the rest into the definition.",
)
LONE_CATEGORY = Check(
    name="lone-category",
    severity=_WARNING,
    why="A net of one code counts the same people twice and groups nothing.",
    do="Move the code into another category, or leave its category out.",
)
DEAD_CODE = Check(
    name="dead-code",
    severity=_WARNING,
    why="Nobody has it: it lengthens the list that people and machines choose from.",
    do="Delete it, or see by --data with more answers whether it is only rare.",
)
FREQUENT_CODE = Check(
    name="too-frequent",
    severity=_WARNING,
    why="A code that so many have tells little about any of them.",
    do="Part it into two or three codes, and net them by category.",
)
FITS_NO_CODE = Check(
    name="fits-no-code",
    severity=_WARNING,
    why="What these people say is not in the tables.",
    do="Read the answers with status other, and add the codes that are missing.",
)
TOGETHER = Check(
    name="given-together",
    severity=_WARNING,
    why="Codes that nearly always come together measure one thing.",
    do="Merge them, or part them by definition.",
)
FEW_ANSWERS = Check(
    name="few-answers",
    severity=_NOTE,
    why="Shares of so few people say nothing about the codebook.",
    do="Give more answers with --data.",
)
EXCLUDE_IS_INCLUDE = Check(
    name="exclude-is-include",
    severity=_NOTE,
    why="The two agree as long as the same thing is meant, and have to be changed together.",
    do="Leave it, and name the other code in the exclude: 'parts (see Spare parts)'.",
)
NUMBERS = Check(
    name="numbers",
    severity=_NOTE,
    why="Tables and data files are easier to read when numbers follow the list.",
    do="Leave it where earlier waves use these numbers; they must stay what they are.",
)
NOT_ALL = Check(
    name="not-all",
    severity=_NOTE,
    why="A codebook of this size would take too long, or too much room.",
    do="Put right what is listed, and check again.",
)

CHECKS = tuple(value for value in globals().values() if isinstance(value, Check))
