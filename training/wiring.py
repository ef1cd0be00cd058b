"""The one place where Frontstage is put together: settings in, services out.

Always holds: nothing heavy is imported or loaded here; the encoder, the guidance index and the chat model come at
their first use, or in the background once `warm` is called, so that the sign-in page is there at once.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from domain.clock import NewId, Now, new_id, utc_now
from domain.errors import FrontstageError, StorageFailure
from evaluation.judge import judge_prompts
from evaluation.rubric import load_rubric
from language.chat import (
    ChatModel,
    ChatSettings,
    ProviderHealth,
    ask_again,
    health,
    open_chat_model,
    warm_chat_model,
)
from language.redaction import RedactingChatModel
from records.store import Store, migrate, open_store
from roleplay.pipeline import Customer
from scenarios.loading import LIBRARY
from training.accounts import Accounts
from training.assign import Assignments
from training.better_words import BetterWords
from training.calibrate import Calibrations, scorers
from training.demo import Demo
from training.judging import Judging
from training.library import Library, fill_shelf
from training.model_report import ModelReports
from training.practise import Practice
from training.replies import Replies
from training.report import Reports
from training.review import Review
from training.scoring import Scoring
from training.settings import Settings
from training.spending import MeteredChatModel, Spending, prices_in
from training.worker import ReplyWorker

if TYPE_CHECKING:
    from knowledge.retrieval import GuidanceIndex
    from language.encoder import Encoder
    from roleplay.reader import Reader

log = logging.getLogger(__name__)

JUDGE_TEMPERATURE = 0.2  # low, and not nothing: passes that cannot differ would be one pass, paid for several times

T = TypeVar("T")


class Lazy(Generic[T]):
    """A value made once, at its first call, by whichever thread comes first."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._made: list[T] = []

    def __call__(self) -> T:
        with self._lock:
            if not self._made:
                self._made.append(self._make())
            return self._made[0]


@dataclass(frozen=True, slots=True)
class Services:
    """All that screens, api and commands may call. `broken` names each scenario file that was left out, and why."""

    settings: Settings
    accounts: Accounts
    practice: Practice
    assignments: Assignments
    calibrations: Calibrations
    review: Review
    scoring: Scoring
    judging: Judging | None
    reports: Reports
    model: ModelReports
    library: Library
    broken: tuple[str, ...]
    worker: ReplyWorker
    store: Store
    warm: Callable[[], None]

    def close(self) -> None:
        """Finish what is under way and close the records."""
        self.worker.close()
        self.scoring.close()
        self.review.close()
        self.store.close()


def build(
    settings: Settings,
    *,
    now: Now = utc_now,
    new_id: NewId = new_id,
    scenarios: Path = LIBRARY,
    load: Callable[[], "Encoder"] | None = None,
) -> Services:
    """Put Frontstage together. `load` opens the sentence encoder when it is first needed.

    Raises MissingArtefact, StorageFailure or InvalidSetting with what to do."""
    shelf = fill_shelf(scenarios)
    prepare_records(settings)
    store = open_store(settings.database_url, now=now, new_id=new_id)
    encoder = Lazy(load or _encoder)
    spending = Spending(
        lambda month: store.usage.by_model(since=month.since, until=month.until),
        prices=prices_in(settings),
        money=settings.model_monthly_budget,
        tokens=settings.model_monthly_tokens,
        now=now,
    )
    reader = Lazy(lambda: _reader(encoder()))
    customer = Lazy(lambda: _customer(settings, reader(), spending))
    library = Library(shelf.scenarios, store=store, customer=customer)
    guidance = Lazy(lambda: _guidance(settings, encoder()))
    assignments = Assignments(store=store, library=library, now=now)
    judging = _judging(settings, store, spending, guidance) if settings.judge_passes and settings.model else None
    scoring = Scoring(store=store, library=library, judging=judging)
    calibrations = Calibrations(store=store, bar=settings.agreement_bar, scorers=scorers(encoder, judging))
    replies = Replies(
        store=store, library=library, customer=customer, model_name=settings.model, on_ended=scoring.ensure
    )
    worker = ReplyWorker(replies)
    practice = Practice(
        store=store,
        library=library,
        customer=customer,
        worker=worker,
        now=now,
        new_id=new_id,
        on_ended=scoring.ensure,
    )

    def warm() -> None:
        threading.Thread(target=_warm, args=(library, guidance, settings), name="warm", daemon=True).start()
        practice.recover()
        scoring.recover()

    return Services(
        settings=settings,
        accounts=Accounts(
            store,
            demo=Demo(store=store, library=library, assignments=assignments, now=now),
            now=now,
            session_hours=settings.session_hours,
            offers_demo=settings.offers_demo,
        ),
        practice=practice,
        assignments=assignments,
        calibrations=calibrations,
        review=Review(
            store=store,
            library=library,
            scoring=scoring,
            calibrations=calibrations,
            guidance=guidance,
            better_words=_better_words(settings, store, library, reader, spending) if settings.model else None,
        ),
        scoring=scoring,
        judging=judging,
        reports=Reports(store=store, library=library),
        model=_model_reports(settings, store, spending, now),
        library=library,
        broken=shelf.broken,
        worker=worker,
        store=store,
        warm=warm,
    )


def prepare_records(settings: Settings) -> None:
    """Make the folders and bring the database up to date. Raises StorageFailure."""
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        if settings.database_url.startswith("sqlite:///"):
            Path(settings.database_url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageFailure(
            f"The data folder cannot be made: {error}. Choose another with FRONTSTAGE_DATA_DIR."
        ) from error
    migrate(settings.database_url)


def chat_settings(settings: Settings) -> ChatSettings:
    """What the chat model needs of the settings."""
    key = settings.openai_api_key.get_secret_value() or "none"
    chat = ChatSettings(
        model=settings.model,
        api_key=key,
        first_token_s=settings.first_token_seconds,
        whole_s=settings.reply_seconds,
    )
    return replace(chat, base_url=settings.openai_base_url) if settings.openai_base_url else chat


def _encoder() -> "Encoder":
    from language.encoder import load_encoder

    return load_encoder()


def _guidance(settings: Settings, encoder: "Encoder") -> "GuidanceIndex":
    from knowledge.pages import load_pages
    from knowledge.retrieval import open_index

    return open_index(load_pages(), encoder, store=settings.data_dir / "guidance")


def _reader(encoder: "Encoder") -> "Reader":
    from roleplay.reader import Reader

    return Reader(encoder)


def _customer(settings: Settings, reader: "Reader", spending: Spending) -> Customer:
    from language.tokens import TokenBudget
    from roleplay.actors import ModelActor, input_tokens

    if not settings.model:
        return Customer(reader)
    chat = chat_settings(settings)
    actor = ModelActor(
        _chat_model(chat, spending), budget=TokenBudget(settings.model, input_tokens(settings.model_context))
    )
    return Customer(reader, model_actor=actor, allowance=chat.allowance)


def _better_words(
    settings: Settings, store: Store, library: Library, reader: "Callable[[], Reader]", spending: Spending
) -> BetterWords:
    chat = chat_settings(settings)
    return BetterWords(
        store=store,
        library=library,
        reader=reader,
        model=Lazy(lambda: _chat_model(chat, spending)),
        name=settings.model,
        allowance=chat.allowance,
    )


def _judging(settings: Settings, store: Store, spending: Spending, guidance: "Callable[[], GuidanceIndex]") -> Judging:
    chat = replace(chat_settings(settings), temperature=JUDGE_TEMPERATURE)
    return Judging(
        store=store,
        model=Lazy(lambda: _chat_model(chat, spending)),
        name=settings.model,
        prompts=Lazy(lambda: judge_prompts(load_rubric(), guidance())),
        passes=settings.judge_passes,
        context=settings.model_context,
        allowance=chat.allowance,
    )


def _chat_model(chat: ChatSettings, spending: Spending) -> ChatModel:
    """The one way to a chat model: personal data stays in the house, and a month costs no more than it may."""
    return MeteredChatModel(RedactingChatModel(open_chat_model(chat)), spending, name=chat.model)


def _model_reports(settings: Settings, store: Store, spending: Spending, now: Now) -> ModelReports:
    chat = chat_settings(settings) if settings.model else None
    return ModelReports(
        store=store,
        spending=spending,
        model=settings.model,
        address=chat.base_url if chat else "",
        has_key=bool(settings.openai_api_key.get_secret_value()),
        health=lambda: health(chat) if chat else ProviderHealth(),
        forget=lambda: ask_again(chat) if chat else None,
        now=now,
    )


def _warm(library: Library, guidance: Callable[[], object], settings: Settings) -> None:
    try:
        library.get_ready()
        guidance()
        if settings.model:
            warm_chat_model(chat_settings(settings))
    except FrontstageError as error:
        # The first person who needs the part meets the same error on their screen, with what to do.
        log.error("could not get ready ahead of time: %s", error)
