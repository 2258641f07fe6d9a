// P7, after the meeting: thanks, and what one said oneself and what became of it.
import type { VNode } from 'preact';
import { timeOfDay } from '../shared/clock';
import type { Meeting, Member } from '../shared/protocol.gen';
import { t } from '../shared/words';
import { AllConclusions } from './Conclusions';
import { Mine } from './Mine';
import { MinutesFiles, ToMinutes } from './Minutes';

export function Farewell({ meeting, self }: { meeting: Meeting; self: Member }): VNode {
  return (
    <div class="scroller padded" tabIndex={0}>
      <section class="stack">
        <h1>{t('meeting.closed')}</h1>
        <p>{meeting.closed_at !== null && `${t('meeting.closedAt', { time: timeOfDay(meeting.closed_at) })}. `}{t('meeting.thanks')}</p>
        <MinutesFiles />
        <ToMinutes />
        <AllConclusions />
        <Mine self={self} />
      </section>
    </div>
  );
}
