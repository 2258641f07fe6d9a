// What a browser gives only to secure pages, each with what to do without it. In a hall the page comes over plain http,
// so the way without is the normal way. No other file may name these interfaces.

/** An id that no two phones make: 120 random bits, letters that a command id allows. */
export function freshId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(20));
  return Array.from(bytes, (byte) => (byte & 63).toString(36).padStart(2, '0')).join('');
}

/** True when the text is on the clipboard; otherwise show it selected and let the person copy. */
export async function copy(text: string): Promise<boolean> {
  try {
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(text);
      return true;
    }
  } catch {
    // A refused permission: the old way may still work.
  }
  const area = document.createElement('textarea');
  area.value = text;
  area.setAttribute('readonly', '');
  area.className = 'sr';
  document.body.append(area);
  area.select();
  let copied = false;
  try {
    copied = document.execCommand('copy');
  } catch {
    copied = false;
  }
  area.remove();
  return copied;
}

interface Sentinel {
  release(): Promise<void>;
}

let held: Sentinel | null = null;
let wanted = false;

async function takeWakeLock(): Promise<void> {
  if (!wanted || held || document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
  try {
    held = await navigator.wakeLock.request('screen');
  } catch {
    held = null; // Low battery, or not allowed: the person touches the screen.
  }
}

if (typeof document !== 'undefined')
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible') held = null;
    void takeWakeLock();
  });

/** Keeps the display on while something must be read from it, where the browser lets us. */
export function stayAwake(on: 'yes' | 'no'): void {
  wanted = on === 'yes';
  if (wanted) void takeWakeLock();
  else {
    void held?.release().catch(() => undefined);
    held = null;
  }
}
