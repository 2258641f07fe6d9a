// The comments at the desk, newest first, by state; search that needs no marks.
import { useComputed, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { fold } from '../shared/names';
import { isUnanswered } from '../shared/outcome';
import type { Comment, Meeting } from '../shared/protocol.gen';
import { Button } from '../shared/ui/Button';
import { later } from '../shared/ui/Later';
import { useLive } from '../shared/ui/live';
import { ResultsBar } from './ResultsBar';
import { Resolve } from './Resolve';
import { VoiceMore, type VoiceAct } from './VoiceMore';
import { VoiceRow } from './VoiceRow';
import { Write } from './Write';
import { fetchUnanswered } from './unanswered';
import { d, e } from './words';

type Filter = 'all' | 'unanswered' | 'pending' | 'pinned' | 'late' | 'hidden';
const Tagging = later(() => import('./Tagging').then((all) => all.Tagging), 'needed');
const Reactors = later(() => import('../shared/ui/Reactors').then((all) => all.Reactors), 'needed');
const Conclude = later(() => import('./Conclude').then((all) => all.Conclude), 'needed');
const SHOWN = 60;

const KEEP: Record<Filter, (comment: Comment) => boolean> = {
  all: (comment) => comment.status !== 'hidden',
  unanswered: isUnanswered,
  pending: (comment) => comment.status === 'pending',
  pinned: (comment) => comment.pinned,
  late: (comment) => comment.afterwards && comment.status !== 'hidden',
  hidden: (comment) => comment.status === 'hidden',
};

export function Voices({ meeting }: { meeting: Meeting }): VNode {
  const live = useLive();
  const comments = live.room.of('comments');
  const filter = useSignal<Filter>('all');
  const query = useSignal('');
  const most = useSignal(SHOWN);
  const writing = useSignal(false);
  const acting = useSignal<{ id: string; act: VoiceAct } | null>(null);
  // Beside the list, not in its rows: those are painted only while they are seen, and would hold a sheet inside them.
  const acted = acting.value ? comments.get(acting.value.id).value : null;
  const close = (): void => void (acting.value = null);
  // Ids as one text: a comment that changes inside draws its own row only.
  const ids = useComputed(() => {
    const wanted = fold(query.value);
    return comments.ids.value
      .filter((id) => {
        const comment = comments.get(id).value;
        return comment !== null && KEEP[filter.value](comment) && (!wanted || fold(`${comment.name ?? ''} ${comment.body ?? ''}`).includes(wanted));
      })
      .reverse()
      .join(' ');
  });
  const pending = useComputed(() => comments.all.value.filter(KEEP.pending).length).value;
  const unanswered = useComputed(() => comments.all.value.filter(isUnanswered).length).value;
  const late = useComputed(() => comments.all.value.filter(KEEP.late).length).value;
  const rows = ids.value ? ids.value.split(' ') : [];
  const typing = live.typing.value;
  const typist = typing && typing.members[0] ? live.room.of('members').get(typing.members[0]).value : null;
  const choose = (wanted: Filter): void => {
    filter.value = wanted;
    if (wanted === 'unanswered') void fetchUnanswered(live);
  };
  const older = async (): Promise<void> => {
    const first = comments.ids.peek()[0];
    most.value += SHOWN;
    if (first) await live.page({ collection: 'comments', before: first, limit: SHOWN });
  };
  return (
    <div class="voices">
      <div class="desk-head">
        <h2>{d('voices.title')}</h2>
        <Button look="plain" icon="pencil" onPress={() => (writing.value = true)}>{d('voices.write')}</Button>
      </div>
      <ResultsBar meeting={meeting} />
      <div class="chips" role="group" aria-label={d('voices.title')}>
        {(['all', 'unanswered', 'pending', 'pinned', 'late', 'hidden'] as const).filter((each) => each !== 'late' || late > 0).map((each) => (
          <button key={each} type="button" class="chip" aria-pressed={filter.value === each} onClick={() => choose(each)}>
            {each === 'unanswered' ? e('open', { n: unanswered }) : each === 'pending' ? d('voices.pending', { n: pending }) : each === 'late' ? d('voices.late', { n: late }) : d(`voices.${each}`)}
          </button>
        ))}
      </div>
      <label class="field">
        <span class="sr">{d('voices.search')}</span>
        <input class="input slim" type="search" autocomplete="off" placeholder={d('voices.search')} value={query.value} onInput={(event) => (query.value = event.currentTarget.value)} />
      </label>
      {typist && <p class="quiet small">{d('voices.typing', { name: typist.name })}</p>}
      {rows.length === 0 && <p class="quiet">{d('voices.none')}</p>}
      <ul class="desk-voices">
        {rows.slice(0, most.value).map((id) => (
          <VoiceRow key={id} id={id} meeting={meeting} onAct={(act) => (acting.value = { id, act })} />
        ))}
      </ul>
      {(rows.length > most.value || comments.ids.value.length >= SHOWN) && (
        <Button look="link" onPress={() => void older()}>{d('voices.older')}</Button>
      )}
      {acted && acting.value?.act === 'more' && <VoiceMore comment={acted} onAct={(act) => (acting.value = { id: acted.id, act })} onClose={close} />}
      {acted && acting.value?.act === 'reactors' && <Reactors comment={acted} onClose={close} />}
      {acted && acting.value?.act === 'reply' && <Write replyTo={acted} onClose={close} />}
      {acted && acting.value?.act === 'tag' && <Tagging comment={acted} onClose={close} />}
      {acted && acting.value?.act === 'conclude' && <Conclude comment={acted} onClose={close} />}
      {acted && acting.value?.act === 'resolve' && <Resolve comment={acted} onClose={close} />}
      {writing.value && <Write onClose={() => (writing.value = false)} />}
    </div>
  );
}
