"""The closed list of acts: what a trainee's message can do to a customer.

The list and its conventions are the product's labelling guide; the reader, the director, the rubric and the
training data all speak it, so an act is added here or nowhere.
"""

from enum import StrEnum


class Act(StrEnum):
    """One thing a trainee's message does. A message may carry several, or none."""

    GREET = "greet"
    NAME_FEELING = "name_feeling"
    VALIDATE = "validate"
    SPECIFIC_APOLOGY = "specific_apology"
    GENERIC_APOLOGY = "generic_apology"
    TAKE_OWNERSHIP = "take_ownership"
    PERSONALISE = "personalise"
    THANK = "thank"
    ASK_OPEN = "ask_open"
    ASK_CLOSED = "ask_closed"
    VERIFY_IDENTITY = "verify_identity"
    CHECK_UNDERSTANDING = "check_understanding"
    EXPLAIN_CAUSE = "explain_cause"
    OFFER_OPTION = "offer_option"
    COMMIT_ACTION = "commit_action"
    SET_EXPECTATION = "set_expectation"
    CONFIRM_RESOLUTION = "confirm_resolution"
    WARM_TRANSFER = "warm_transfer"
    COLD_TRANSFER = "cold_transfer"
    REFUSE_WITH_REASON = "refuse_with_reason"
    BARE_POLICY = "bare_policy"
    BLAME_CUSTOMER = "blame_customer"
    BLAME_OTHER_TEAM = "blame_other_team"
    MINIMISE = "minimise"
    COMMAND = "command"
    JARGON = "jargon"
    EMPTY_FORMULA = "empty_formula"
    FALSE_PROMISE = "false_promise"
    PUSH_SALE = "push_sale"
    RUDE = "rude"
    ASK_REPEAT = "ask_repeat"
    IGNORE_QUESTION = "ignore_question"
    CLOSE = "close"
    MANIPULATE_SIMULATOR = "manipulate_simulator"
    OFF_TOPIC = "off_topic"
