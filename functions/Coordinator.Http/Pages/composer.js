// The message box: Enter sends, Shift+Enter breaks the line, the arrow keys bring back earlier messages.

const storeName = 'coordinator.sent';
const kept = 50;

export class Composer {
  #box = document.getElementById('message');
  #send = document.getElementById('send');
  #stop = document.getElementById('stop');
  #hint = document.getElementById('hint');
  #usualHint = [...this.#hint.childNodes].map((node) => node.cloneNode(true));
  #sent = JSON.parse(sessionStorage.getItem(storeName) ?? '[]');
  #recalled = null;
  #isBusy = false;

  constructor({ send, stop }) {
    const submit = () => {
      const text = this.#box.value.trim();
      if (text === '') return;
      if (this.#isBusy) {
        this.warn('Wait for the answer, or stop it first.');
        return;
      }
      this.#remember(text);
      this.set('');
      send(text);
    };
    document.getElementById('composer').addEventListener('submit', (event) => {
      event.preventDefault();
      submit();
    });
    this.#stop.addEventListener('click', () => {
      this.#stop.disabled = true;
      this.focus();
      stop();
    });
    this.#box.addEventListener('input', () => this.#changed());
    this.#box.addEventListener('keydown', (event) => this.#key(event, submit));
    this.#changed();
  }

  focus() { this.#box.focus(); }

  set(text) {
    this.#box.value = text;
    this.#changed();
  }

  busy(isBusy) {
    this.#isBusy = isBusy;
    this.#stop.hidden = !isBusy;
    this.#stop.disabled = false;
    this.#send.hidden = isBusy;
    this.#usual();
  }

  warn(text) {
    this.#hint.textContent = text;
    this.#hint.dataset.kind = 'warning';
  }

  #key(event, submit) {
    if (event.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      submit();
    } else if (event.key === 'ArrowUp' && (this.#box.value === '' || this.#recalled !== null)) {
      this.#recall(event, (this.#recalled ?? this.#sent.length) - 1);
    } else if (event.key === 'ArrowDown' && this.#recalled !== null) {
      this.#recall(event, this.#recalled + 1);
    }
  }

  #recall(event, index) {
    if (index < 0) return;
    event.preventDefault();
    this.set(this.#sent[index] ?? '');
    this.#recalled = index < this.#sent.length ? index : null;
    this.#box.setSelectionRange(this.#box.value.length, this.#box.value.length);
  }

  #remember(text) {
    if (this.#sent.at(-1) !== text) this.#sent.push(text);
    this.#sent = this.#sent.slice(-kept);
    sessionStorage.setItem(storeName, JSON.stringify(this.#sent));
  }

  #changed() {
    this.#recalled = null;
    this.#send.disabled = this.#box.value.trim() === '';
    this.#box.style.height = 'auto';
    this.#box.style.height = `${this.#box.scrollHeight}px`;
    const left = this.#box.maxLength - this.#box.value.length;
    if (left < 500) this.warn(`${left} characters left.`);
    else this.#usual();
  }

  #usual() {
    delete this.#hint.dataset.kind;
    this.#hint.replaceChildren(...this.#usualHint.map((node) => node.cloneNode(true)));
  }
}
