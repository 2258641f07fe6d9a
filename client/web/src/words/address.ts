// How people are addressed, per kind of room. Rule: neutral unless the room's profile or the member says otherwise,
// never guessed from a name. A profile not named here is neutral.
import type { Locale } from '../shared/protocol.gen';

export interface Address {
  /** To one person, in a sentence and at its beginning. */
  you: string;
  You: string;
  /** To the hall. */
  everyone: string;
}

const VI: Record<string, readonly [you: string, everyone: string]> = {
  neutral: ['quý vị', 'quý vị'],
  'party-cell': ['đồng chí', 'các đồng chí'],
  school: ['thầy cô', 'thầy cô'],
  residents: ['ông bà', 'bà con'],
  assembly: ['đại biểu', 'các đại biểu'],
};

const NEUTRAL = VI['neutral'] ?? ['quý vị', 'quý vị'];

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export function addressIn(locale: Locale, profile: string, own: string | null): Address {
  if (locale === 'en') return { you: 'you', You: 'You', everyone: 'everyone' };
  const [usual, everyone] = VI[profile] ?? NEUTRAL;
  const you = own?.trim() || usual;
  return { you, You: capital(you), everyone };
}
