"""What happens with what a person says here: the notice that everybody reads once, and may read again."""

import streamlit as st

from domain.errors import FrontstageError
from domain.people import Role, Viewer
from screens.parts.frame import page_title, services, trouble

_FOR_TRAINEES = """
## Who you talk to

Every customer here is simulated by software. Nobody real is waiting, and nobody is hurt by a bad sentence: this is the
place to try one. When you meet a real customer, nothing here stands in for your own judgement.

## Who sees what

- **Private practice** is yours alone. Your trainer and HR see neither the words nor the scores.
- **Shared practice** can be read by your trainer: the conversation, your own rating and what you wrote beside it, the
  scores and the debrief. HR sees none of it.
- **Formal practice** is assigned by your trainer, who can read it in the same way. HR sees that you completed it, when,
  with how many attempts, and the two scores; where a pass mark was set, also whether they reach it or a person has to
  look. HR never sees a word of what was said.

You see which of the three it is before you start, and it cannot be changed afterwards.

**Help** that you ask for in a conversation is counted; who may read the conversation sees the number, and the lines
that you marked as wrong. A conversation that you **stop** has no score; of a shared or formal one your trainer sees
that it was stopped, and nothing else. Taking one **again** from a message is always private practice.

## What is kept

Your messages, what you did at the desk, how the simulated customer felt, your own rating and the scores. What *you*
felt is not measured, guessed or kept.

If your organisation uses a chat model to word the customer, what you write to the customer goes to its provider.
E-mail addresses, telephone numbers, card numbers and IBANs are taken out first. All the same: write about invented
customers, never about real ones.

## What a score is

A score is made by software, from rules and examples, and it shows the sentences that it stands on. It can be wrong.
Where it matters, a person decides: if a score does not fit what happened, talk to your trainer, who can read the same
evidence.
"""

_FOR_TRAINERS = """
## What you may see

- Of **shared** and **formal** practice: the conversation, the scores and the debrief of the people whom you train.
- Of **private** practice: nothing. It is where people try what might fail, and it works because nobody watches.

## What a score is

A score is made by software, from rules and examples, and it shows the sentences that it stands on. It can be wrong, and
its band says how far. Read the conversation before you act on a number, and never let a score alone decide about a
person.

## What HR sees

For formal practice only: who completed it, when, with how many attempts, the two scores and, where you set a pass mark,
whether they reach it or are for review. HR never sees a word of what was said.

The customers are simulated by software. Your own practice here follows the same rules as everybody's.
"""

_FOR_HR = """
## What you may see

For **formal** practice only: who completed it, when, with how many attempts, the two scores, and how they stand to a
pass mark where one was set. No conversation is shown to you, and private or shared practice does not appear at all.

Of the **chat model**, if there is one: whether it is well, what it costs, and how many of the customers' lines it
worded. These are sums over everybody, without a name.

## What a score is

A score is made by software, from rules and examples, in talks with simulated customers. It can be wrong. It shows how
somebody practised on a day, not how good they are at their work, and it must not decide alone about a person: ask their
trainer, who can read the evidence.

## What is noted

Each download of the report is written to the audit trail, with your name and the time.
"""

_NOTICE = {Role.TRAINEE: _FOR_TRAINEES, Role.TRAINER: _FOR_TRAINERS, Role.HR: _FOR_HR}


def show_notice(person: Viewer) -> None:
    """The notice, in the words for the person's role."""
    st.markdown(_NOTICE[person.role])


def ask_to_acknowledge(person: Viewer) -> None:
    """The notice with its one button; the screen that the person came for follows when it is pressed."""
    page_title("Before you start", "A minute to read: who sees what, what is kept, and what a score is.")
    show_notice(person)
    if st.button("I have read this", type="primary"):
        try:
            services().accounts.acknowledge_notice(person)
        except FrontstageError as error:
            trouble(error)
        else:
            st.rerun()
