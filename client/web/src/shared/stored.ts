// What this device remembers between visits. Rule: a full or forbidden storage never breaks a page.

const PREFIX = 'giotay:';

export interface Storage {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
}

export const stored: Storage = {
  get(key) {
    try {
      return localStorage.getItem(PREFIX + key);
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      localStorage.setItem(PREFIX + key, value);
    } catch {
      // Private window or full: go on without.
    }
  },
  remove(key) {
    try {
      localStorage.removeItem(PREFIX + key);
    } catch {
      // Nothing to remove then.
    }
  },
};

/** A value that was written by `JSON.stringify`, or null when it is missing or spoilt. */
export function storedValue<T>(key: string, from: Storage = stored): T | null {
  const text = from.get(key);
  if (text === null) return null;
  try {
    return JSON.parse(text) as T;
  } catch {
    return null;
  }
}
