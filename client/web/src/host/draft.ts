// A meeting in the making: what was typed stays on this laptop until the meeting is made.
import type { Locale } from '../shared/protocol.gen';
import { freshId } from '../shared/secure';
import { stored } from '../shared/stored';
import { htmlLanguage } from '../shared/words';
import type { Row } from './api';

export interface Draft {
  id: string;
  title: string;
  place: string;
  starts: string;
  profile: string;
  locale: Locale;
  purpose: string;
  ssid: string;
  password: string;
  names: string;
  rows: Row[];
}

export const KEPT = 'hostDraft';

/** A fresh draft with what is given, else the one begun before. */
export function begun(given: Partial<Draft>): Draft {
  const empty: Draft = { id: freshId(), title: '', place: '', starts: '', profile: 'neutral', locale: htmlLanguage(), purpose: '', ssid: '', password: '', names: '', rows: [] };
  if (Object.keys(given).length > 0) return { ...empty, ...given };
  try {
    return { ...empty, ...(JSON.parse(stored.get(KEPT) ?? '{}') as Partial<Draft>) };
  } catch {
    return empty;
  }
}
