// The round at the desk: how many were heard, who is on in which phase, and what can be done for each.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { remaining } from '../shared/clock';
import type { Wish } from '../shared/live';
import type { Meeting, RoundComments, Slot } from '../shared/protocol.gen';
import { roundNow } from '../shared/round';
import { Button } from '../shared/ui/Button';
import { Icon } from '../shared/ui/Icon';
import { Sheet } from '../shared/ui/Sheet';
import { useLive } from '../shared/ui/live';
import { useEvery } from '../shared/ui/time';
import { FitButton, FitSheet } from './Fit';
import { LimitNews } from './LimitNews';
import { presides } from './facts';
import { d, o } from './words';
import { forecastNow } from '../shared/outlook';

export const COMMENTS: RoundComments[] = ['after_each', 'after_group', 'at_end', 'off'];

export function Round({ meeting }: { meeting: Meeting }): VNode | null {
  const live = useLive();
  useEvery(10_000);
  const acting = useSignal<string | null>(null);
  const fitting = useSignal(false);
  const now = roundNow(live);
  if (!now) return null;
  const { round, slots, on, left } = now;
  const { planned_ms } = forecastNow(live, meeting);
  const turn = live.turn.value;
  // What the speaker still has is not there to be divided.
  const left_ms = planned_ms === null ? null : Math.max(0, planned_ms - Math.max(0, turn ? (remaining(turn, live.clock.now()) ?? 0) : 0));
  const fitRound = (total_ms: number): Wish => ({ type: 'round.fit', round: round.id, total_ms });
  const chair = presides(live, meeting);
  const one = acting.value ? (slots.find((slot) => slot.id === acting.value) ?? null) : null;
  return (
    <section class="round" aria-label={d('round.title', { done: round.done, total: round.total })}>
      <div class="desk-head">
        <h2>{d('round.title', { done: round.done, total: round.total })}</h2>
        {chair && left > 0 && <Button look="plain" icon="clock" onPress={() => (fitting.value = true)}>{left_ms === null ? d('round.fit') : o('fit.other')}</Button>}
      </div>
      <LimitNews limit={round} />
      {chair && left > 0 && <FitButton parts={left} left_ms={left_ms} now_ms={round.limit_ms} wish={(_, total_ms) => fitRound(total_ms)} />}
      {on && <p class="strong">{on.name} · {on.phase ? d(`round.phase.${on.phase}`) : ''}</p>}
      <ol class="slots">
        {slots.map((slot) => (
          <li key={slot.id}>
            <button type="button" class="slot" data-status={slot.status} aria-label={`${d('round.acts', { name: slot.name })}: ${d(`round.status.${slot.status}`)}`} onClick={() => (acting.value = slot.id)}>
              {slot.status === 'done' && <Icon name="check" />}
              {slot.status === 'current' && <Icon name="mic" />}
              {slot.status === 'deferred' && <Icon name="clock" />}
              {slot.status === 'excused' && <Icon name="minus" />}
              <span>{slot.name}</span>
            </button>
          </li>
        ))}
      </ol>
      {chair && (
        <div class="chips" role="group" aria-label={d('round.comments')}>
          {COMMENTS.map((each) => (
            <button key={each} type="button" class="chip small" aria-pressed={round.comments === each} onClick={() => void live.perform({ type: 'round.update', round: round.id, comments: each })}>
              {d(`round.comments.${each}`)}
            </button>
          ))}
        </div>
      )}
      {one && <Acts slot={one} chair={chair} onClose={() => (acting.value = null)} />}
      {fitting.value && <FitSheet parts={left} wish={(_, total_ms) => fitRound(total_ms)} onClose={() => (fitting.value = false)} />}
    </section>
  );
}

function Acts({ slot, chair, onClose }: { slot: Slot; chair: boolean; onClose: () => void }): VNode {
  const live = useLive();
  const reason = useSignal('');
  const act = (wish: Parameters<typeof live.perform>[0]) => (): void => {
    void live.perform(wish);
    onClose();
  };
  const why = reason.value.trim() ? { reason: reason.value.trim() } : {};
  const left = slot.status === 'waiting' || slot.status === 'deferred';
  return (
    <Sheet title={slot.name} onClose={onClose}>
      <div class="stack">
        <p class="quiet">{[d(`round.status.${slot.status}`), slot.reader_name, slot.reason].filter(Boolean).join(' · ')}</p>
        {chair && left && <Button look="primary" wide icon="mic" onPress={act({ type: 'round.call', slot: slot.id })}>{d('round.call')}</Button>}
        {chair && slot.status !== 'done' && slot.status !== 'excused' && (
          <>
            <label class="field">
              <span>{d('roll.reason')}</span>
              <input class="input" maxLength={500} value={reason.value} onInput={(event) => (reason.value = event.currentTarget.value)} />
            </label>
            {slot.status !== 'deferred' && <Button look="plain" wide icon="clock" onPress={act({ type: 'round.defer', slot: slot.id, ...why })}>{d('round.defer')}</Button>}
            <Button look="plain" wide icon="minus" onPress={act({ type: 'round.excuse', slot: slot.id, ...why })}>{d('round.excuse')}</Button>
          </>
        )}
        {chair && (slot.status === 'done' || slot.status === 'excused' || slot.status === 'deferred') && (
          <Button look="plain" wide icon="up" onPress={act({ type: 'round.restore', slot: slot.id })}>{d('round.restore')}</Button>
        )}
      </div>
    </Sheet>
  );
}
