// Whoever stands at the door: not on the roster, or claims a name in use. The desk answers once.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { JoinRequest } from '../shared/protocol.gen';
import { Button } from '../shared/ui/Button';
import { useLive } from '../shared/ui/live';
import { PickMember } from './PickMember';
import { d } from './words';

export function Requests(): VNode | null {
  const live = useLive();
  const picking = useSignal<JoinRequest | null>(null);
  const requests = live.room.of('requests').all.value;
  if (requests.length === 0) return null;
  return (
    <section class="door stack tight" aria-label={d('roll.door')}>
      <h3>{d('roll.door')}</h3>
      <ul class="roll-list">
        {requests.map((request) => {
          const claimed = request.claims ? live.room.of('members').get(request.claims).value : null;
          return (
            <li key={request.id}>
              <span class="roll-name">
                <span class="strong">{request.name}</span>
                <span class="quiet small">{claimed ? d('roll.claims', { name: claimed.name }) : d('roll.asks')}</span>
              </span>
              <Button look="primary" onPress={() => void live.perform({ type: 'member.admit', request: request.id })}>{d('roll.admit')}</Button>
              {!claimed && <Button look="plain" onPress={() => (picking.value = request)}>{d('roll.admitAs')}</Button>}
              <Button look="plain" onPress={() => void live.perform({ type: 'member.refuse', request: request.id })}>{d('roll.refuse')}</Button>
            </li>
          );
        })}
      </ul>
      {picking.value && (
        <PickMember
          title={d('roll.admitAs')}
          onClose={() => (picking.value = null)}
          onPick={(member) => {
            if (picking.value) void live.perform({ type: 'member.admit', request: picking.value.id, member: member.id });
            picking.value = null;
          }}
        />
      )}
    </section>
  );
}
