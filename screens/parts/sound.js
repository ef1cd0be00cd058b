/* Tells screen readers of the customer's new lines, reads them aloud and takes dictation, with the browser's own speech.
 *
 * Streamlit draws the placeholder (.sound) anew when it likes, and this module runs once a page; so it watches the page,
 * fills each placeholder that it finds and keeps what is switched on here. Words come from the messages on the screen.
 * Always holds: nothing is recorded, and no audio leaves through Frontstage; without a button pressed nothing happens.
 */

const voice = window.speechSynthesis;
const Recognition = window.SpeechRecognition || window.webkitSpeechRecognition;
const BOX = '[data-testid="stChatInputTextArea"]';
const NOTE =
  'Your browser does the listening. Chrome and some others send the sound to their maker for that; Frontstage gets the ' +
  'words alone. They go into the box, and you read them before you send them.';
const FAILED = {
  'not-allowed': 'The browser did not allow the microphone.',
  'service-not-allowed': 'The browser does not offer dictation here.',
  'audio-capture': 'No microphone was found.',
  network: 'The browser could not reach its dictation service.',
  'no-speech': 'Nothing was heard.',
};

let hearing = false;
let spoken = -1; // the number of the last line that was read aloud
let attempt = '';
let agreed = false; // to where dictation sends the sound
let listening = null;

/** The customer's lines on the screen, as {turn, words}. The one that is still being written is not among them. */
function lines() {
  return [...document.querySelectorAll('[class*="st-key-theirs-"]')]
    .map((each) => ({
      turn: Number(/st-key-theirs-(\d+)/.exec(each.className)?.[1] ?? NaN),
      words: each.querySelector('[data-testid="stText"]')?.textContent ?? '',
    }))
    .filter((line) => Number.isInteger(line.turn) && line.words);
}

function readNew() {
  for (const line of lines()) {
    if (line.turn <= spoken) continue;
    spoken = line.turn;
    const words = new SpeechSynthesisUtterance(line.words);
    words.lang = document.documentElement.lang || 'en';
    voice.speak(words);
  }
}

/** Screen readers are told of what comes in: a new message in Streamlit's chat says nothing to them by itself. */
function tellNew() {
  const talk = document.querySelector('.st-key-messages');
  if (!talk || talk.getAttribute('role') === 'log') return;
  talk.setAttribute('role', 'log');
  talk.setAttribute('aria-relevant', 'additions');
}

/** Begin with the newest line, not with all that was said before. */
function skipOld() {
  spoken = Math.max(-1, ...lines().map((line) => line.turn)) - 1;
}

/** Add words to what stands in the message box, as typing them would. False when there is no box to write in. */
export function dictateInto(words, box = document.querySelector(BOX)) {
  if (!box || box.disabled || !words.trim()) return false;
  const gap = box.value && !/\s$/.test(box.value) ? ' ' : '';
  // The box belongs to React, which takes notice of a value that comes by the browser's own setter and an event.
  const set = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set;
  set.call(box, box.value + gap + words.trim());
  box.dispatchEvent(new Event('input', { bubbles: true }));
  return true;
}

function listen(place) {
  voice?.cancel(); // it would be dictated too
  const ears = new Recognition();
  ears.lang = document.documentElement.lang || 'en';
  ears.continuous = true;
  let failed = '';
  ears.onresult = (event) => {
    for (let at = event.resultIndex; at < event.results.length; at += 1) {
      if (event.results[at].isFinal) dictateInto(event.results[at][0].transcript);
    }
  };
  ears.onerror = (event) => {
    failed = FAILED[event.error] ?? 'Dictation stopped.';
  };
  ears.onend = () => {
    listening = null;
    draw(place, failed && `${failed} You can type as before.`);
    if (!failed) document.querySelector(BOX)?.focus();
  };
  listening = ears;
  try {
    ears.start();
    draw(place, 'Listening. Your words appear in the box; read them before you send them.');
  } catch {
    listening = null;
    draw(place, 'Dictation could not be started. You can type as before.');
  }
}

function toggleHearing(place) {
  hearing = !hearing;
  if (!hearing) {
    voice.cancel();
    draw(place, '');
    return;
  }
  skipOld();
  readNew();
  draw(place, voice.getVoices().length ? '' : 'Your browser has no voice installed to read with.');
}

function toggleDictation(place) {
  if (listening) listening.stop();
  else if (agreed) listen(place);
  else ask(place);
}

function button(label, press) {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = label;
  made.addEventListener('click', press);
  return made;
}

/** Say where the sound goes before any of it is taken. */
function ask(place) {
  const note = document.createElement('p');
  note.textContent = NOTE;
  const yes = button('Start dictating', () => {
    agreed = true;
    listen(place);
    place.querySelector('.dictate')?.focus();
  });
  const no = button('Not now', () => {
    draw(place, '');
    place.querySelector('.dictate')?.focus();
  });
  const panel = document.createElement('div');
  panel.className = 'sound-note';
  panel.append(note, yes, no);
  place.querySelector('.sound-note')?.remove();
  place.append(panel);
  yes.focus();
}

function draw(place, status) {
  if (!place.querySelector('.sound-buttons')) {
    const row = document.createElement('div');
    row.className = 'sound-buttons';
    if (voice) row.append(Object.assign(button('', () => toggleHearing(place)), { className: 'hear' }));
    if (Recognition) row.append(Object.assign(button('', () => toggleDictation(place)), { className: 'dictate' }));
    const said = document.createElement('p');
    said.className = 'sound-status';
    said.setAttribute('role', 'status');
    place.append(row, said);
  }
  const hear = place.querySelector('.hear');
  if (hear) hear.textContent = hearing ? 'Stop reading aloud' : `Hear ${place.dataset.customer}`;
  const dictate = place.querySelector('.dictate');
  if (dictate) dictate.textContent = listening ? 'Stop dictating' : 'Dictate';
  place.querySelector('.sound-note')?.remove();
  place.querySelector('.sound-status').textContent = status;
}

function silence() {
  voice?.cancel();
  listening?.abort();
}

function look() {
  const place = document.querySelector('.sound');
  tellNew();
  if (!place) {
    if (attempt) silence();
    attempt = '';
    return;
  }
  if (place.dataset.attempt !== attempt) {
    silence();
    attempt = place.dataset.attempt;
    skipOld();
  }
  if ((voice || Recognition) && !place.hasChildNodes()) draw(place, '');
  if (hearing) readNew();
}

new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
addEventListener('pagehide', silence);
look();
