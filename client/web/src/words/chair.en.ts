// Presiding in English.
import type { chairVi } from './chair.vi';

export const chairEn: { [K in keyof typeof chairVi]: string } = {
  'now.you': '{You} preside.',
  'now.other': '{name} presides.',
  'now.nobody': 'Nobody presides.',
  'reclaim': 'Take the chair back',
  'take.wait': '{name} is disconnected. In {n} {n|second|seconds} {you} may preside for now.',
  'take.may': '{name} is disconnected. {You} may preside for now; the chair takes it back at any time.',
  'take.do': 'Preside for now',
};
