// The two live regions of every page. Rule: polite at most once in five seconds and only the newest, urgent at once.

const PAUSE_MS = 5000;
let last = 0;
let waiting: string | null = null;
let timer: ReturnType<typeof setTimeout> | null = null;

function write(region: 'polite' | 'urgent', text: string): void {
  const element = document.getElementById(region);
  if (!element) return;
  element.textContent = '';
  // A changed text is read; the same text set again is not.
  setTimeout(() => (element.textContent = text), 50);
}

export function announce(text: string): void {
  const now = Date.now();
  if (now - last >= PAUSE_MS) {
    last = now;
    write('polite', text);
    return;
  }
  waiting = text;
  timer ??= setTimeout(
    () => {
      timer = null;
      last = Date.now();
      if (waiting) write('polite', waiting);
      waiting = null;
    },
    PAUSE_MS - (now - last),
  );
}

export function alertNow(text: string): void {
  write('urgent', text);
}
