// Whoever presides or keeps the minutes learns here that a desk exists; the phone itself stays a phone.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Meeting, Member } from '../shared/protocol.gen';
import { stored } from '../shared/stored';
import { RoundButton } from '../shared/ui/Button';
import { Icon } from '../shared/ui/Icon';
import { useLive } from '../shared/ui/live';
import { t } from '../shared/words';

export const hasDesk = (meeting: Meeting, self: Member): boolean =>
  meeting.presiding === self.id || ['chair', 'deputy', 'secretary'].includes(self.office);

export function deskAddress(room: string, token: string): string {
  return `/desk/${room}#t=${token}`;
}

export function DeskLink({ meeting, self }: { meeting: Meeting; self: Member }): VNode | null {
  const { room, token } = useLive();
  const key = `nodesk:${room.id}`;
  const [away, setAway] = useState(stored.get(key) !== null);
  if (away || !hasDesk(meeting, self) || meeting.status === 'closed') return null;
  return (
    <aside class="desk-link">
      <p>{meeting.presiding === self.id ? t('desk.exists') : t('desk.secretary')}</p>
      <a class="button" href={deskAddress(room.id, token)}><Icon name="desk" />{t('desk.open')}</a>
      <RoundButton
        icon="close"
        label={t('do.close')}
        onPress={() => {
          stored.set(key, '1');
          setAway(true);
        }}
      />
    </aside>
  );
}
