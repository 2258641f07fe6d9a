// What the screens say. Catalogues live in src/words; a key missing in one language does not compile.
// A phone loads Vietnamese with the page and English only when somebody wants it.
// Rules: no text outside a catalogue; people are addressed as the room's profile or they themselves chose, never guessed.
import { computed, effect, signal, type ReadonlySignal } from '@preact/signals-core';
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

/** `?lang=` for this page, else what was chosen on this device; null leaves it to the room. */
function chosen(): Language | null {
  const asked = typeof location === 'undefined' ? null : new URLSearchParams(location.search).get('lang');
  const wish = asked ?? stored.get('language');
  return wish === 'vi' || wish === 'en' || wish === 'xx-pseudo' ? wish : null;
}

const tongue = signal<Language | null>(chosen());
const roomLocale = signal<Locale | null>(null);
const profile = signal('neutral');
const ownAddress = signal<string | null>(null);

/** The language wanted: the person's choice, else the room's. It is in force once its catalogue is here. */
export const language: ReadonlySignal<Language> = computed(() => tongue.value ?? roomLocale.value ?? 'vi');

export function speak(to: Locale): void {
  stored.set('language', to);
  tongue.value = to;
}

/** The room's own language and form of address; `own` is the address a member chose. */
export function setRoomWords(locale: Locale, kind: string, own: string | null): void {
  roomLocale.value = locale;
  profile.value = kind;
  ownAddress.value = own;
}

export const htmlLanguage = (): Locale => (language.value === 'en' && t.loaded.value ? 'en' : 'vi');

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

type Catalogue<C> = { [K in keyof C]: string };

interface Translate<C extends Record<string, string>> {
  <K extends keyof C>(key: K, ...values: Values<C[K]>): string;
  loaded: ReadonlySignal<boolean>;
  /** For keys put together at run time ("intentHint.order"); an unknown one gives the fall-back. */
  maybe(key: string, fallback: string): string;
  has(key: string): boolean;
  /** The same with values, for catalogues whose keys are names of the wire. */
  free(key: string, values: Record<string, string | number>): string;
}

const loading: Promise<void>[] = [];

/**
 * A translator over one catalogue in both languages, the second fetched when wanted. The projector, the desk and the host
 * bring their own beside the shared one: `export const d = translator(deskVi, () => import('../words/desk.en').then((all) => all.deskEn));`
 */
export function translator<C extends Record<string, string>>(first: C, second: () => Promise<Catalogue<C>>): Translate<C> {
  const english = signal<Catalogue<C> | null>(null);
  let asked = false;
  const ask = (): Promise<void> =>
    second().then(
      (catalogue) => {
        english.value = catalogue;
      },
      () => void setTimeout(() => void ask(), 2000), // No network: Vietnamese until there is one.
    );
  effect(() => {
    if (language.value !== 'en' || asked) return;
    asked = true;
    loading.push(ask());
  });
  const text = (key: keyof C): string => ((language.value === 'en' ? english.value : null) ?? first)[key] as string;
  return Object.assign(
    <K extends keyof C>(key: K, ...[values]: Values<C[K]>): string => marked(fill(text(key), values ?? {})),
    {
      loaded: computed(() => english.value !== null),
      has: (key: string): boolean => Object.prototype.hasOwnProperty.call(first, key),
      free: (key: string, values: Record<string, string | number>): string => marked(fill(text(key as keyof C) ?? key, values)),
      maybe: (key: string, fallback: string): string =>
        Object.prototype.hasOwnProperty.call(first, key) ? marked(fill(text(key as keyof C), {})) : fallback,
    },
  );
}

/** The text for a key in the language in force. */
export const t: Translate<typeof vi> = translator(vi, () => import('../words/en').then((all) => all.en));

/** Resolves when the language wanted now has its words, or when they could not be fetched at the first try. */
export async function wordsReady(): Promise<void> {
  await Promise.all(loading);
}
