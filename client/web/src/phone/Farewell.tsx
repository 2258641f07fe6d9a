// P7, after the meeting: thanks, and what one said oneself.
import type { VNode } from 'preact';
import { minutes, timeOfDay } from '../shared/clock';
import type { Meeting, Member } from '../shared/protocol.gen';
import { useLive } from '../shared/ui/live';
import { t } from '../shared/words';

export function Farewell({ meeting, self }: { meeting: Meeting; self: Member }): VNode {
  const { room } = useLive();
  const mine = room.of('comments').all.value.filter((each) => each.author === self.id && each.body !== null);
  return (
    <div class="scroller padded" tabIndex={0}>
      <section class="stack">
        <h1>{t('meeting.closed')}</h1>
        <p>{meeting.closed_at !== null && `${t('meeting.closedAt', { time: timeOfDay(meeting.closed_at) })}. `}{t('meeting.thanks')}</p>
        <section class="stack tight">
          <h2>{t('meeting.mySpeeches')}</h2>
          <p>{self.turns === 0 ? t('meeting.none') : `${t('meeting.turns', { n: self.turns })} · ${minutes(Math.round(self.spoken_ms / 1000))}`}</p>
        </section>
        <section class="stack tight">
          <h2>{t('meeting.myComments')}</h2>
          {mine.length === 0 && <p>{t('meeting.none')}</p>}
          <ul class="mine-list">
            {mine.map((each) => <li key={each.id}><span class="quiet small">{timeOfDay(each.at)}</span> {each.body}</li>)}
          </ul>
        </section>
      </section>
    </div>
  );
}
