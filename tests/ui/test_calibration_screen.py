"""The trainers' page of agreement with people, and what it changes on the other screens."""

import pytest

from domain.clock import utc_now
from domain.endings import EndingKind
from domain.errors import StorageFailure
from domain.people import Purpose, Role, Viewer
from records.rows import CalibrationRow, Ending
from screens.parts import frame
from screens.parts.words import short_day
from tests.support.labelled import agreeing, contrary, file_of, record
from tests.support.screens import OpenAs, at, headings, press, tables, talk, texts, visit
from training.wiring import Services

SCENARIO = "third-contact"


def unheard(done: int, total: int) -> None:
    """Nobody watches."""


def calibrated(house: Services, trainer: Viewer, content: bytes) -> None:
    house.calibrations.upload(trainer, content, file="labels.jsonl", on_scored=unheard)


def test_before_any_calibration_the_page_says_so_and_what_to_bring(open_as: OpenAs) -> None:
    app = at(open_as(Role.TRAINER), "calibration")
    assert headings(app) == ["Calibration"]
    assert [info.value for info in app.info] == [
        "Never compared with people’s labels yet, so every criterion that it decides is advisory."
    ]
    assert "a weighted kappa of at least .60, on at least 30 conversations" in texts(app)
    assert ["exploration", "Asking about what was not said"] in tables(app)[0]
    assert '"labels": {"empathy": 4' in app.code[0].value


def test_a_calibration_is_shown_criterion_by_criterion_beside_the_bar(
    house: Services, open_as: OpenAs, trainer: Viewer
) -> None:
    calibrated(house, trainer, agreeing(30, "exploration", "empathy"))
    app = at(open_as(Role.TRAINER), "calibration")
    assert f"Last calibrated on {short_day(utc_now())}" in texts(app)
    rows = {row[0]: row[1:] for row in tables(app)[0]}
    assert rows["What was labelled"] == ["Labels", "Kappa (95 % interval)", "Standing"]
    assert (rows["Asking about what was not said"][0], rows["Asking about what was not said"][2]) == ("30", "Automatic")
    assert rows["Words of your own"] == ["0", "–", "Advisory: nobody labelled it"]
    assert rows["Empathy, the whole score"][2].startswith(("Reaches the bar", "Does not reach it: kappa"))
    confusion = next(table for table in tables(app) if table[0][0] == "People said")
    assert confusion[0] == ["People said", "Score 1", "Score 2", "Score 3", "Score 4", "Score 5"]
    assert sum(int(cell) for row in confusion[1:] for cell in row[1:]) == 30
    assert "Of 30 conversations, " in texts(app)
    assert "Nobody labelled this score as a whole." in texts(app)
    assert not app.warning


def test_a_changed_version_raises_the_alarm_on_top(
    house: Services, open_as: OpenAs, trainer: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    calibrated(house, trainer, agreeing(30, "exploration"))
    monkeypatch.setattr("training.calibrate.READER_VERSION", "another")
    app = at(open_as(Role.TRAINER), "calibration")
    (alarm,) = app.warning
    assert alarm.value == (
        "The built-in scorer: the reader changed since the last calibration, so every criterion is advisory again. "
        "Compare with people’s labels once more."
    )
    rows = {row[0]: row[1:] for row in tables(app)[0]}
    assert rows["Asking about what was not said"][2] == "Advisory: the reader changed since: calibrate again"


def test_a_file_is_uploaded_and_compared(open_as: OpenAs) -> None:
    app = at(open_as(Role.TRAINER), "calibration")
    app.file_uploader[0].upload("labels.jsonl", agreeing(30, "exploration"), "application/jsonl")
    press(app, "Compare")
    assert [message.value for message in app.success] == ["Compared. 1 criterion reaches the bar."]
    assert {row[0]: row[3] for row in tables(app)[0]}["Asking about what was not said"] == "Automatic"


def test_a_file_that_cannot_be_used_is_answered_with_the_line_and_what_to_write(open_as: OpenAs) -> None:
    app = at(open_as(Role.TRAINER), "calibration")
    press(app, "Compare")
    assert [error.value for error in app.error] == ["Choose a file first."]
    app.file_uploader[0].upload("labels.jsonl", file_of([record(0, {"empathy": 9})]), "application/jsonl")
    press(app, "Compare")
    (error,) = app.error
    assert "1\\: labels\\: 9 is no level of" in error.value
    assert "Never compared" in app.info[0].value


def test_records_out_of_reach_are_answered_with_their_sentence(
    house: Services, open_as: OpenAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def out_of_reach(organisation_id: str) -> list[CalibrationRow]:
        raise StorageFailure("The records cannot be read now.")

    app = open_as(Role.TRAINER)
    monkeypatch.setattr(house.store.calibrations, "latest", out_of_reach)
    at(app, "calibration")
    assert [error.value for error in app.error] == ["The records cannot be read now\\."]
    assert not app.file_uploader


@pytest.mark.parametrize("role", [Role.TRAINEE, Role.HR])
def test_the_page_is_for_trainers_alone(open_as: OpenAs, role: Role) -> None:
    app = open_as(role)
    with pytest.raises(ValueError, match="page"):
        app.switch_page(frame.PAGES["calibration"])


def ended(house: Services, trainee: Viewer, given: str) -> str:
    """A finished attempt, scored and rated."""
    attempt = house.practice.start(trainee, SCENARIO, assignment_id=given, seed=1)
    talk(house, trainee, attempt, "Hello, I am sorry that you have to call again.", "What happened this time?")
    house.store.attempts.end(attempt, ending=Ending("shown_the_door", EndingKind.WALKED_OUT))
    house.scoring.ensure(attempt)
    house.review.rate(trainee, attempt, empathy=3, problem_solving=3)
    return attempt


def assign(house: Services, trainer: Viewer, trainee: Viewer, mark: float | None) -> str:
    return house.assignments.create(
        trainer,
        scenario_id=SCENARIO,
        people=[trainee.person_id],
        purpose=Purpose.FORMAL,
        due_on=None,
        pass_mark=mark,
    )


def test_a_debrief_says_beside_each_score_what_is_advisory_and_what_agrees_with_people(
    house: Services, open_as: OpenAs, trainee: Viewer, trainer: Viewer
) -> None:
    attempt = ended(house, trainee, assign(house, trainer, trainee, None))
    calibrated(house, trainer, agreeing(30, "exploration"))
    app = visit(open_as, "debrief", attempt=attempt)
    assert not app.exception
    shown = texts(app)
    assert ":small[Agrees with people: kappa " in shown
    assert ":small[Advisory: nobody has compared this score with people’s labels yet.]" in shown
    assert "advisory criteria: see below.]" in shown


def test_the_team_list_marks_what_a_person_has_to_decide_and_can_be_narrowed_to_it(
    house: Services, open_as: OpenAs, trainee: Viewer, trainer: Viewer
) -> None:
    ended(house, trainee, assign(house, trainer, trainee, 1.0))
    below = ended(house, trainee, assign(house, trainer, trainee, 5.0))
    app = open_as(Role.TRAINER)
    assert "**Passed: the whole band reaches the pass mark**" in texts(app)
    assert "**For review: below the pass mark, by criteria that are advisory**" in texts(app)
    assert app.selectbox[2].options == ["All", "For review", "Passed"]
    app.selectbox[2].select("For review").run()
    assert [button.key for button in app.button] == [f"read-{below}"]
    read = visit(open_as, "attempt", role=Role.TRAINER, attempt=below)
    assert "**For review: below the pass mark, by criteria that are advisory.**" in texts(read)


def test_without_a_pass_mark_the_team_list_has_no_such_filter(
    house: Services, open_as: OpenAs, trainee: Viewer, trainer: Viewer
) -> None:
    ended(house, trainee, assign(house, trainer, trainee, None))
    app = open_as(Role.TRAINER)
    assert [box.label for box in app.selectbox] == ["Person", "Scenario"]


def test_hr_reads_passed_or_for_review_beside_the_mark(
    house: Services, open_as: OpenAs, trainee: Viewer, trainer: Viewer
) -> None:
    for mark in (1.0, 5.0):
        ended(house, trainee, assign(house, trainer, trainee, mark))
    calibrated(house, trainer, contrary(30, "exploration"))
    app = open_as(Role.HR)
    people = tables(app)[1]
    assert people[0][-1] == "Pass mark"
    assert [row[-1] for row in people[1:]] == ["–", "1.0: passed", "5.0: for review"]
    assert "Software fails nobody." in texts(app)
