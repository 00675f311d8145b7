"""Where the server differs from the contract on purpose: what it looks like, and why.

The reasons stand in docs/reference/http-api.md, word for word.
"""

#: Answers that say more, or promise more, than the contract asks.
MORE_IN_ANSWERS = {
    r".* / \d{3} / .*'optional' became 'required'": (
        "Members that the contract calls optional are always there."
    ),
    r".* / \d{3} / .* / (coding_type|events / \[\]) / enum: added .*": (
        "Kinds of coding and events are named one by one, where the contract says string."
    ),
    r".* / data / (results / \[\] / )?codes / \[\] / (number|evidence|layer|coder): added": (
        "A code on a response says why it is there: number, evidence, layer and coder."
    ),
    r".* / data / codebook / .* / codes / \[\] / (number|examples|include|exclude|rules): added": (
        "A codebook is answered with numbers, examples and rules, so that it can be sent again."
    ),
    r".* / data / codebook / categories / \[\] / id / type: .*": (
        "Codes without a category stand under one that is none: its id is null."
    ),
    r".* / results / \[\] / (status|sentiment|language): added": (
        "A response says what became of it, also without codes, with its tone and language."
    ),
    r".* / 200 / .* / data / advice: added": (
        "What a language model was asked, and what it cost, stands in advice."
    ),
    r"GET .*/\{questionId\} / 200 / .* / language: added": "A question says its language.",
    r".* / short_name: added": (
        "A question may have a short name, which its variables begin with in exports."
    ),
    r"GET /v2/(jobs|projects|webhooks) / 200 / .* / meta / .*: (added|missing)": (
        "Lists say count and next_cursor in meta, and nothing of credits."
    ),
    r"EVENT job.failed / body / .* / (project|question)_id: added": (
        "job.failed names project and question, as job.completed does."
    ),
    r"DELETE .* / 204 / header X-RateLimit-.*: added": (
        "The headers of the rate limit are on 204 too."
    ),
    r".* / 202 / header (Location|Retry-After): added": (
        "202 says where to poll the job, and when."
    ),
    r"POST /v2/refinement/.* / data / code / .*: added": (
        "The code of a suggestion is answered as in a codebook."
    ),
    r"POST /v2/refinement/.* / suggestions? / .*(change_id|source_code_id|resolved_..): added": (
        "A suggestion says who resolved it, when, and by which change."
    ),
    r"POST /v2/refinement/.* / suggestions? / .*(effect|exclude|include|parts): added": (
        "A suggestion says what it would change: include, exclude, parts, and their effect."
    ),
    r"POST /v2/refinement/.* / member type / enum: .*": (
        "Suggestions can also split a code and correct contradictions."
    ),
    r"POST /v2/refinement/.* / data / .*(action / enum|override_[a-z_]+|sentiment): missing": (
        "A suggestion is answered without the members that only a client sends."
    ),
    r"POST /v2/refinement/bulk-apply / 200 / .* / summary / \{\}: added": (
        "The summary of several suggestions is made of counts."
    ),
    r"POST /v2/refinement/export / 200 / header Content-Disposition: missing": (
        "The name of an exported file is sent and not described."
    ),
    r".* / 504 / header Retry-After: added": "504 says when to come again.",
}

#: What requests may carry, name and meet besides.
MORE_TO_SEND = {
    r"GET /v2/projects/\{projectId\}/questions/\{questionId\}/responses: added": (
        "Responses of a question can be listed and chosen."
    ),
    r"GET /v2/projects/.*/(tabulation|manifest|methods|review-queue): added": (
        "A coded question can be counted, and tells how it was coded."
    ),
    r"[A-Z]+ /v2/projects/.*/(codebook|changes)/?.*: added": (
        "The codebook of a coded question can be edited, and every change is in a log."
    ),
    r"(PATCH|GET|POST) /v2/projects/.*/responses/(\{responseId\}(/history)?|bulk): added": (
        "Responses can be reviewed, one by one or many at once."
    ),
    r"GET /v2/projects/.*/wave-change: added": (
        "Two waves of a question can be compared, with what of a change is only coding."
    ),
    r"[A-Z]+ /v2/projects/.*/samples/?.*: added": (
        "Samples can be drawn, coded by several people or checked by one, and compared."
    ),
    r"POST /v2/projects/.*/files: added": "A data file can be brought in as it is.",
    r"POST /v2/export/(sps|triple-s|report): added": (
        "SPSS syntax, Triple-S and a report for a client can be exported as well."
    ),
    r"POST /v2/export/merge: added": "A client's own file can be sent, and comes back with codes.",
    r"POST /v2/export/sav / body / .*: .*": (
        "An SPSS file can hold several questions, or all of a project, and more beside the codes."
    ),
    r"POST /v2/export/(csv|excel) / body / .*(delimiter|include_code_names): added": (
        "A table can be delimited by semicolons or tabs, and hold names for numbers."
    ),
    r"POST /v2/export/.* / 200 / header Content-Disposition: missing": (
        "The name of an export is sent and not described."
    ),
    r"POST /v2/(refinement/suggestions|.*export.*) / header Idempotency-Key: added": (
        "Suggestions and exports take an Idempotency-Key as every POST with a key does."
    ),
    r"POST /v2/refinement/.* / 504: added": "504 answers a refinement that found no free place.",
    r"POST /v2/refinement/undo / body / .* / revert: added": (
        "With revert, undo takes the changes of a suggestion back too."
    ),
    r"POST /v2/refinement/apply / body / .* / (source_code_id: added|action / enum: .*)": (
        "A suggestion that is applied may name both codes, and apply as its action."
    ),
    r"POST /v1/code: added": "The call of the first version is described.",
    r"GET /v2/(jobs|projects) / query (limit|cursor): added": "Lists can be read page by page.",
    r"GET /v2/projects / 422: added": "A limit or cursor of projects that is wrong is refused.",
    r".* / header X-Request-Id: added": "Every operation takes and answers X-Request-Id.",
    r".* / header X-Request-Id / format: missing": "X-Request-Id need not be a UUID.",
    r".* / header X-Idempotent-Replay: added": (
        "Every POST with a key can be repeated, and says when an answer is a replay."
    ),
    r"POST /v2/codebook/estimate / header Idempotency-Key: added": (
        "An estimate takes an Idempotency-Key as every POST with a key does."
    ),
    r"POST .* / 409: added": (
        "409 answers a POST whose Idempotency-Key is in use by a request that still runs."
    ),
    r"POST .* / 413: added": "413 answers a body that is too large.",
    r"POST /v2/code / 404: added": "404 answers a codebook_ref that names no question.",
    r"POST /free/code / 404: added": (
        "404 answers /free/code where whoever runs the server has switched it off."
    ),
    r"EVENT .* / header X-Delivery-Id: added": (
        "X-Delivery-Id is the same in all attempts to tell a webhook."
    ),
    r".* / responses / \[\] / (<object> / )?(language|demographics): added": (
        "A response may carry its language and demographics."
    ),
    r".* / body / .* / codebook / .*(number|examples|include|exclude|rules|sentiment): added": (
        "A codebook may carry numbers, examples, rules and tones."
    ),
    r".* / body / .* / codebook / <array> / \[\] / <string>: added": (
        "A list of names is a codebook."
    ),
    r".* / body / .* / codebook / <object> / categories / \[\] / id / type: .*": (
        "A category's id may be null in a codebook that is sent, as in one that is answered."
    ),
    r"POST .*/responses / scope: .*": "An upload takes the scope write as well as import.",
}

#: What the contract leaves open, and a server must decide.
LIMITS = {
    r".* / body / .* / further members: added 'refused'": (
        "Members that are not known are refused: a misspelt one would be lost in silence."
    ),
    r".* / body / .* / (maxLength|minLength|maxItems|minItems): added \d+": (
        "Texts, names and lists have the limits above; names and codebooks are not empty."
    ),
    r".* / body / .* / language / pattern: added .*": (
        "A language is auto or two small letters of ISO 639-1."
    ),
    r".* / body / .* / country / pattern: added .*": "A country is two letters.",
    r"POST /v2/code / body / .* / not: added": ("codebook and codebook_ref are not sent together."),
    r"POST /v2/refinement/.* / format: added 'uuid'": "Ids of codes and suggestions are UUIDs.",
    r"POST /v2/refinement/apply / body / .* / suggestion / [a-z_ ]+( / enum)?: missing": (
        "Of a suggestion that is applied, its id, action and overrides are read, and no more."
    ),
    r"POST /free/code / body / .* / codebook_ref: missing": (
        "/free/code takes no codebook_ref: without a key nobody has questions."
    ),
    r"POST .*/questions / body / .* / coding_type / default: missing": (
        "A question is of its project's kind of coding unless it says otherwise."
    ),
}

ON_PURPOSE = MORE_IN_ANSWERS | MORE_TO_SEND | LIMITS
