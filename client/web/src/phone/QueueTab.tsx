// The waiting list by name and number, one's own row marked; where the room hides names, only one's own place.
import type { VNode } from 'preact';
import type { Intent, Meeting, Member } from '../shared/protocol.gen';
import { placeOf, queueOf } from '../shared/queue';
import { Icon } from '../shared/ui/Icon';
import { useLive } from '../shared/ui/live';
import { Timer } from '../shared/ui/Timer';
import { t, type Key } from '../shared/words';
import { f } from '../shared/words.floor';
import { HandHint } from './HandHint';

export function QueueTab({ meeting, self }: { meeting: Meeting; self: Member }): VNode {
  const live = useLive();
  const line = live.queue.value;
  const turn = live.turn.value;
  const mine = line.find((hand) => hand.member === self.id);
  const firstFirst = live.room.of('queues').get(queueOf(meeting)).value?.discipline.includes('first_time') ?? false;
  const named = meeting.settings.queue_names_shown;
  return (
    <div class="scroller padded" tabIndex={0}>
      <h1>{t('queue.title')}</h1>
      {turn && (
        <p class="speaking-now">
          <Icon name="mic" />
          <span><small>{turn.status === 'called' ? t('meeting.called') : t('queue.now')}</small><strong>{turn.name}</strong></span>
          {turn.status !== 'called' && <Timer turn={turn} clock={live.clock} />}
        </p>
      )}
      {mine && (
        <p class="my-place"><strong>{f('place.at', { n: placeOf(mine, line) })}</strong> <HandHint hand={mine} look="list" /></p>
      )}
      {!named && <p class="quiet">{t('queue.hiddenNone')}</p>}
      {named && line.length === 0 && <p class="quiet">{t('queue.empty')}</p>}
      {named && (
        <ol class="queue">
          {line.map((hand, at) => (
            <li key={hand.id} class={hand.member === self.id ? 'me' : ''}>
              <span class="number">{at + 1}</span>
              <span class="what">
                <strong>{hand.name}</strong>
                {hand.note && <span class="quiet">{hand.note}</span>}
                <small>
                  {hand.member === self.id && <span class="tag brand">{t('queue.me')}</span>}
                  {hand.intent !== 'speak' && <span class="tag">{t(`intent.${hand.intent}` as Key & `intent.${Intent}`)}</span>}
                  {firstFirst && hand.first_time && <span class="tag">{t('queue.firstTime')}</span>}
                  {hand.pinned && <span class="tag">{t('queue.pinned')}</span>}
                  {hand.by_desk && <span class="tag">{t('queue.byDesk')}</span>}
                </small>
              </span>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
