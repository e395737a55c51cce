"""A text tells its language, or nothing is said about it."""

import json
from pathlib import Path

import pytest

from edupulse_desktop.imports.imported import Imported
from edupulse_desktop.imports.language import in_its_language, language_of, language_of_draft
from edupulse_desktop.imports.scenario import read_scenario
from edupulse_desktop.model.draft import Draft, DraftLine, DraftScene
from edupulse_desktop.places import resource

TEXTS = {
    "en": "Good morning, how are you? I have come to look at your leg, and to see that it is not worse than it was.",
    "de": "Guten Morgen, wie geht es Ihnen? Ich habe Ihnen das Frühstück gebracht, und der Arzt ist noch nicht da.",
    "fr": "Bonjour, comment allez-vous ? Je suis venue pour voir la plaie, et le médecin est dans le couloir avec vous.",
    "es": "Buenos días, ¿cómo está usted? He venido para ver la herida, pero el médico no está en la sala con los otros.",
    "it": "Buongiorno, come sta? Sono qui per la medicazione, ma il medico non è ancora con gli altri e mi dispiace.",
    "pt": "Bom dia, como está? Eu vim para ver a ferida, mas o médico não está com os outros e isso é um problema.",
    "nl": "Goedemorgen, hoe gaat het met u? Ik ben er voor de wond, maar de dokter is nog niet in het kantoor.",
    "pl": "Dzień dobry, jak się pan czuje? Nie ma jeszcze lekarza, ale to nie jest problem i już idę do pana na salę.",
    "sv": "God morgon, hur mår du? Jag har inte sett läkaren, men det är en bra dag och vi har tid för dig.",
    "tr": "Günaydın, nasıl hissediyorsunuz? Doktor için çok bekledik ama bu bir sorun değil, siz ne dersiniz, evet mi?",
    "ar": "صباح الخير، كيف حالك اليوم؟ جئت لأرى الجرح.",
    "he": "בוקר טוב, מה שלומך היום? באתי לראות את הפצע.",
    "zh": "早上好，您今天感觉怎么样？我来看看您的伤口。",
    "ja": "おはようございます。今日の調子はいかがですか。傷を見に来ました。",
    "ko": "좋은 아침입니다. 오늘은 좀 어떠세요? 상처를 보러 왔습니다.",
    "hi": "सुप्रभात, आज आप कैसे हैं? मैं घाव देखने आई हूँ।",
    "ru": "Доброе утро, как вы себя чувствуете? Я пришла посмотреть рану.",
    "uk": "Доброго ранку, як ви себе почуваєте? Я прийшла подивитися на рану, її треба перев'язати.",
    "cs": "Dobré ráno, jak se máte? Já jsem sestra a lékař tu ještě není, ale už je na cestě, tak to prosím vydržte.",
    "el": "Καλημέρα, πώς είστε σήμερα; Ήρθα να δω την πληγή.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_each_language_is_told(language: str) -> None:
    assert language_of([TEXTS[language]]) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hm.",
        "1 2 3 4 5",
        "Lorem ipsum dolor sit amet consectetur adipiscing elit sed eiusmod tempor incididunt",
        "x " * 50,
    ],
)
def test_what_does_not_tell_gets_no_answer(text: str) -> None:
    assert language_of([text]) == ""


def test_foreign_words_do_not_change_the_answer() -> None:
    assert language_of([TEXTS["en"], "She says: “Guten Morgen, 早上好, שלום.”"]) == "en"


@pytest.mark.parametrize(
    "text",
    [
        "Доброе утро, больной.",
        "Καλημέρα σας, κυρία Παπαδοπούλου.",
        "おはようございます。",
        "早上好，您今天好吗？",
        "Guten Morgen, wie geht es Ihnen?",
        "Bonjour, comment allez-vous, et le pied ?",
        "Dobré ráno, jak se máte?",
    ],
)
def test_a_few_words_do_not_tell(text: str) -> None:
    assert language_of([text]) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Good morning. Hands first. Gloves do not replace washing. A pump, a bed, a drip, a drop to go.",
        "Do a handover to a nurse. Do tell a colleague. To do so, go to bay five, to Mr Novak.",
        "Wash hands by rubbing. Go to a sink. Do it again by candle. Pro tip: a do to do.",
        "Check pulse. Check pressure. Call Doctor Jan van de Berg, bay two, Maria de la Cruz, el Niño ward.",
    ],
)
def test_short_english_never_becomes_another_language(text: str) -> None:
    assert language_of([text], "en") in ("", "en")
    assert language_of([text], "en-GB") in ("", "en")


@pytest.mark.parametrize("language", TEXTS)
def test_a_language_is_told_in_a_lesson_of_another(language: str) -> None:
    for present in ("en", "fr", "zh-Hans", "cs"):
        assert language_of([TEXTS[language]], present) == language


def test_two_or_three_sentences_are_enough() -> None:
    told = {
        "de": "Guten Morgen. Wie geht es Ihnen heute? Ich habe starke Schmerzen im Bein.",
        "fr": "Bonjour. Comment allez-vous aujourd'hui ? J'ai mal à la jambe et je ne dors pas.",
        "es": "Buenos días. ¿Cómo se siente hoy? Me duele mucho la pierna desde ayer por la noche.",
    }
    assert {language: language_of([text], "en") for language, text in told.items()} == {
        each: each for each in told
    }


def test_the_language_of_the_lesson_stays_where_words_are_mixed() -> None:
    mixed = [TEXTS["de"], "The nurse is at the bed and it is not clear that he was there."]
    assert language_of(mixed, "en") == ""
    assert language_of(mixed, "de") in ("", "de")


def test_a_draft_is_asked_first() -> None:
    assert language_of_draft(Draft(language="pt-BR")) == "pt-BR"


def test_the_samples_are_english() -> None:
    path = Path(__file__).parent / "scenarios" / "large.json"
    assert language_of_draft(read_scenario(path.read_bytes(), path.name).draft) == "en"
    sample = json.loads(resource("samples", "sepsis.json").read_text(encoding="utf-8"))
    assert language_of(line["text"] for scene in sample["scenes"] for line in scene["lines"]) == "en"


def test_an_import_gets_its_language_unless_it_is_the_present_one_or_said() -> None:
    def imported(language: str, said: str = "") -> Imported:
        return Imported(
            Draft(language=said, scenes=(DraftScene("a", lines=(DraftLine("N", TEXTS[language]),)),))
        )

    assert in_its_language(imported("de"), "en").draft.language == "de"
    assert in_its_language(imported("de"), "en-GB").notes == (
        "The text reads as German, so the language of the lesson was set to that. "
        "Write “Language: en-GB” at the top of the text if that is wrong.",
    )
    assert in_its_language(imported("en"), "de-AT").draft.language == "en"
    for kept in (imported("en"), imported("de", "nl")):
        assert in_its_language(kept, "en-GB") == kept
