"""The audit of a customer's line: what makes a simulated customer useless or unfair is found before anyone reads it.

checks      the one entry, `audit`: every check in its order
findings    the faults and what the model is told about each
role        who is speaking: the desk, a narrator, somebody who knows of an exercise
voice       how much a sentence sounds like the desk; learnt by `make_voice`
echoes      the prompts' own words, handed back
attack      doing what a message demanded
facts       hidden facts told, and what the cue gave out left unsaid
inventions  numbers, names, people and events from nowhere
stance      giving in, and going along with what nobody can mean
form        endings, repetition, length, whole sentences, language
moment      what the cue calls for; its own authored lines
known       what this customer may know now
quantities  numbers, hours and dates, however they are written
lists       `lexicon.yaml` and `phrases.yaml`, read and compiled
words       spelling, sentences, stems
"""

from roleplay.audit.checks import audit
from roleplay.audit.findings import Fault, Finding

__all__ = ["Fault", "Finding", "audit"]
