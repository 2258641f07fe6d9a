// The home screen: what is happening above, one tab in the middle, and in reach of the thumb the hand, the pencil and the tabs.
import { useComputed, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Meeting, Member } from '../shared/protocol.gen';
import { promisedBefore } from '../shared/look-back';
import { isShared } from '../shared/sharing';
import { refusalText } from '../shared/refusal';
import { storedValue } from '../shared/stored';
import { RoundButton } from '../shared/ui/Button';
import { Icon, type IconName } from '../shared/ui/Icon';
import { later } from '../shared/ui/Later';
import { useLive } from '../shared/ui/live';
import { t, type Key } from '../shared/words';
import { Comments } from './Comments';
import { DeskLink } from './DeskLink';
import { HandButton } from './HandButton';
import { Strip } from './Strip';
import { openDocument } from './opened';
import { writing as writingStatement } from './writing';
import type { Writing } from './composing';

const WrongName = later(() => import('./WrongName').then((all) => all.WrongName), 'needed');
const Chairing = later(() => import('../shared/ui/Chairing').then((all) => all.Chairing), 'needed');
const More = later(() => import('./More').then((all) => all.More));
const Composer = later(() => import('./Composer').then((all) => all.Composer));
const Lobby = later(() => import('./Lobby').then((all) => all.Lobby));
const Agenda = later(() => import('./Agenda').then((all) => all.Agenda));
const QueueTab = later(() => import('./QueueTab').then((all) => all.QueueTab));
const MyStatement = later(() => import('./MyStatement').then((all) => all.MyStatement));
const Vote = later(() => import('../shared/ui/Vote').then((all) => all.Vote));
const Receipts = later(() => import('./Receipts').then((all) => all.Receipts));
const News = later(() => import('./News').then((all) => all.News), 'rest', 'silent');
const NamedIn = later(() => import('./NamedIn').then((all) => all.NamedIn), 'needed', 'silent');
const Offer = later(() => import('./Offer').then((all) => all.Offer), 'rest', 'silent');
const Invited = later(() => import('./Invited').then((all) => all.Invited), 'rest', 'silent');
const Sharing = later(() => import('./Sharing').then((all) => all.Sharing), 'needed', 'silent');
const Whose = later(() => import('./Sharing').then((all) => all.Whose), 'needed', 'silent');
const Minutes = later(() => import('./Minutes').then((all) => all.Minutes), 'needed', 'silent');
const Reader = later(() => import('./Reader').then((all) => all.Reader), 'needed');
const Farewell = later(() => import('./Farewell').then((all) => all.Farewell));

type Tab = 'first' | 'comments' | 'agenda' | 'queue' | 'more';

interface TabFace {
  tab: Tab;
  icon: IconName;
  word: Key & `tab.${string}`;
}

const FACES: Record<Exclude<Tab, 'first'>, TabFace> = {
  comments: { tab: 'comments', icon: 'comment', word: 'tab.comments' },
  agenda: { tab: 'agenda', icon: 'agenda', word: 'tab.agenda' },
  queue: { tab: 'queue', icon: 'list', word: 'tab.queue' },
  more: { tab: 'more', icon: 'menu', word: 'tab.more' },
};

/** Before and after the meeting the first tab is the lobby or the farewell; while it runs it is the comments. */
function tabsFor(status: Meeting['status']): TabFace[] {
  const { comments, agenda, queue, more } = FACES;
  if (status === 'draft') return [{ tab: 'first', icon: 'clock', word: 'tab.lobby' }, comments, agenda, more];
  if (status === 'closed') return [{ tab: 'first', icon: 'check', word: 'tab.closed' }, comments, agenda, more];
  return [comments, agenda, queue, more];
}

export function Frame({ meeting, self }: { meeting: Meeting; self: Member }): VNode {
  const chosen = useSignal<Tab | null>(null);
  const writing = useSignal<Writing>(null);
  const { room } = useLive();
  const told = useComputed(() => room.of('comments').all.value.some((each) => each.author === self.id && each.outcome) || promisedBefore(room, self.id).length > 0).value;
  const named = room.of('named').ids.value.length > 0;
  const minuted = room.of('minutes').ids.value.length > 0;
  const tabs = tabsFor(meeting.status);
  useEffect(() => {
    // Whatever somebody was reading: when the meeting is over, the thanks come first.
    if (meeting.status === 'closed') chosen.value = null;
  }, [meeting.status]);
  const tab = tabs.find((each) => each.tab === chosen.value)?.tab ?? tabs[0]?.tab ?? 'comments';
  const write = (what: Writing): void => {
    writing.value = what;
  };
  return (
    <div class="frame" data-status={meeting.status}>
      {isShared(room.id) && <Sharing self={self} />}
      <Strip meeting={meeting} onAgenda={() => (chosen.value = 'agenda')} />
      {(meeting.status === 'open' || meeting.status === 'paused') && <News meeting={meeting} />}
      <DeskLink meeting={meeting} self={self} />
      {(self.office === 'chair' || self.office === 'deputy') && meeting.presiding !== self.id && <Chairing meeting={meeting} self={self} />}
      <main class="tab" key={tab} aria-label={t(tabs.find((each) => each.tab === tab)?.word ?? 'tab.comments')}>
        {tab === 'first' && (meeting.status === 'closed' ? <Farewell meeting={meeting} self={self} /> : <Lobby meeting={meeting} self={self} />)}
        {tab === 'comments' && <Comments meeting={meeting} self={self} onWrite={write} />}
        {tab === 'agenda' && <Agenda />}
        {tab === 'queue' && <QueueTab meeting={meeting} self={self} />}
        {tab === 'more' && <More meeting={meeting} self={self} onWrite={write} />}
      </main>
      <footer class="foot">
        <JustJoined />
        <Lost />
        <Refused />
        {told && <Receipts self={self} />}
        {named && <NamedIn meeting={meeting} self={self} onSee={() => (chosen.value = 'comments')} />}
        {(minuted || meeting.status === 'closed') && <Minutes meeting={meeting} self={self} />}
        {meeting.current_poll && <Vote opens />}
        <Invited meeting={meeting} self={self} onWrite={write} />
        <Offer meeting={meeting} self={self} onWrite={write} />
        {(meeting.status === 'open' || meeting.status === 'paused' || tab === 'comments') && meeting.status !== 'closed' && (
          <div class="acts">
            <HandButton meeting={meeting} self={self} />
            <button type="button" class="pencil" aria-label={t('compose.open')} onClick={() => write({ kind: 'new' })}>
              <Icon name="pencil" />
              <span>{t('compose.short')}</span>
            </button>
          </div>
        )}
        <nav class="tabs" aria-label={t('tabs.label')}>
          {tabs.map((each) => (
            <button key={each.tab} type="button" aria-current={each.tab === tab ? 'page' : undefined} onClick={() => (chosen.value = each.tab)}>
              <Icon name={each.icon} />
              <span>{t(each.word)}</span>
            </button>
          ))}
        </nav>
      </footer>
      {writingStatement.value && meeting.status !== 'closed' && <MyStatement meeting={meeting} self={self} />}
      {openDocument.value && <Reader id={openDocument.value} meeting={meeting} self={self} onWrite={write} />}
      {writing.value && <Composer meeting={meeting} self={self} writing={writing.value} onClose={() => write(null)} />}
      {isShared(room.id) && <Whose self={self} />}
    </div>
  );
}

/** The way back from a wrong name is fetched only in the minute in which it works. */
function JustJoined(): VNode | null {
  const { room, line } = useLive();
  const joined = storedValue<{ at: number }>(`joined:${room.id}`);
  return joined && line.value.line === 'live' && Date.now() - joined.at < 60_000 ? <WrongName /> : null;
}

/** Says that there is no connection, and that nothing needs to be done. */
function Lost(): VNode | null {
  const { line } = useLive().line.value;
  if (line === 'live' || line === 'ended') return null;
  return (
    <div class="lost">
      <Icon name="offline" />
      <p>
        <span class="strong">{line === 'lost' ? t('line.lost') : t('line.connecting')}</span>
        {line === 'lost' && <span class="hint"> · {t('line.lostHint')}</span>}
      </p>
    </div>
  );
}

/** The last refusal, in words; stays until it is read. */
function Refused(): VNode | null {
  const { refusal } = useLive();
  const last = refusal.value;
  if (!last) return null;
  return (
    <div class="notice" role="alert">
      <p>{refusalText(last.wish, last.refusal)}</p>
      <RoundButton icon="close" label={t('notice.close')} onPress={() => (refusal.value = null)} />
    </div>
  );
}
