"""Answers that say nothing are set aside before any model sees them, in seven languages."""

import pytest

from openends.domain.response import ResponseStatus
from openends.engine.prepare.clean import clean
from openends.engine.prepare.set_aside import set_aside

NOTHING_SAID = {
    "en": """None|none.|N/A|n/a|NA|Nothing|nothing really|Nothing at all!|Nothing comes to mind.|
        nothing i can think of|Nothing else, thanks|No|Nope|No thank you|no comment|No comments.|
        Don't know|dont know|DON’T KNOW|don t know|dontknow|I don't know|I really don't know|idk|
        IDK tbh|dunno|Not sure|I'm not sure, sorry|I am not too sure|unsure|Can't remember|
        I can't remember any|I do not recall|no idea|I have no idea|no opinion|I don't have any|
        I don't have an opinion|can't think of anything right now|I can’t think of anything|
        none that I can think of|Not that I know of|none of the above|Not applicable|
        No particular reason|no reason|Prefer not to say|I'd rather not say|hard to say|
        Nothing to add|nothing in particular|Nothing specific|no suggestions at this time|
        well, nothing|not really|nothing nothing|No. Nothing.|haven't got a clue|skip|same as above|
        I honestly have no idea|No further comments, thank you|nothin|Oh I don't know""",
    "es": """Nada|nada.|NADA|Nada más|Nada en particular|nada en especial|Nada, gracias|
        Nada por el momento|por ahora nada|Nada que comentar|nada que añadir|No|Ninguno|ninguna|
        Ninguno en especial|ningún comentario|Ninguna sugerencia|No sé|no se|NO SÉ|¡No sé!|
        No lo sé|no sé qué decir|La verdad no sé|No sabría decir|no sabría decirte|NS/NC|ns|n/c|
        No sabe / no contesta|No contesta|No recuerdo|no me acuerdo|No lo recuerdo ahora mismo|
        No recuerdo ninguno|No tengo idea|Ni idea|no tengo ni idea|Sin comentarios|Sin opinión|
        No tengo opinión|no tengo ninguna sugerencia|No tengo comentarios|No hay|no hay nada|
        No se me ocurre nada|No se me ocurre nada en este momento|No aplica|N/A|
        No estoy seguro|no estoy segura|Prefiero no contestar|bueno, nada|nada de nada|
        No tengo nada que decir|nose""",
    "pt": """Nada|nada.|NADA|Nada mesmo|Nada a declarar|nada a acrescentar|Nada a dizer|
        Nada em especial|Nada em particular|nada por enquanto|No momento nada|Não|não, obrigado|
        Nenhum|nenhuma|Nenhum comentário|Nenhuma sugestão|Nenhuma em especial|Não sei|nao sei|
        NÃO SEI|Não sei dizer|não sei responder|Não sei mesmo|sei lá|Não faço ideia|
        Não faço a mínima ideia|não tenho ideia|Não tenho certeza|Não tenho a certeza|Não me lembro|
        não lembro|Não me recordo|Não lembro agora|Sem comentários|sem opinião|Sem resposta|
        Sem sugestões|Não se aplica|N/A|NS/NR|Não sabe/Não responde|Não tenho opinião|
        não tenho opinião formada|Não tenho sugestões|não tenho nada a declarar|Não tenho|Não há|
        não há nada|Nada me vem à cabeça|Não me ocorre nada|Prefiro não responder|prefiro não dizer|
        Nada a referir|nenhum motivo em particular|Não estou certo""",
    "fr": """Rien|rien.|RIEN|Rien du tout|Rien de particulier|rien de spécial|Rien en particulier|
        Rien à dire|rien à ajouter|Rien à signaler|R.A.S.|RAS|Rien pour l'instant|
        Rien pour le moment|Rien d'autre|Aucun|aucune|Aucune idée|aucun commentaire|Aucun avis|
        Aucune remarque|Aucune suggestion|Je ne sais pas|je sais pas|Je ne sais pas du tout|
        je ne sais pas trop|J'en sais rien|je n’en sais rien|Ne sait pas|NSP|nsp.|JSP|Sans opinion|
        Sans avis|sans réponse|Pas d'avis|pas d’idée|Pas d'opinion|Pas de commentaire|
        Je n'ai pas d'idée|Je n’ai pas d’avis|Je n'ai aucune idée|Je n'ai rien à dire|
        Je ne me souviens plus|je ne me souviens pas|Je ne me rappelle plus|Non|non merci|Néant|
        Sans objet|N/A|Je ne vois pas|Pas vraiment|Je préfère ne pas répondre|Je ne suis pas sûr|
        euh, je ne sais pas|Rien ne me vient à l'esprit|pas de raison particulière""",
    "de": """Nichts|nichts.|NICHTS|Gar nichts|nichts Besonderes|Nichts Bestimmtes|Nichts weiter|
        Momentan nichts|eigentlich nichts|Nichts hinzuzufügen|Nix|Keine|keiner|Keine Angabe|k.A.|
        KA|Keine Ahnung|Ich habe keine Ahnung|hab keine Ahnung|Keine Idee|Keine Meinung|
        Dazu habe ich keine Meinung|Kein Kommentar|Keine Anmerkungen|Keine weiteren Anmerkungen|
        Keine Vorschläge|keine Verbesserungsvorschläge|Weiß nicht|weiss nicht|WEISS NICHT|
        Weiß ich nicht|Ich weiß es nicht|ich weiß es leider nicht|Das weiß ich nicht|w.n.|
        Weiß nicht genau|Weiß ich nicht mehr|Kann mich nicht erinnern|
        ich kann mich nicht mehr erinnern|Nein|nein danke|Mir fällt nichts ein|
        mir fällt gerade nichts ein|Fällt mir spontan nichts ein|Da fällt mir nichts ein|
        Kann ich nicht sagen|Kann ich nicht beurteilen|Schwer zu sagen|Trifft nicht zu|
        Entfällt|keine Antwort|Nichts, danke|Bin mir nicht sicher|kein Plan|nicht wirklich|
        Ohne Angabe|naja, nichts""",
    "it": """Niente|niente.|NIENTE|Nulla|Niente di particolare|nulla di particolare|
        Niente in particolare|Niente da dire|nulla da aggiungere|Niente da segnalare|
        Per ora niente|al momento nulla|Nient'altro|Niente di che|Nessuno|nessuna|
        Nessun commento|Nessuna idea|nessuna opinione|Nessun suggerimento|
        Nessuno in particolare|Nessuna in particolare|Non so|non lo so|NON SO|Non lo so proprio|
        Non so cosa dire|non so rispondere|Non saprei|Non saprei dire|boh|Boh!|mah|Non ricordo|
        Non mi ricordo|non lo ricordo|Non ricordo nulla|Non ho idea|Non ne ho idea|
        non ho la minima idea|Non ho opinioni|Non ho suggerimenti|Non ho commenti|
        Non ho niente da dire|Non mi viene in mente niente|non mi viene in mente nulla adesso|
        No|No grazie|No comment|N/A|Non applicabile|Senza commenti|Preferisco non rispondere|
        Non sono sicuro|non sono sicura|Nessun motivo in particolare|non c'è niente|chi lo sa""",
    "nl": """Niets|niets.|NIETS|Niks|Helemaal niets|Niets bijzonders|niks bijzonders|
        Niets speciaals|Niets in het bijzonder|Niets toe te voegen|niks te melden|Verder niets|
        Op dit moment niets|momenteel niks|Geen|Geen idee|geen flauw idee|Ik heb geen idee|
        Ik heb echt geen idee|Geen mening|ik heb geen mening|Geen commentaar|Geen opmerkingen|
        geen verdere opmerkingen|Geen suggesties|Geen antwoord|Geen voorkeur|
        geen specifieke reden|Geen reden|Weet niet|weet ik niet|WEET NIET|Ik weet het niet|
        Dat weet ik niet|ik weet het echt niet|Weet ik zo niet|Weet ik niet meer|
        Zou het niet weten|Ik zou het niet weten|zou ik zo niet weten|Kan niets bedenken|
        Ik kan niks bedenken|Kan ik me niet herinneren|kan het me niet herinneren|
        Kan ik niet zeggen|Moeilijk te zeggen|Nee|nee hoor|Nee, dank je|N.v.t.|nvt|
        Niet van toepassing|Er is niets|geen bijzonderheden|Wil ik niet zeggen|Niet echt""",
}
ELSEWHERE = (
    "ingen|vet ej|не знаю|нет|没有|不知道|なし|特になし|わからない|없음|모르겠습니다|لا يوجد"
)


def listed(block):
    return [phrase.strip() for phrase in block.split("|")]


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(answer, id=f"{language}-{answer}")
        for language, block in NOTHING_SAID.items()
        for answer in listed(block)
    ],
)
def test_an_answer_that_says_nothing_is_none(answer):
    assert set_aside(clean(answer).text) is ResponseStatus.NONE


@pytest.mark.parametrize("answer", listed(ELSEWHERE))
def test_the_common_forms_of_other_languages_are_none(answer):
    assert set_aside(answer) is ResponseStatus.NONE


@pytest.mark.parametrize("language", NOTHING_SAID)
def test_the_table_holds_enough_phrases_to_trust_it(language):
    assert len(set(listed(NOTHING_SAID[language]))) >= 25


@pytest.mark.parametrize(
    "answer",
    [
        "No, nothing",
        "Nothing. Don't know.",
        "none / don't know",
        "No sé, nada",
        "Nein, keine Ahnung",
        "non - rien",
        "Nee. Weet ik niet!",
        "absolutely nothing whatsoever",
    ],
)
def test_several_ways_of_saying_nothing_are_none(answer):
    assert set_aside(answer) is ResponseStatus.NONE


@pytest.mark.parametrize("answer", ["-", "--", "---", "/", "–", "—", " - ", "-.", "- - -", "//"])
def test_a_struck_out_answer_is_none(answer):
    assert set_aside(answer) is ResponseStatus.NONE


@pytest.mark.parametrize(
    "answer", ["", " ", "\n\t", "\u00a0", "\u3000", "\u200b", "\x00", "\ufeff "]
)
def test_a_blank_is_no_answer(answer):
    assert set_aside(clean(answer).text) is ResponseStatus.NO_ANSWER
