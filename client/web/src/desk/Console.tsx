// The desk's layout: three columns on a laptop, one part at a time on a phone; the big button always at the bottom.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Me, Meeting } from '../shared/protocol.gen';
import { refusalText } from '../shared/refusal';
import { roundNow } from '../shared/round';
import { Button } from '../shared/ui/Button';
import { Chairing } from '../shared/ui/Chairing';
import { later } from '../shared/ui/Later';
import { useLive } from '../shared/ui/live';
import { t } from '../shared/words';
import { Agenda } from './Agenda';
import { Chair, UnderReview } from './Chair';
import { Floor } from './Floor';
import { Keys } from './Keys';
import { Line } from './Line';
import { Mine } from './Mine';
import { NextBar } from './NextBar';
import { Polls } from './Polls';
import { Projector } from './Projector';
import { Roll } from './Roll';
import { Round } from './Round';
import { Settings } from './Settings';
import { Statements } from './Statements';
import { TopBar } from './TopBar';
import { Voices } from './Voices';
import { presides, type Drawer } from './facts';
import { d } from './words';

const Documents = later(() => import('./Documents').then((all) => all.Documents), 'needed');
const Minutes = later(() => import('./Minutes').then((all) => all.Minutes), 'needed');

type Part = 'floor' | 'comments' | 'screen';

export function Console({ meeting, me }: { meeting: Meeting; me: Me }): VNode {
  const live = useLive();
  const drawer = useSignal<Drawer>(null);
  const part = useSignal<Part>('floor');
  const isDesk = me.class === 'desk';
  const close = (): void => void (drawer.value = null);
  const refused = live.refusal.value;

  return (
    <div class="desk" data-part={part.value} data-line={live.line.value.line}>
      <TopBar meeting={meeting} onDrawer={(which) => (drawer.value = which)} />
      {live.line.value.line === 'lost' && <p class="desk-band" role="alert">{d('top.lost')}</p>}
      {!presides(live, meeting) && <NotPresiding meeting={meeting} me={me} />}
      <UnderReview meeting={meeting} subject={roundNow(live)?.on?.member ?? null} />
      {refused && (
        <div class="desk-refusal" role="alert">
          <p>{refusalText(refused.wish, refused.refusal)}</p>
          <Button look="plain" onPress={() => (live.refusal.value = null)}>{t('do.close')}</Button>
        </div>
      )}
      <nav class="desk-parts" aria-label={d('part.label')}>
        {(['floor', 'comments', 'screen'] as const).map((each) => (
          <button key={each} type="button" class="chip" aria-pressed={part.value === each} onClick={() => (part.value = each)}>
            {d(`part.${each}`)}
          </button>
        ))}
      </nav>
      <main class="desk-columns">
        <section class="desk-column desk-floor" aria-label={d('part.floor')}>
          <Floor meeting={meeting} />
          <Round meeting={meeting} />
          {isDesk && <Statements meeting={meeting} />}
          <Line meeting={meeting} />
        </section>
        <section class="desk-column desk-comments" aria-label={d('part.comments')}>
          {isDesk && <Voices meeting={meeting} />}
        </section>
        <section class="desk-column desk-screen" aria-label={d('part.screen')}>
          <Projector meeting={meeting} />
          <Polls meeting={meeting} />
          <Agenda meeting={meeting} />
        </section>
      </main>
      <NextBar meeting={meeting} />
      {drawer.value === 'roll' && <Roll meeting={meeting} onClose={close} />}
      {drawer.value === 'mine' && <Mine meeting={meeting} onClose={close} />}
      {drawer.value === 'settings' && <Settings meeting={meeting} onClose={close} />}
      {drawer.value === 'chair' && <Chair meeting={meeting} onClose={close} />}
      {drawer.value === 'documents' && <Documents meeting={meeting} onClose={close} />}
      {drawer.value === 'minutes' && <Minutes meeting={meeting} onClose={close} />}
      <Keys />
    </div>
  );
}

/** The chair handed over, or this is the secretary's desk: who presides now, and how the chair comes back. */
function NotPresiding({ meeting, me }: { meeting: Meeting; me: Me }): VNode | null {
  const live = useLive();
  const self = live.room.self.value;
  const presiding = meeting.presiding ? live.room.of('members').get(meeting.presiding).value : null;
  return (
    <>
      {self && <Chairing meeting={meeting} self={self} />}
      {me.class !== 'desk' && me.office !== 'chair' && (
        <div class="desk-band calm">
          <p>{d('top.notPresiding', { name: presiding?.name ?? '—' })}</p>
        </div>
      )}
    </>
  );
}
