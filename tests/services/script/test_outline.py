"""Every rule of resources/help/outline.md, and what goes wrong in texts that people write."""

import asyncio
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edupulse_desktop.errors import Refused
from edupulse_desktop.model.brief import Brief
from edupulse_desktop.model.checks import problems
from edupulse_desktop.model.draft import (
    Draft,
    DraftCharacter,
    DraftContinue,
    DraftEnd,
    DraftLine,
    DraftPicture,
    DraftQuestion,
    DraftScene,
)
from edupulse_desktop.model.exits import EndingKind, QuestionKind
from edupulse_desktop.model.problem import ProblemKind
from edupulse_desktop.places import resource
from edupulse_desktop.services.script.outline import LONGEST_TEXT, OutlineWriter
from edupulse_desktop.services.script.writer import ScriptWriter
from tests.drafts import lesson_of


def written(text: str, topic: str = "A topic") -> Draft:
    return drafts(Brief(topic=topic, source=text))[-1]


def drafts(brief: Brief) -> list[Draft]:
    async def collect(writer: ScriptWriter) -> list[Draft]:
        return [draft async for draft in writer.write(brief)]

    return asyncio.run(collect(OutlineWriter()))


def said(text: str) -> list[tuple[str, str]]:
    return [(line.speaker, line.text) for scene in written(text).scenes for line in scene.lines if line.text]


def asked(text: str, scene: int = 0) -> DraftQuestion:
    way_out = written(text).scenes[scene].exit
    assert isinstance(way_out, DraftQuestion)
    return way_out


def led(text: str) -> dict[str, object]:
    """Return where each scene leads, by titles."""
    draft = written(text)
    titles = {scene.key: scene.title for scene in draft.scenes}

    def way(scene: DraftScene) -> object:
        match scene.exit:
            case DraftContinue(to=to):
                return titles[to]
            case DraftQuestion() as question:
                return [titles.get(choice.to, "") for choice in question.choices], titles[question.right_to]
            case DraftEnd():
                return None

    return {scene.title: way(scene) for scene in draft.scenes}


def empty_scenes(text: str) -> list[str]:
    """Return the titles of the scenes that the checks call empty, once the draft is a lesson."""
    lesson = lesson_of(written(text))
    titles = {scene.id: scene.title for scene in lesson.scenes}
    kind = ProblemKind.SCENE_WITHOUT_LINES
    return [titles[each.scene] for each in problems(lesson) if each.kind is kind and each.scene is not None]


# --- people and what they say


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Nurse: Good morning.", DraftLine("Nurse", "Good morning.")),
        ("Nurse (softly): Good morning.", DraftLine("Nurse", "Good morning.", "softly")),
        ("Nurse [softly]: Good morning.", DraftLine("Nurse", "Good morning.", "softly")),
        ("Nurse: (softly) Good morning.", DraftLine("Nurse", "Good morning.", "softly")),
        ("**Nurse (softly):** Good *morning*.", DraftLine("Nurse", "Good morning.", "softly")),
        ("**Nurse**: Good morning.", DraftLine("Nurse", "Good morning.")),
        ("> Nurse: Quoted.", DraftLine("Nurse", "Quoted.")),
        ("Dr. Adeyemi: Yes.", DraftLine("Dr. Adeyemi", "Yes.")),
        ("Sister of Mercy: Yes.", DraftLine("Sister of Mercy", "Yes.")),
        (
            "Mr Konstantinos Papadopoulos-Throckmorton: Good morning.",
            DraftLine("Mr Konstantinos Papadopoulos-Throckmorton", "Good morning."),
        ),
        ("Professor Doctor Ana von der Leyen: Yes.", DraftLine("Professor Doctor Ana von der Leyen", "Yes.")),
        ("A" + "a" * 59 + ": Yes.", DraftLine("A" + "a" * 59, "Yes.")),
        ("O'Neill: It is 10:30: late.", DraftLine("O'Neill", "It is 10:30: late.")),
        ("护士：你好。", DraftLine("护士", "你好。")),
        ("المريض: أشعر بالبرد", DraftLine("المريض", "أشعر بالبرد")),
        ("נועה (בשקט): שלום, 100%", DraftLine("נועה", "שלום, 100%", "בשקט")),
        ("Łukasz: cześć 👩‍⚕️", DraftLine("Łukasz", "cześć 👩‍⚕️")),
        ("Nurse: See http://x: y and `code`.", DraftLine("Nurse", "See http://x: y and code.")),
        ("Nurse: Wait. [pause 2s]", DraftLine("Nurse", "Wait.", pause_ms=2000)),
        ("Nurse: Wait [pause 500 ms] now.", DraftLine("Nurse", "Wait now.", pause_ms=500)),
        ("Nurse: Wait [beat]", DraftLine("Nurse", "Wait", pause_ms=1000)),
        (
            "Nurse: Look. [picture: A bed | An empty bed]",
            DraftLine("Nurse", "Look.", picture=DraftPicture(None, "A bed", "An empty bed")),
        ),
        ("Nurse: Look [here](https://x.example).", DraftLine("Nurse", "Look here.")),
    ],
)
def test_one_line_of_speech(text: str, line: DraftLine) -> None:
    (scene,) = written(text).scenes
    assert scene.lines == (line,)


@pytest.mark.parametrize(
    "text",
    [
        "http://x: y",
        "https://example.org/a",
        "10:30 is the time.",
        "At 10:30: nothing.",
        "Note: the door is open.",
        "Remember this and that: wash your hands.",
        "Nurse:no space after the colon",
        "This is a sentence, which has a colon: here.",
        "remember: once only",
        "One Two Three Four Five Six Seven: too many words.",
        "B" + "a" * 60 + ": too long.",
        "The nurse on the next ward says: wait.",
        "Mr Konstantinos Papadopoulos-Throckmorton came at 10:30: late.",
        "- Signs: fever, chills.",
    ],
)
def test_what_is_no_speaker_is_told_by_the_narrator(text: str) -> None:
    assert said(text) == [("Narrator", text.removeprefix("- "))]


def test_small_letters_are_a_name_when_used_twice_or_declared() -> None:
    assert said("nurse: One.\n\nana maria: x\n\nnurse: Two.")[0] == ("nurse", "One.")
    assert said("Characters: nurse\n\nnurse: One.") == [("nurse", "One.")]


def test_a_sentence_in_small_letters_is_no_name_however_often_it_is_used() -> None:
    text = "What we do when it happens: wait.\n\nWhat we do when it happens: call."
    assert {speaker for speaker, _text in said(text)} == {"Narrator"}
    assert said("DO NOT GO INTO THE ROOM\nWait here.")[0][0] == "Narrator"


def test_the_same_person_is_spelled_as_at_first() -> None:
    assert said("Nurse Ana: One.\nNURSE ANA: Two.\nnurse  ana: Three.") == [
        ("Nurse Ana", "One."),
        ("Nurse Ana", "Two."),
        ("Nurse Ana", "Three."),
    ]


def test_rows_below_a_line_belong_to_it_until_an_empty_row() -> None:
    text = "Nurse: One\ntwo\nThree.\n\nFour."
    assert said(text) == [("Nurse", "One two Three."), ("Narrator", "Four.")]


def test_screenplay_cues() -> None:
    text = "INT. WARD - NIGHT\n\nNURSE\n(softly)\nGood morning.\n\nMR WOLSKI (CONT'D)\nIs it?\n"
    (scene,) = written(text).scenes
    assert scene.title == "Ward - night"
    assert scene.lines == (DraftLine("Nurse", "Good morning.", "softly"), DraftLine("Mr Wolski", "Is it?"))


def test_windows_newlines_tabs_and_invisible_signs() -> None:
    assert said("\ufeffNurse:\tOne.\r\nPatient:\u00a0Two.\x00\rNurse: Three.") == [
        ("Nurse", "One."),
        ("Patient", "Two."),
        ("Nurse", "Three."),
    ]


def test_a_line_of_ten_thousand_characters_stays_whole() -> None:
    assert said("Nurse: " + "x" * 10_000) == [("Nurse", "x" * 10_000)]


def test_comments_and_fences_are_left_out() -> None:
    assert said("// a note\n```\nNurse: One.\n```\n<!-- two\nrows -->\n---") == [("Nurse", "One.")]


# --- bullets and paragraphs


def test_bullets_become_what_the_narrator_says() -> None:
    text = "- Most infections travel on hands\n* Thirty seconds,\n  between the fingers too\n1. Never skip it!\n• 手を洗う"
    assert said(text) == [
        ("Narrator", "Most infections travel on hands."),
        ("Narrator", "Thirty seconds, between the fingers too."),
        ("Narrator", "Never skip it!"),
        ("Narrator", "手を洗う"),
    ]


def test_a_long_paragraph_is_divided_between_sentences_and_loses_nothing() -> None:
    sentences = [f"This is sentence number {number} of a long paragraph." for number in range(20)]
    told = said("\n".join(" ".join(sentences[at : at + 2]) for at in range(0, 20, 2)))
    assert len(told) > 3
    assert all(len(text) <= 240 for _speaker, text in told)
    assert " ".join(text for _speaker, text in told) == " ".join(sentences)


# --- scenes and ways


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("# Handover", "Handover"),
        ("### Handover ###", "Handover"),
        ("Scene 2: Handover", "Handover"),
        ("SCENE 2 - Handover", "Handover"),
        ("## Scene 2: **Handover**", "Handover"),
        ("Scene 7", "Scene 7"),
        ("INT. Handover", "Handover"),
    ],
)
def test_headings(heading: str, title: str) -> None:
    text = f"Title: T\n\n# First\nNurse: One.\n\n{heading}\nNurse: Two."
    assert [scene.title for scene in written(text).scenes] == ["First", title]


def test_the_title_of_the_lesson() -> None:
    assert written("Title: From a fact\n# A\nNurse: One.").title == "From a fact"
    assert written("# From the top\n## A\nNurse: One.\n## B\nNurse: Two.").title == "From the top"
    assert written("From the first line\n\nNurse: One.").title == "From the first line"
    assert written("# Alone\nNurse: One.").title == "Alone"
    assert written("Nurse: One.", "From the brief").title == "From the brief"
    assert written("# A\nNurse: One.\n# B\nNurse: Two.", "From the brief").title == "From the brief"


def test_scenes_follow_one_another_and_the_last_ends() -> None:
    assert led("# A\nN: 1\n# B\nN: 2\n# C\nN: 3") == {"A": "B", "B": "C", "C": None}


def test_alternatives_meet_again_after_the_last() -> None:
    text = "# A\nN: 1\nQ: ?!\n- x -> B\n- y -> C\n# B\nN: 2\n# C\nN: 3\n# D\nN: 4"
    assert led(text) == {"A": (["B", "C"], "D"), "B": "D", "C": "D", "D": None}


def test_alternatives_at_the_end_of_the_text_end_the_lesson() -> None:
    text = "# A\nN: 1\nQ: ?!\n- x -> B\n- y -> C\n- z\n# B\nN: 2\n# C\nN: 3"
    assert led(text) == {"A": (["B", "C", ""], "The end"), "B": None, "C": None, "The end": None}


def test_a_question_whose_choices_all_lead_somewhere_makes_no_scene() -> None:
    text = "# A\nN: 1\nQ: ?!\n- [x] x -> B\n- y -> C\n# B\nN: 2\n-> C\n# C\nN: 3\nEnd: Done"
    draft = written(text)
    assert [scene.title for scene in draft.scenes] == ["A", "B", "C"]
    question = draft.scenes[0].exit
    assert isinstance(question, DraftQuestion)
    assert (question.right_to, question.wrong_to) == ("", "")


def test_ways_by_number_by_word_and_back() -> None:
    text = "Scene 1: A\nN: 1\nQ: ?!\n- x -> scene 3\n- y -> again\n- z -> END\nScene 2: B\nN: 2\n-> start\nScene 3: C\nGo to: b"
    assert led(text) == {
        "A": (["C", "A", "The end"], "B"),
        "B": "A",
        "C": "B",
        "The end": None,
    }


def test_a_scene_nobody_wrote_is_made_so_that_it_is_found() -> None:
    text = "# A\nN: 1\n-> Somewhere else"
    draft = written(text)
    assert led(text) == {"A": "Somewhere else", "Somewhere else": None}
    assert draft.scenes[1].lines == ()
    assert empty_scenes(text) == ["Somewhere else"]


def test_a_slip_in_the_name_of_a_scene_is_reported_and_leads_nowhere_else() -> None:
    text = "# A\nN: 1\nQ: ?!\n- x -> Teh ward\n- y -> The ward\n# The ward\nN: 2\n# C\nN: 3"
    assert led(text)["A"] == (["Teh ward", "The ward"], "C")
    assert empty_scenes(text) == ["Teh ward"]


def test_a_heading_with_nothing_below_it_is_reported_too() -> None:
    assert empty_scenes("# A\nN: 1\n# Later\n# C\nN: 3") == ["Later"]


@pytest.mark.parametrize(
    "text",
    [
        "# A\nN: 1\n-> end",
        "# A\nN: 1\nQ: ?!\n- x",
        "# A\nN: 1\n# Why\nQ: ?!\n- x -> A",
        "# A\nN: 1\n# Done\nEnd: Done",
        "# A\nN: 1\n# The end",
    ],
)
def test_scenes_that_are_meant_to_be_silent_are_not_reported(text: str) -> None:
    assert empty_scenes(text) == []


def test_what_comes_after_a_question_is_the_next_part() -> None:
    text = "# T\n## A\nN: 1\nQ: ?!\n- x\n\nN: 2\nQ: !?\n- y\n\nN: 3"
    assert led(text) == {"A": ([""], "A · 2"), "A · 2": ([""], "A · 3"), "A · 3": None}


@pytest.mark.parametrize(
    ("text", "ending"),
    [
        ("End: Done | Well.", DraftEnd("Done", "Well.")),
        ("Ending (good): Saved", DraftEnd("Saved", kind=EndingKind.SUCCESS)),
        ("Ending (poor): Lost | Next time.", DraftEnd("Lost", "Next time.", EndingKind.FAILURE)),
        ("Ending 2: A happy day", DraftEnd("A happy day", kind=EndingKind.SUCCESS)),
        ("The End.", DraftEnd()),
        ("[end]", DraftEnd()),
    ],
)
def test_endings(text: str, ending: DraftEnd) -> None:
    assert written(f"# A\nN: 1\n{text}\n# B\nN: 2").scenes[0].exit == ending


# --- questions


def test_a_question_with_everything() -> None:
    text = (
        "# A\nN: 1\nQuestion: What first?\n- [x] Observe (2 points) -> B | Numbers first.\n- [ ] Wait → C\n"
        "  Feedback: He gets worse.\n- Call (-1) | Too soon. -> again\nHint: The clock.\nAttempts: 2\n"
        "Right: Well seen.\nIf wrong: Look again.\n# B\nN: 2\n# C\nN: 3\n# D\nN: 4"
    )
    question = asked(text)
    assert [(each.text, each.correct, each.points, each.feedback) for each in question.choices] == [
        ("Observe", True, 2, "Numbers first."),
        ("Wait", False, 0, "He gets worse."),
        ("Call", False, -1, "Too soon."),
    ]
    assert led(text)["A"] == (["B", "C", "A"], "D")
    assert (question.hint, question.attempts) == ("The clock.", 2)
    assert (question.right_feedback, question.wrong_feedback) == ("Well seen.", "Look again.")
    assert question.kind is QuestionKind.SINGLE_CHOICE


@pytest.mark.parametrize(
    "opening",
    ["Question: Why?", "Q: Why?", "Q2: Why?", "? Why?", "**Question 3:** Why?", "### Question: Why?"],
)
@pytest.mark.parametrize("sign", ["- ", "* ", "a) ", "A. ", "1. ", "(b) ", "- [ ] "])
def test_every_way_to_write_question_and_choice(opening: str, sign: str) -> None:
    question = asked(f"N: 1\n{opening}\n{sign}So\n{sign}Thus (correct)\n")
    assert question.question == "Why?"
    assert [(each.text, each.correct) for each in question.choices] == [("So", False), ("Thus", True)]


@pytest.mark.parametrize("answer", ["Answer: b", "Correct answer: Thus", "Answer: 2", "Answers: B."])
def test_the_answer_may_stand_below(answer: str) -> None:
    question = asked(f"N: 1\nQ: Why?\na) So\nb) Thus\n{answer}")
    assert [each.correct for each in question.choices] == [False, True]


@pytest.mark.parametrize("answer", ["Answer: b", "Correct answer: Thus", "Answer: 2."])
def test_the_answer_may_stand_above(answer: str) -> None:
    question = asked(f"N: 1\nQ: Why?\n{answer}\na) So\nb) Thus")
    assert question.kind is QuestionKind.SINGLE_CHOICE
    assert [(each.text, each.correct, each.accepts) for each in question.choices] == [
        ("So", False, ()),
        ("Thus", True, ()),
    ]


@pytest.mark.parametrize(
    "mark",
    [
        *(
            "- [x]",
            "- [X]",
            "- [ x ]",
            "- [x}",
            "- {x]",
            "- {x}",
            "- [x",
            "- (x",
            "- x]",
            "- (x)",
            "- [✓]",
            "- ✓",
            "-[x]",
        ),
        *("[x]", "✓", "a) [x]", "1. (x)", "- [\u0445]", "- [×]", "* [*]"),
    ],
)
def test_a_mark_that_is_nearly_right_counts(mark: str) -> None:
    question = asked(f"N: 1\nQ: Why?\n{mark} Yes -> end\n- [ ] No")
    assert [(each.text, each.correct) for each in question.choices] == [("Yes", True), ("No", False)]


@pytest.mark.parametrize(
    "mark", ["- [ ]", "- []", "- [ }", "- {]", "- ( )", "- [", "- [✗]", "- [-]", "☐", "[ ]", "b) [ ]"]
)
def test_an_empty_box_that_is_nearly_right_is_no_mark(mark: str) -> None:
    question = asked(f"N: 1\nQ: Why?\n- [x] Yes\n{mark} No | Well.")
    assert [(each.text, each.correct) for each in question.choices] == [("Yes", True), ("No", False)]


@pytest.mark.parametrize(
    "text",
    [
        "X-ray the leg",
        "(as always) wait",
        "[x-ray] first",
        "[x ray] first",
        "x times a day",
        "Multiply (x) by two",
        "Xavier (the nurse)",
        "[nothing] at all",
        "(x times two) is right",
    ],
)
def test_words_in_brackets_and_an_x_are_no_marks(text: str) -> None:
    question = asked(f"N: 1\nQ: Why?\n- {text}\n- No")
    assert [(each.text, each.correct) for each in question.choices] == [(text, False), ("No", False)]


@pytest.mark.parametrize("mark", ["(correct)", "[x]", "✓"])
def test_a_mark_may_stand_behind_the_choice(mark: str) -> None:
    assert [
        (each.text, each.correct) for each in asked(f"N: 1\nQ: Why?\n- Yes {mark} -> end\n- No").choices
    ] == [
        ("Yes", True),
        ("No", False),
    ]


def test_several_answers() -> None:
    assert asked("N: 1\nQ: Which?\n- a (correct)\n- b (correct)\n- c").kind is QuestionKind.SEVERAL_CORRECT
    assert asked("N: 1\nQ: Which?\na) x\nb) y\nc) z\nAnswer: a and c").kind is QuestionKind.SEVERAL_CORRECT
    assert asked("N: 1\nQuestion (several): Which?\n- [x] a\n- b").kind is QuestionKind.SEVERAL_CORRECT


@pytest.mark.parametrize(
    "text",
    [
        "Q: It waits.\nTrue\nFalse (correct)",
        "Q: It waits.\n- True\n- [x] False.",
        "True or false: It waits.\nAnswer: false",
        "True / false: It waits.\nAnswer: false",
        "Q: It waits.\nAnswer: false\nTrue\nFalse",
        "True or false: It waits.\nAnswer: False.\n- True | So?\n- False",
        "Question: True or false: It waits.\nAnswer: false",
        "Question (true or false): True or false? It waits.\nAnswer: false",
        "Question: True or false: It waits.\n- True\n- [x} False",
    ],
)
def test_true_or_false(text: str) -> None:
    question = asked(f"N: 1\n{text}")
    assert (question.question, question.kind) == ("It waits.", QuestionKind.TRUE_FALSE)
    assert [(each.text.strip("."), each.correct) for each in question.choices] == [
        ("True", False),
        ("False", True),
    ]


def test_the_kind_stays_in_the_question_where_the_player_does_not_say_it() -> None:
    assert asked("N: 1\nQ: True or false?\n- True\n- [x] False").question == "True or false?"
    assert asked("N: 1\nQ: True or false: It waits.\n- Yes\n- [x] No").question == "True or false: It waits."


def test_a_typed_answer() -> None:
    question = asked("N: 1\nQ: Which gas?\nAnswer: oxygen; O2")
    assert question.kind is QuestionKind.SHORT_TEXT
    assert [(each.text, each.accepts, each.correct) for each in question.choices] == [
        ("oxygen", ("O2",), True)
    ]


@pytest.mark.parametrize(("arrow", "to"), [("", "B"), ("-> C\n", "C")])
def test_a_wrong_typed_answer_leads_where_a_right_one_leads(arrow: str, to: str) -> None:
    text = f"# A\nN: 1\nQ: Which gas?\nAnswer: oxygen\n{arrow}# B\nN: 2\n# C\nN: 3"
    question = asked(text)
    assert led(text)["A"] == ([""], to)
    assert question.wrong_to == question.right_to


def test_an_arrow_below_the_choices_is_for_all_and_an_indented_one_for_the_choice_above() -> None:
    text = "# A\nN: 1\nQ: ?!\n- x\n  -> C\n- y\n-> B\n# B\nN: 2\n# C\nN: 3"
    assert led(text)["A"] == (["C", ""], "B")


def test_a_question_without_choices_can_be_passed() -> None:
    assert [each.text for each in asked("N: 1\nQ: What do you notice?").choices] == ["Continue"]


def test_attempts_without_limit() -> None:
    assert asked("N: 1\nQ: Why?\n- a\nAttempts: unlimited").attempts is None


# --- pictures, pauses, stage directions


def test_pictures_come_on_screen_with_the_next_words() -> None:
    for row in ("[picture: A bed]", "Picture: A bed", "Setting: A bed", "![A bed](bed.png)"):
        (scene,) = written(f"{row}\nNurse: One.").scenes
        assert scene.lines == (DraftLine("Nurse", "One.", picture=DraftPicture(prompt="A bed")),)


def test_two_pictures_in_a_row_and_one_at_the_end_are_shown_by_themselves() -> None:
    (scene,) = written("[picture: A]\n[picture: B]\nNurse: One.\n[picture: C]").scenes
    assert [line.picture.prompt if line.picture else "" for line in scene.lines] == ["A", "B", "C"]
    assert [line.text for line in scene.lines] == ["", "One.", ""]


def test_a_pause_by_itself_lengthens_the_line_before_or_holds() -> None:
    (scene,) = written("[pause 1,5 s]\nNurse: One.\n[pause]\n[silence 250ms]").scenes
    assert scene.lines == (DraftLine("", "", pause_ms=1500), DraftLine("Nurse", "One.", pause_ms=1250))


def test_a_stage_direction_is_a_silent_moment_with_its_picture() -> None:
    (scene,) = written("Nurse: One.\n[The monitor shows 118.]\nNurse: Two.").scenes
    assert scene.lines[1] == DraftLine(
        "", "", pause_ms=2000, picture=DraftPicture(prompt="The monitor shows 118.")
    )


# --- about the lesson


def test_facts_about_the_lesson() -> None:
    draft = written(
        "Title: T\nLanguage: de\nDescription: D\nObjectives: One; Two\nCharacters:\n- Ana: calm, in her forties\n"
        "Ben - loud\n- Nobody\n\nAna: Hallo.\nBen: Ja."
    )
    assert (draft.title, draft.language, draft.description, draft.objectives) == (
        "T",
        "de",
        "D",
        ("One", "Two"),
    )
    assert draft.characters == (DraftCharacter("Ana", "calm, in her forties"), DraftCharacter("Ben", "loud"))


def test_headings_may_name_the_cast_and_the_objectives() -> None:
    draft = written(
        "# T\n## Objectives\n- Know\n## Characters\n\n* Ana (calm)\n* Ben\n\n## Start\nAna: Hi.\nBen: Hi."
    )
    assert draft.objectives == ("Know",)
    assert draft.characters == (DraftCharacter("Ana", "calm"), DraftCharacter("Ben"))
    assert [scene.title for scene in draft.scenes] == ["Start"]


def test_the_brief_fills_what_the_text_does_not_say() -> None:
    brief = Brief(
        topic="Topic", source="Ana: Hi.", language="fr", objectives=("Know",), characters=("Ana", "Zoe")
    )
    draft = drafts(brief)[-1]
    assert (draft.title, draft.language, draft.objectives) == ("Topic", "fr", ("Know",))
    assert [each.name for each in draft.characters] == ["Ana", "Zoe"]


# --- what goes wrong, and the stream


@pytest.mark.parametrize(
    "text", ["", "  \n\t\n", "# Only\n## Headings", "// nothing\n", "[pause 2s]", "?", "---"]
)
def test_a_text_that_says_nothing_is_refused_with_a_hint(text: str) -> None:
    if text == "?":
        assert said(text) == [("Narrator", "?")]
        return
    with pytest.raises(Refused) as refused:
        drafts(Brief(topic=text))
    assert "Nurse: Good morning." in refused.value.hint


def test_a_text_that_is_far_too_long_is_refused() -> None:
    with pytest.raises(Refused, match="characters"):
        written("x" * (LONGEST_TEXT + 1))


def test_drafts_grow_and_the_last_is_whole() -> None:
    text = "\n".join(f"# Scene {number}\nNurse: Line {number}." for number in range(1, 121))
    grown = drafts(Brief(topic="T", source=text))
    assert len(grown) > 10
    assert [len(draft.scenes) for draft in grown] == sorted({len(draft.scenes) for draft in grown})
    assert len(grown[-1].scenes) == 120
    assert all(grown[-1].scenes[: len(draft.scenes)] == draft.scenes for draft in grown)


ROWS = (
    "# A|## B|Scene 2: C|Nurse: Hi.|nurse: hi|Q: Why?|- [x] yes -> A|- no|-> B|True|[pause 2s]|Answer: a|Hint: x|"
    "[picture: y]|[stage]|End: Z||Text here.|- point|NURSE|Characters: Bo|?"
)
outlines = st.lists(st.sampled_from(ROWS.split("|")) | st.text(max_size=20), max_size=25)


@settings(max_examples=300, deadline=None)
@given(outlines)
def test_any_text_becomes_a_draft_that_can_be_played_or_is_refused(rows: list[str]) -> None:
    try:
        draft = written("\n".join(rows))
    except Refused:
        return
    keys = {scene.key for scene in draft.scenes}
    names = {character.name for character in draft.characters}
    assert len(keys) == len(draft.scenes)
    for scene in draft.scenes:
        assert scene.lines or scene.exit == DraftEnd() or isinstance(scene.exit, DraftContinue)
        assert scene.title or len(draft.scenes) == 1
        assert all(line.speaker in names if line.text else not line.speaker for line in scene.lines)
        match scene.exit:
            case DraftContinue(to=to):
                assert to in keys
            case DraftQuestion() as question:
                assert question.choices
                is_closed = all(choice.to for choice in question.choices)
                assert {question.right_to, question.wrong_to} <= (keys | {""} if is_closed else keys)
                assert all(not choice.to or choice.to in keys for choice in question.choices)


@pytest.mark.parametrize(
    "text",
    [
        "x " * 100_000,
        "*_x" * 60_000,
        "[" * 200_000,
        "![" * 20_000,
        "a: " * 50_000,
        "Nurse: x\n" + "more words\n" * 8_000,
    ],
)
def test_long_and_odd_texts_are_read_in_seconds(text: str) -> None:
    begun = time.monotonic()
    written(text)
    assert time.monotonic() - begun < 10


def test_the_sample_outline_uses_every_kind_of_question_and_reads_as_meant() -> None:
    draft = written(resource("samples", "outline.txt").read_text(encoding="utf-8"))
    assert draft.title == "The cold hand"
    assert [scene.title for scene in draft.scenes] == [
        "A cup of tea",
        "Look",
        "Blanket",
        "Notes",
        "Call",
        "Ten minutes",
    ]
    kinds = [scene.exit.kind for scene in draft.scenes if isinstance(scene.exit, DraftQuestion)]
    assert kinds == [QuestionKind.SINGLE_CHOICE, QuestionKind.TRUE_FALSE, QuestionKind.SHORT_TEXT]
    endings = [scene.exit.kind for scene in draft.scenes if isinstance(scene.exit, DraftEnd)]
    assert endings == [EndingKind.FAILURE, EndingKind.SUCCESS]
