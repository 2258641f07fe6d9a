// What the desk's keys do, in English.
import type { keysVi } from './keys.vi';

export const keysEn: { [K in keyof typeof keysVi]: string } = {
  'key.next': 'the big button: call the next, start, go on',
  'key.undo': 'undo the last act (within 10 seconds)',
  'key.shutter': 'close or open the projector’s shutter',
  'key.plusMinute': 'one more minute for the speaker',
  'key.minusMinute': 'one minute less',
  'key.plusHalf': '30 seconds more',
  'key.minusHalf': '30 seconds less',
  'key.remind-time': 'remind the speaker of the time',
  'key.list': 'this list of keys',
  'guide.chair': 'Guide for the chair',
  'guide.secretary': 'Guide for the secretary',
  'hint': 'Keys do nothing while you type or while a sheet is open.',
};
