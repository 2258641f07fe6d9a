// What the desk still has to write down.
import { expect, test } from 'vitest';
import { unwritten, type Spoken } from '../src/desk/paper';

const turn = (id: string, started_at: number | null, ended_at: number | null, notes: string | null): Spoken => ({ id, person: { name: 'An' }, started_at, ended_at, notes });

test('finished turns without a note, in rounds too, the oldest first', () => {
  const none = { turns: [], rounds: [] };
  const held = { turns: [turn('late', 30, 40, null), turn('noted', 5, 6, 'Hay'), turn('running', 50, null, null)], rounds: [{ subjects: [{ turns: [turn('early', 10, 20, null), turn('declined', null, 9, null)] }] }] };
  expect(unwritten({ matters: [none, held], general: none }).map((each) => each.id)).toEqual(['early', 'late']);
});
