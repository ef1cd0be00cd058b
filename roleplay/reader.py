"""The reader: what one trainee message does, found in milliseconds on any laptop, with the words that show it.

Sentence by sentence: rules for what has a fixed form, trained heads over the sentence encoder for what has none, and
the conversation so far for what depends on it. The same message after the same turns always gives the same reading.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from domain.acts import Act
from domain.conversation import Speaker, Turn
from domain.reading import NO_EMPATHY, CustomerReading, Found, Oddity, Progress, Reading
from roleplay import oddities
from roleplay import sentence_forms as forms
from roleplay.act_heads import ActHeads, Heard, load_act_heads
from roleplay.harm_rules import HEAD_DENIES
from roleplay.heads import Heads, load_heads
from roleplay.hearing import hear, last_of_customer, likeness_of, of_customer, signs_in
from roleplay.message_reading import but_cancels, empathy_of, promises_in, settle_together
from roleplay.on_the_case import SUSPECT, about_the_case, apart, earned, in_doubt
from roleplay.progress import customer_reading_of, earlier_traits, load_progress_heads, progress_of
from roleplay.reading_context import (
    asks_what_is_unknown,
    asks_which,
    elsewhere,
    feels_for,
    leaves_open,
    open_questions,
    plays_back_a_time,
    says_what_for,
    telling_words,
    told_little,
)
from roleplay.sentence_acts import BY_RULE, ORDER, SURELY, Seen, acts_of, denied
from roleplay.sentences import Sentence, split_sentences
from roleplay.spelling import speller
from roleplay.story_reading import (
    ask_for_facts,
    follow_ups,
    invitations_left_out,
    not_meant_ill,
    other_questions,
    settled_by_moves,
    without_questions,
)
from roleplay.targets import Embedder, Match, Piece, Targets, Vectors, prepare
from roleplay.tongues import says_nothing
from roleplay.trickery import made_for_a_machine
from roleplay.whole_message import features_of, load_whole_head
from scenarios.model import Scenario

WHOLE: Final = 0.7  # how sure it is of what only the whole message shows
# A sentence of these kinds makes no move and asks for nothing of the customer's story.
_NO_WORK: Final = frozenset({Oddity.ABSURD, Oddity.REVERSED, Oddity.ASKS_IF_BOT, Oddity.FLIRTING})
# All that a request for a moment can do besides.
_WITH_A_MOMENT: Final = frozenset(
    {Act.COMMIT_ACTION, Act.SET_EXPECTATION, Act.THANK, Act.CLOSE, Act.RUDE, Act.EMPTY_FORMULA, Act.BLAME_CUSTOMER}
)
_MOST_CUT: Final = 12  # so many sentences are looked at clause by clause: beyond them nobody writes a message


class Reader:
    def __init__(self, embedder: Embedder, *, heads: Heads | None = None, act_heads: ActHeads | None = None) -> None:
        self._embedder = embedder
        self._heads = heads or load_heads()
        self._act_heads = act_heads or load_act_heads()
        self._spelling = speller(self._act_heads.words, self._heads.background.words | self._act_heads.known)

    def prepare(self, scenario: Scenario) -> Targets:
        """What `read` needs of a scenario. Takes a second or so; keep it."""
        return prepare(scenario, self._embedder, self._heads.background)

    def read(self, text: str, *, before: Sequence[Turn] = (), targets: Targets | None = None) -> Reading:
        """Read one message. `before` are the turns before it; with `targets`, moves and asked facts are found too.

        Never raises for what a person typed. What lies beyond 4,000 characters or 60 sentences is not read."""
        sentences = self._spelt(split_sentences(text), targets)
        trick = made_for_a_machine(text)
        unread = None if trick else oddities.unread(text, sentences, before, self._heads.letters)
        if unread or not sentences:
            return Reading(empty=not sentences, odd=(unread,) if unread else (), words=oddities.count_words(text))
        names = targets.names if targets else frozenset[str]()
        signs = signs_in(sentences, before, names)
        heard = hear(self._embedder, sentences, signs, before)
        vectors = heard.vectors
        pieces = self._pieces(sentences, vectors) if targets else ()
        hurt = bool(targets and before and targets.told_in(before[-1].text) in targets.guarded)
        probabilities = self._act_heads.acts_of(heard)
        plainly = [denied(Act.MANIPULATE_SIMULATOR, sentence, HEAD_DENIES) for sentence in sentences]
        machine = np.where(plainly, np.float32(0), probabilities[:, ORDER[Act.MANIPULATE_SIMULATOR]])
        likeness = likeness_of(self._embedder, vectors, before, targets)
        idle = says_nothing([sentence.text for sentence in sentences], self._heads.letters)
        suspect = apart(text, sentences, machine, likeness)
        doubted = suspect | idle
        honest = None if doubted.all() else heard.only(~doubted)  # of it, what is surely said to the customer
        seen = [
            Seen(sentence, self._acts(sentence, row, sign, before, hurt=hurt, rehearsed=targets is not None))
            for sentence, row, sign in zip(sentences, probabilities, signs, strict=True)
        ]
        settle_together(seen)
        if trick:
            seen = [Seen(seen[0].sentence, {Act.MANIPULATE_SIMULATOR: BY_RULE})]
        elif targets is None:
            seen = in_doubt(seen, machine, suspect)
        moves, asked = (
            (_matched(matches) for matches in targets.find(pieces, self._embedder))
            if targets and not trick
            else ((), ())
        )
        moves = not_meant_ill(moves, seen, targets.hurting) if targets else moves
        settled_by_moves(seen, moves, targets.hurting if targets else frozenset())
        named = {found.quote for found in (*moves, *asked)}
        odd = self._odd(seen, vectors, named, targets) if not trick else ()
        strange = {each.sentence.text for each in odd if each.kinds.keys() & _NO_WORK}
        moves = tuple(found for found in moves if found.quote not in strange)
        asked = tuple(found for found in asked if found.quote not in strange)
        cancels = but_cancels(seen)
        # What is surely asked to prove who somebody is asks for no part of their story, and makes no move.
        proof = {
            each.sentence.text
            for each in seen
            if each.acts.get(Act.VERIFY_IDENTITY, 0.0) >= BY_RULE and each.sentence.asks
        }
        asked = tuple(found for found in asked if found.quote not in proof)
        moves = tuple(found for found in moves if found.quote not in proof)
        ask_for_facts(seen, asked)
        if targets:
            seen = invitations_left_out(seen)
        if targets and not trick:
            moves, asked = (earned(found, likeness, machine) for found in (moves, asked))
            told = frozenset(word for turn in of_customer(before) for word in telling_words(turn.text))
            settled = {found.quote for found in (*moves, *asked)}
            seen = about_the_case(seen, likeness, told, settled, suspect=float(machine.max()) >= SUSPECT)
        whole = (
            ()
            if moves or asked
            else tuple(self._of_the_whole(seen, heard, probabilities, float(likeness.max()), before, targets))
        )
        if any(found.what is Act.OFF_TOPIC for found in whole):
            seen = [Seen(each.sentence, without_questions(each.acts)) for each in seen]
        acts = [*_found(seen), *whole]
        about = oddities.of_the_message(odd, acts, on_the_case=bool(moves or asked))
        if any(each.what is Oddity.NONSENSE for each in about):
            return Reading(odd=about, words=oddities.count_words(text))
        if oddities.said_again(text, before, frozenset(each.what for each in acts)):
            about = (*about, Found(Oddity.SAME_AGAIN, sentences[0].text, oddities.BY_RULE))
        return Reading(
            acts=tuple(sorted(acts, key=lambda found: (text.find(found.quote), ORDER[found.what]))),
            moves=moves,
            asked_facts=asked,
            other_questions=other_questions(seen, asked),
            promises=tuple(promises_in(seen)),
            empathy=empathy_of(self._act_heads.levels_of(honest), cancels=bool(cancels)) if honest else NO_EMPATHY,
            but_cancels=cancels,
            odd=about,
            words=oddities.count_words(text),
            follow_ups=tuple(follow_ups(seen, asked, before, targets)) if targets else (),
            progress=self._progress(honest, before) if honest else None,
        )

    def _progress(self, heard: Heard, before: Sequence[Turn]) -> Progress:
        earlier = earlier_traits(self._embedder, before, Speaker.TRAINEE)
        return progress_of(heard, earlier, load_progress_heads().trainee)

    def _odd(
        self,
        seen: Sequence[Seen],
        vectors: Vectors,
        on_the_case: Set[str],
        targets: Targets | None,
    ) -> tuple[oddities.Odd, ...]:
        """What is odd about each sentence; their acts are settled by it."""
        rows = self._heads.odd.probabilities(vectors, [each.sentence.plain for each in seen])
        near = (vectors @ targets.topic.T).max(axis=1) if targets else np.zeros(len(seen))
        found = []
        for each, row, likeness in zip(seen, rows, near, strict=True):
            kinds = oddities.oddities_of(
                each.sentence,
                oddities.probabilities_by_kind(row, self._heads.kinds),
                likeness=float(likeness),
                largest=targets.largest if targets else 0.0,
                on_the_case=each.sentence.text in on_the_case or Act.PERSONALISE in each.acts,
            )
            odd = oddities.Odd(each.sentence, kinds)
            oddities.settle_acts(odd, each.acts)
            found.append(odd)
        return tuple(found)

    def _pieces(self, sentences: Sequence[Sentence], vectors: Vectors) -> tuple[Piece, ...]:
        """The sentences, and the clauses of those that are long: they can do different things."""
        cut = [(sentence, clause) for sentence in sentences[:_MOST_CUT] for clause in sentence.clauses]
        parts = self._embedder.encode([clause for _, clause in cut])
        whole = (Piece(sentence, sentence.plain, vector) for sentence, vector in zip(sentences, vectors, strict=True))
        return (*whole, *(Piece(*each, vector) for each, vector in zip(cut, parts, strict=True)))

    def _spelt(self, sentences: Sequence[Sentence], targets: Targets | None) -> tuple[Sentence, ...]:
        """The sentences, with what is misspelt in their plain form put right: towards the words of the case first."""

        def right(text: str) -> str:
            if targets is None:
                return self._spelling.right(text)
            return self._spelling.right(targets.spelling.right(text), targets.spelling.known)

        return tuple(replace(sentence, plain=right(sentence.plain)) for sentence in sentences)

    def read_customer(self, text: str, *, before: Sequence[Turn] = ()) -> CustomerReading | None:
        """What a customer's message shows after the turns before it; None for a message without words."""
        return customer_reading_of(self._embedder, text, before, load_progress_heads().customer)

    def _acts(
        self,
        sentence: Sentence,
        probabilities: NDArray[np.float32],
        signs: frozenset[Act],
        before: Sequence[Turn],
        *,
        hurt: bool,
        rehearsed: bool,
    ) -> dict[Act, float]:
        acts = acts_of(
            sentence, probabilities, signs, least=self._act_heads.least, rehearsed=rehearsed, alone=not before
        )
        if Act.MANIPULATE_SIMULATOR in acts:
            return acts
        if forms.A_MOMENT_PLEASE.search(sentence.plain):
            return {act: surety for act, surety in acts.items() if act in _WITH_A_MOMENT}
        # Nothing is somebody's own before they have said anything, and blame is no personal touch.
        unheard = Act.PERSONALISE not in signs and not last_of_customer(before)
        if Act.BLAME_CUSTOMER in acts or unheard:
            acts.pop(Act.PERSONALISE, None)
        if (sentence.asks or Act.VERIFY_IDENTITY in acts) and Act.ASK_REPEAT in signs:
            for act in (Act.VERIFY_IDENTITY, Act.ASK_CLOSED, Act.ASK_OPEN):
                acts.pop(act, None)
            acts[Act.ASK_REPEAT] = BY_RULE
        sorry = {Act.GENERIC_APOLOGY, Act.EMPTY_FORMULA} & {*acts, *signs}
        if sorry and Act.SPECIFIC_APOLOGY not in acts and feels_for(sentence, before, hurt=hurt):
            acts = {act: sure for act, sure in acts.items() if act not in (Act.GENERIC_APOLOGY, Act.EMPTY_FORMULA)}
            acts[Act.SPECIFIC_APOLOGY] = SURELY
        # What has not been said cannot be asked for again.
        unsaid = told_little(before) or asks_what_is_unknown(sentence, before)
        if acts.get(Act.ASK_REPEAT, BY_RULE) < BY_RULE and unsaid:
            acts[Act.ASK_CLOSED] = acts.pop(Act.ASK_REPEAT)
        if Act.SET_EXPECTATION in acts and plays_back_a_time(sentence, before):
            del acts[Act.SET_EXPECTATION]
        return acts

    def _of_the_whole(
        self,
        seen: Sequence[Seen],
        heard: Heard,
        probabilities: NDArray[np.float32],
        likeness: float,
        before: Sequence[Turn],
        targets: Targets | None,
    ) -> Iterator[Found[Act]]:
        """Whether the message as a whole leaves a question open, or is about something else."""
        acts = frozenset(act for each in seen for act in each.acts)
        sentences = [each.sentence for each in seen]
        if Act.MANIPULATE_SIMULATOR in acts:
            return
        words = sum(len(sentence.plain.split()) for sentence in sentences)
        trivia = any(forms.TRIVIA.search(sentence.plain) for sentence in sentences)
        small_talk = SURELY if trivia else float(probabilities[:, ORDER[Act.OFF_TOPIC]].max())
        known = targets is not None or any(of_customer(before[-4:]))
        astray = elsewhere(likeness, words, acts, small_talk, known=known)
        head = load_whole_head()
        sure = head.probabilities(features_of(probabilities, heard, sentences, before))
        # In a rehearsal somebody would take offence, so a head alone has to be sure there.
        leaves, strays = sure >= (SURELY if targets else head.least)
        # Who asks for a proof of identity there, or anywhere says what for, has taken the matter up; so has who asks
        # which one it is about, where that was not said before.
        proofs = [each.sentence for each in seen if Act.VERIFY_IDENTITY in each.acts]
        leaves = leaves and not (proofs and (targets or any(map(says_what_for, proofs))))
        leaves = leaves and not any(asks_which(each.sentence) and Act.ASK_REPEAT not in each.acts for each in seen)
        if questions := open_questions(before):
            nearness = self._embedder.encode([question.plain for question in questions]) @ heard.vectors.T
            shown = [(each.sentence, frozenset(each.acts)) for each in seen]
            left = astray or leaves_open(questions, shown, nearness) or leaves
        else:
            left = False
        astray = astray or (targets is None and strays)
        fullest = max((sentence.text for sentence in sentences), key=len)  # the first is often a greeting
        if astray:
            yield Found(Act.OFF_TOPIC, fullest, WHOLE)
        if left:
            yield Found(Act.IGNORE_QUESTION, fullest, WHOLE)


def _found(seen: Sequence[Seen]) -> Iterator[Found[Act]]:
    """Every act with the sentence that shows it. Apologies are all kept, so that a loop of them can be counted."""
    for each in seen:
        for act, confidence in each.acts.items():
            yield Found(act, each.sentence.text, round(confidence, 3))


def _matched(matches: Sequence[Match]) -> tuple[Found[str], ...]:
    return tuple(Found(match.name, match.sentence.text, round(match.probability, 3)) for match in matches)
