// Closing the list, closing the debate, opening again: each asks with words that say what happens to those waiting.
import type { VNode } from 'preact';
import type { Live } from '../shared/live';
import type { Meeting, QueueState } from '../shared/protocol.gen';
import { Confirm } from '../shared/ui/Sheet';
import { useLive } from '../shared/ui/live';
import { t } from '../shared/words';
import { offer } from './undo';
import { d, o } from './words';
import { queueNamed } from './work';

export async function setState(live: Live, meeting: Meeting, state: QueueState): Promise<void> {
  const outcome = await live.perform({ type: 'queue.update', ...queueNamed(meeting), state });
  if (outcome.kind === 'done' && state === 'list_closed') offer(d('next.undoList'), { type: 'queue.update', ...queueNamed(meeting), state: 'open' });
}

interface Props {
  meeting: Meeting;
  waiting: number;
  onClose: () => void;
}

export function CloseList({ meeting, waiting, onClose }: Props): VNode {
  const live = useLive();
  return (
    <Confirm
      title={o('rules.closeListAsk', { n: waiting })} yes={o('rules.closeList')} no={t('do.cancel')}
      onYes={() => {
        onClose();
        void setState(live, meeting, 'list_closed');
      }}
      onNo={onClose}
    />
  );
}

/** Those waiting are not heard any more: the only one of the three that cannot be taken back. */
export function CloseDebate({ meeting, waiting, onClose }: Props): VNode {
  const live = useLive();
  return (
    <Confirm
      title={o('rules.closeDebateAsk', { n: waiting })} yes={o('rules.closeDebate')} no={t('do.cancel')} danger
      onYes={() => {
        onClose();
        void setState(live, meeting, 'debate_closed');
      }}
      onNo={onClose}
    />
  );
}
