"""A small, complete scenario for tests: an optician's, and glasses that are two weeks late.

Every intent has its lines, the best ending can be reached by two routes, and the only remarks of the checker are about
size. `edited` gives the text with one passage replaced, so that a test shows exactly the mistake it is about.
"""

from functools import cache

from scenarios.loading import LoadedScenario, parse_scenario
from scenarios.model import Scenario

FILE = "late-glasses.yaml"

SCENARIO_TEXT = """\
# yaml-language-server: $schema=../schema.json
id: late-glasses
version: 1
title: The glasses that were ready in ten days
summary: A bus driver's glasses are two weeks late, and nobody asked what she does at night without them.
industry: optician
channel: chat
difficulty: 2
minutes: 8
skills: [name_feeling, ask_open, commit_action]
guidance: [hear-before-you-solve, own-the-next-step]

brief:
  company: Lindgren Opticians
  role: You answer the chat for all eleven shops.
  situation: Ruth Adeyemi writes about varifocals that were promised for the fourth of March. Today is the eighteenth.
  goals:
    - Let her know that she was heard.
    - Find a way in which she can see.
  good_to_know:
    - A rush order at the lab costs the shop 30 euros and the customer nothing.

persona:
  name: Ruth Adeyemi
  age: 58
  about: Drives the night bus and has done for twenty-two years. Proud of never having had an accident.
  voice: Short, dry, a little formal. Goes quiet rather than loud.
  temperament: wary
  patience: 6
  triggers:
    - on: minimise
      effects: {frustration: 1, trust: -1}
      why: People have told her all her life that things are not so bad.
      says:
        - Easy to say with two good eyes.
    - on: push_sale
      effects: {trust: -1}
      why: She has paid once already.
situation: >-
  The lab broke the first pair of lenses while cutting them and reordered without telling anyone. Ruth rang the shop
  twice and was told both times that they would be in any day.

opening:
  frustration: 6
  trust: 4
  effort: 6
  says:
    - My glasses were going to be ready on the fourth. It is the eighteenth. I would like that explained to me.
    - Two weeks late now, my varifocals. Adeyemi. I have rung twice and I am not ringing a third time.

facts:
  - id: rang_twice
    statement: Ruth rang the shop on the sixth and the twelfth and was told both times that they would be in any day.
    disclosure: open
    says:
      - I rang on the sixth and on the twelfth. "Any day now." Both times the same young man.
      - Any day now, they said. Then again, a week on, any day now.
  - id: drives_nights
    statement: She drives the night bus and cannot read the stop displays with her scratched old pair.
    disclosure: asked
    asked_by:
      - What do you need the glasses for most?
      - how are you managing without them at the moment
      - Do you drive or work with your eyes a lot?
    says:
      - I drive the night bus. Line 40, ten to six. With a scratch across the left lens from the old pair.
      - Night bus. The headlights come at me like stars through that scratch.
    matters: Everything that helps her has to help her by night.
  - id: tested_in_february
    statement: Her eyes were tested on the nineteenth of February and the prescription is right.
    disclosure: asked
    asked_by:
      - When was your last eye test?
      - is the prescription still current
      - Which optician measured you, and when?
    says:
      - Nineteenth of February, at your place on the square. The lady was good.
  - id: gave_up_shifts
    statement: She has given two shifts away because she did not feel safe, and told her depot she had a cold.
    disclosure: trust
    trust: 6
    asked_by:
      - Has this cost you anything so far?
      - Did you have to miss work because of it?
      - what has it meant for you, these two weeks
    says:
      - I gave away two shifts. Told them I had a cold. Twenty-two years and I said I had a cold.
    matters: The money is the small half of it; she lied for the first time.

needs:
  - id: see_safely
    kind: functional
    spoken: true
    statement: A pair of glasses that she can drive with.
    met_when:
      any: ["desk:rush_order", "desk:lend_pair"]
    presses:
      - So when do I have glasses on my nose?
      - {text: "And what am I to look through until then?", tone: [tense, angry]}
    weight: 2
  - id: taken_seriously
    kind: emotional
    spoken: false
    statement: That somebody sees what two weeks like this are for a driver.
    met_when:
      all: ["fact:drives_nights", "trust>=5"]
      any: ["act:name_feeling", "act:validate"]
    presses:
      - You sit down when you work, I suppose.
      - Nobody has asked me a single thing yet, have they.

moves:
  - id: own_the_delay
    description: Says plainly that the shop should have told her the lenses broke.
    examples:
      - The lab broke the first lenses and we should have rung you that day.
      - it was our mistake not to tell you about the broken lens
      - Nobody told you that your lenses had to be made again, and that was our job.
      - We knew on the second of March and kept it to ourselves. That is on us.
    effects: {frustration: -1, trust: 1}
    says:
      - Broken. So there was a reason. Nobody could say that on the telephone?
      - Thank you. That is the first sentence with something in it.
  - id: offer_loan
    description: Offers a loan pair in her own strength until hers are ready.
    examples:
      - I could lend you a pair in your strength until yours arrive.
      - we have loan glasses, single vision for distance, you can fetch them today
      - Would a borrowed pair for driving get you through the week?
      - Let me put a loan pair aside for you at the shop on the square.
    effects: {frustration: -1.5, trust: 1}
    solution: true
    requires:
      all: ["fact:drives_nights"]
    kept_by: [lend_pair]
    says:
      - A loan pair. For distance? Then I could drive tonight.
    objects:
      - You do not even know what I need them for.
      - {text: "Some old frame out of a drawer, is it.", tone: [tense, angry]}
  - id: offer_rush
    description: Offers to have the lab make the lenses first.
    examples:
      - I can have the lab move your lenses to the front of the queue.
      - we pay for the express job and you get them on Thursday
      - Shall I order them as a rush job at our cost?
      - Your pair would be made tomorrow morning, before everyone else's.
    effects: {frustration: -1, trust: 0.5}
    solution: true
    kept_by: [rush_order]
    says:
      - To the front. Why was it not at the front already?
      - Thursday I could live with.
    objects:
      - I have been promised a day before. It was the fourth.
  - id: old_pair_will_do
    description: Suggests that she can manage with her old pair.
    examples:
      - Surely your old glasses will do for a few more days.
      - can't you just wear the previous pair until then
      - Most customers manage fine with the ones they had before.
      - The old ones are only a little weaker, you will hardly notice.
    effects: {frustration: 2, trust: -1.5}
    says:
      - Forty people sit behind me. Would you tell them that?

desk:
  records:
    order: {label: Order, value: "Varifocals, promised 4 March"}
    lab: {label: Lab, value: "First pair broken on 2 March, second pair in the queue"}
    identity: {label: Identity, value: not checked}
    loan: {label: Loan pair, value: none}
    goodwill: {label: Goodwill, value: "0"}
  policy:
    - Check the postcode before you change an order.
    - Goodwill up to 40 euros.
  actions:
    - id: check_identity
      label: Check identity
      description: Compare the postcode with the order.
      parameters:
        - {id: postcode, label: Postcode, kind: text}
      sets: {identity: checked}
      result: Postcode {postcode} matches the order.
      verifies_identity: true
    - id: rush_order
      label: Rush the lenses
      description: The lab makes this pair next.
      requires:
        all: ["desk:check_identity"]
      refusal: Check the postcode first.
      sets: {lab: "Rush, ready on Thursday"}
      result: Moved to the front. Ready on Thursday at ten.
      account_data: true
    - id: lend_pair
      label: Lend a pair
      description: Put loan glasses aside in one of the shops.
      parameters:
        - {id: shop, label: Shop, kind: choice, options: [the square, the station]}
      sets: {loan: "put aside at {shop}"}
      result: A distance pair in her strength is put aside at {shop} until eight tonight.
    - id: pay_goodwill
      label: Pay goodwill
      description: Credit something to her order.
      parameters:
        - id: amount
          label: Amount
          kind: amount
          unit: euros
          maximum: 40
          over_maximum: You may give up to 40 euros.
      requires:
        all: ["desk:check_identity"]
      refusal: Check the postcode first.
      sets: {goodwill: "{amount}"}
      result: "{amount} euros are credited to the order."
      account_data: true

lines:
  greeted:
    - Good morning.
    - Yes, hello.
  heard:
    - Yes. That is it exactly.
    - {text: "It has worn me out, I will admit that.", tone: [warm, calm]}
    - {text: "Well. At least you say so.", tone: [tense, angry]}
  played_back:
    - That is right, all of it.
    - Yes, you have it.
  owned:
    - Good. Then I know who to ask for.
    - So it is with you now.
  given_time:
    - I will write that down - {when}.
    - A day I can hold somebody to.
  explained:
    - I see. I wish I had known that.
    - So that is what happened.
  thanked:
    - You need not thank me.
    - All right.
  formula:
    - That sounds like something off a card.
    - The young man said that as well.
    - {text: "Spare me the card, please.", tone: [angry]}
  apology_loop:
    - You have said sorry enough. It does not grind lenses.
    - Sorry again. I heard the first one.
  but:
    - There is always a but.
    - You were doing well until the but.
  too_early:
    - You are very quick.
    - Slowly, please.
  minimised:
    - It is not small to me.
    - You would think otherwise at two in the morning.
  blamed:
    - So it is me. I see.
    - I did nothing but pay and wait.
  passed_on:
    - Somebody else again.
    - And who would that be now?
  policy:
    - Your rules are your business.
    - That is a rule, not an answer.
  refused:
    - I do not like it, but I follow it.
    - Fair enough. Then what can be done?
  commanded:
    - I do not take orders in my free time.
    - Do not tell me what I have to do.
  jargon:
    - I drive a bus. Say it in plain words.
    - I do not know what that word means.
  overpromised:
    - You cannot know that.
    - The fourth was certain too.
  sold_to:
    - You want to sell me something. Now.
    - I have one order with you that does not arrive.
  insulted:
    - I have not spoken to you like that.
    - There is no call for that tone.
  asked_again:
    - I have told you that.
    - That is further up, if you read.
  ignored:
    - You did not answer me.
    - I asked you something just now.
  manipulated:
    - I do not know who you are talking to. I am waiting for glasses.
    - What an odd thing to write to a customer.
  off_topic:
    - What has that got to do with my glasses?
    - I am not here to chat.
  gibberish:
    - I cannot read that, and this time it is not my eyes.
    - That came through as letters.
  unknown:
    - That I could not tell you.
    - I do not know. Is that not with you somewhere?
  already_told:
    - Once more, then.
    - As I wrote before.
  confirm_identity:
    - Of course. 11 42, the flat above the bakery.
    - You may have my postcode. 11 42.
  nudge:
    - And now?
    - I am still here.
    - So what happens next?
  distrust:
    - Who stands for that?
    - And if it does not come?
  not_yet:
    - We are not done yet.
    - I still have no glasses, have I.
  content:
    - Yes. That will do, and thank you.
    - That is more than I had this morning.
  guarded:
    - That is my affair for now.
    - I would sooner not go into that.
  waiting:
    - I will wait.
    - Take your minute.

endings:
  - id: sees_again
    kind: resolved
    title: She drives tonight, and was heard
    when:
      all: ["need:see_safely", "need:taken_seriously"]
      any: ["event:closing", "event:trainee_left"]
    summary: You asked what the two weeks had been like, and then you made sure that she could see.
    says:
      - Then I will fetch them after lunch. Goodbye to you.
      - Good. Have a quiet day.
  - id: glasses_only
    kind: partly
    title: Glasses, and little else
    when:
      all: ["need:see_safely"]
      any: ["event:closing", "event:trainee_left"]
    summary: She has glasses to look through, and nobody asked what for.
    says:
      - Fine. Goodbye.
  - id: passed_along
    kind: escalated
    title: Handed on
    when:
      all: ["event:handed_over"]
    summary: You gave her to somebody else, and she began again.
    says:
      - Then I will tell it a third time.
  - id: gave_up
    kind: walked_out
    title: She left the chat
    when:
      any: ["event:patience_out", "event:insulted"]
    summary: She left without glasses, and without a reason to come back.
    says:
      - I will go elsewhere. Goodbye.
  - id: left_alone
    kind: abandoned
    title: You left
    when:
      all: ["event:trainee_left"]
    summary: You ended the chat while she still had no glasses.
  - id: unsolved
    kind: partly
    title: A goodbye with nothing in it
    when:
      all: ["event:closing"]
    summary: The chat ended politely, and she still cannot read the stops.
    says:
      - Goodbye, then. I suppose I ring a third time after all.

criteria:
  - id: fits_the_night
    title: The way forward fits a night driver
    dimension: problem_solving
    levels:
      - level: 5
        when: {all: ["desk:lend_pair", "fact:drives_nights"]}
        reason: You found out that she drives by night, and she can drive tonight.
      - level: 3
        when: {any: ["desk:rush_order", "desk:lend_pair"]}
        reason: She will have glasses; what she needs them for stayed out of it.
      - level: 1
        reason: She has nothing to drive with.
"""


@cache
def fixture() -> LoadedScenario:
    """The scenario with its text and hash."""
    return parse_scenario(SCENARIO_TEXT, file=FILE)


def scenario() -> Scenario:
    """The scenario alone."""
    return fixture().scenario


def edited(*edits: tuple[str, str]) -> str:
    """The text with passages replaced. Each passage must stand in it exactly once, so that a test cannot go stale."""
    text = SCENARIO_TEXT
    for old, new in edits:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the scenario"
        text = text.replace(old, new)
    return text


def line_of(text: str, passage: str) -> int:
    """The line, from 1, on which a passage that stands exactly once begins."""
    assert text.count(passage) == 1, f"{passage!r} stands {text.count(passage)} times"
    return text.count("\n", 0, text.index(passage)) + 1
