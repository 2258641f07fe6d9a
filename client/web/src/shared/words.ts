// What the screens say. Catalogues live in src/words; a key missing in one language does not compile.
// Rules: no text outside a catalogue; people are addressed as the room's profile or they themselves chose, never guessed.
import { computed, signal, type ReadonlySignal } from '@preact/signals-core';
import { en } from '../words/en';
import { vi } from '../words/vi';
import { addressIn, type Address } from '../words/address';
import type { Locale } from './protocol.gen';
import { stored } from './stored';

export type Language = Locale | 'xx-pseudo';

/** The names between braces: "{n}" and "{n|reply|replies}" both need `n`. The forms of address fill themselves in. */
type Named<S> = S extends `${string}{${infer P}}${infer Rest}` ? (P extends `${infer N}|${string}` ? N : P) | Named<Rest> : never;
type Given<S> = Exclude<Named<S>, keyof Address>;
type Values<S> = [Given<S>] extends [never] ? [] : [Record<Given<S>, string | number>];

/** The key of every text shared by all pages. */
export type Key = keyof typeof vi;

function chosen(): Language {
  const asked = typeof location === 'undefined' ? null : new URLSearchParams(location.search).get('lang');
  if (asked === 'vi' || asked === 'en' || asked === 'xx-pseudo') return asked;
  return stored.get('language') === 'en' ? 'en' : 'vi';
}

const tongue = signal<Language>(chosen());
const remembered = signal(stored.get('language') !== null);
const roomLocale = signal<Locale | null>(null);
const profile = signal('neutral');
const ownAddress = signal<string | null>(null);

/** The language in force: the person's choice, else the room's. */
export const language: ReadonlySignal<Language> = computed(() =>
  tongue.value === 'xx-pseudo' || remembered.value || !roomLocale.value ? tongue.value : roomLocale.value,
);

export function speak(to: Locale): void {
  stored.set('language', to);
  remembered.value = true;
  tongue.value = to;
}

/** The room's own language and form of address; `own` is the address a member chose. */
export function setRoomWords(locale: Locale, kind: string, own: string | null): void {
  roomLocale.value = locale;
  profile.value = kind;
  ownAddress.value = own;
}

export const htmlLanguage = (): Locale => (language.value === 'en' ? 'en' : 'vi');

const address = computed<Address>(() => addressIn(htmlLanguage(), profile.value, ownAddress.value));

function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{([^}]+)\}/g, (_whole, inside: string) => {
    const [name = '', one, many] = inside.split('|');
    const value = values[name] ?? address.value[name as keyof Address] ?? '';
    if (one === undefined) return String(value);
    return Number(value) === 1 ? one : (many ?? one);
  });
}

const marked = (text: string): string => (language.value === 'xx-pseudo' ? `\u27e6${text}\u27e7` : text);

/** A translator over one pair of catalogues; the desk and the host bring their own beside the shared one. */
export function translator<C extends Record<string, string>>(first: C, second: Record<keyof C, string>) {
  return <K extends keyof C>(key: K, ...[values]: Values<C[K]>): string =>
    marked(fill((htmlLanguage() === 'en' ? second : first)[key], values ?? {}));
}

/** The text for a key in the language in force. */
export const t = translator(vi, en);

/** For keys put together at run time ("intent.speak"); an unknown one gives the fall-back text. */
export function tMaybe(key: string, fallback: string): string {
  const catalogue: Record<string, string> = htmlLanguage() === 'en' ? en : vi;
  const text = Object.prototype.hasOwnProperty.call(catalogue, key) ? catalogue[key] : undefined;
  return text === undefined ? fallback : marked(fill(text, {}));
}
