// One projector in a room: the director picks the scene, the cover tells the truth when there is no news, keys and a click
// arm sound and full screen. Rule: never a frozen picture that looks alive.
import { signal, useComputed, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { direct, type Facts, type Shown } from '../shared/director';
import { openRoom, type Live } from '../shared/live';
import type { Document } from '../shared/protocol.gen';
import { stayAwake } from '../shared/secure';
import { armed, unlock } from '../shared/sound';
import { LiveContext } from '../shared/ui/live';
import { useChimes } from './chimes';
import { Cover, useTrouble } from './Cover';
import { Header } from './Header';
import { useInvitation } from './invitation';
import { LimitNews } from './LimitNews';
import { Agenda } from './scenes/Agenda';
import { Attendance } from './scenes/Attendance';
import { Closed } from './scenes/Closed';
import { DocumentScene } from './scenes/DocumentScene';
import { Focus } from './scenes/Focus';
import { Invite } from './scenes/Invite';
import { Lobby } from './scenes/Lobby';
import { Message } from './scenes/Message';
import { Paused } from './scenes/Paused';
import { PollScene } from './scenes/PollScene';
import { RoundScene } from './scenes/RoundScene';
import { Speaker } from './scenes/Speaker';
import { CommitmentScene } from './scenes/CommitmentScene';
import { ConclusionScene } from './scenes/ConclusionScene';
import { StatementScene } from './scenes/StatementScene';
import { TopicsScene } from './scenes/TopicsScene';
import { WallScene } from './scenes/WallScene';
import { w } from './words';

/** Where the operator may go with a digit when the server is gone. */
const EMERGENCY: Record<string, Shown['scene']> = { '0': 'blank', '1': 'lobby', '2': 'speaker', '3': 'wall', '6': 'agenda' };

export function Projector({ room, token, mini }: { room: string; token: string; mini: boolean }): VNode {
  const live = useMemo(() => openRoom(room, token, 'screen'), [room, token]);
  useEffect(() => () => live.leave(), [live]);
  return (
    <LiveContext.Provider value={live}>
      <Stage live={live} mini={mini} />
    </LiveContext.Provider>
  );
}

function Stage({ live, mini }: { live: Live; mini: boolean }): VNode {
  const { room } = live;
  const emergency = useSignal<Shown['scene'] | null>(null);
  const ready = useSignal(armed());
  const trouble = useTrouble(live);
  const invitation = useInvitation(live);
  const shown = useScene(live);
  useChimes(live, mini ? 'silent' : 'aloud');
  useEffect(() => {
    if (mini) return undefined;
    stayAwake('yes');
    const arm = (): void => {
      unlock();
      ready.value = true;
      if (!document.fullscreenElement) void document.documentElement.requestFullscreen?.().catch(() => undefined);
    };
    const key = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.key === 'f' || event.key === 'F') arm();
      if (live.line.peek().line !== 'live') emergency.value = EMERGENCY[event.key] ?? emergency.value;
    };
    document.addEventListener('click', arm);
    document.addEventListener('keydown', key);
    return () => {
      document.removeEventListener('click', arm);
      document.removeEventListener('keydown', key);
    };
  }, [live, mini]);
  if (live.line.value.line === 'live' && emergency.value !== null) emergency.value = null;

  const meeting = room.meeting.value;
  const depth = meeting?.settings.hall_depth === 'deep' ? 'deep' : 'normal';
  useEffect(() => {
    document.documentElement.dataset['depth'] = depth;
    document.documentElement.dataset['mini'] = mini ? 'yes' : 'no';
  }, [depth, mini]);
  if (live.line.value.line === 'ended') return <Cover kind="ended" address={invitation?.address ?? location.host} />;
  if (!meeting || !shown) return <Cover kind="starting" address={location.host} />;
  if (trouble === 'lost' && emergency.value === null) return <Cover kind="lost" address={invitation?.address ?? location.host} since={live.line.value.since} />;

  const local = emergency.value;
  const scene: Shown = local === null ? shown : localScene(local, live);
  return (
    <div class="stage" data-scene={scene.scene} data-trouble={trouble}>
      {scene.scene !== 'shutter' && scene.scene !== 'blank' && scene.scene !== 'lobby' && scene.scene !== 'closed' && <Header meeting={meeting} />}
      <main class="scene" key={keyOf(scene)}>
        <Scene scene={scene} invitation={invitation} />
      </main>
      {['speaker', 'wall', 'invite', 'statement', 'round', 'agenda', 'comment'].includes(scene.scene) && <LimitNews meeting={meeting} />}
      {trouble === 'soon' && <p class="reconnecting label">{w('wall.reconnecting')}</p>}
      {!mini && !ready.value && scene.scene === 'lobby' && <p class="hint label">{w('wall.arm')} · {w('wall.armKeys')}</p>}
    </div>
  );
}

function localScene(scene: Shown['scene'], live: Live): Shown {
  const turn = live.turn.peek();
  if (scene === 'speaker') return turn ? { scene, turn } : { scene: 'invite' };
  if (scene === 'lobby' || scene === 'wall' || scene === 'agenda') return { scene };
  return { scene: 'blank' };
}

/** A new key fades; the same scene with other contents does not. */
const keyOf = (scene: Shown): string => (scene.scene === 'comment' ? `comment-${scene.comment.id}` : scene.scene === 'speaker' ? `speaker-${scene.turn.id}` : scene.scene === 'statement' ? `statement-${scene.statement.id}` : scene.scene === 'commitments' ? `commitment-${scene.commitment.id}` : scene.scene === 'conclusion' ? `conclusion-${scene.conclusion.id}` : scene.scene === 'poll' ? `poll-${scene.poll.id}` : scene.scene);

function Scene({ scene, invitation }: { scene: Shown; invitation: ReturnType<typeof useInvitation> }): VNode | null {
  switch (scene.scene) {
    case 'lobby':
      return <Lobby invitation={invitation} />;
    case 'speaker':
      return <Speaker turn={scene.turn} />;
    case 'invite':
      return <Invite invitation={invitation} />;
    case 'wall':
      return <WallScene invitation={invitation} />;
    case 'comment':
      return <Focus comment={scene.comment} />;
    case 'statement':
      return <StatementScene statement={scene.statement} slot={scene.slot} turn={scene.turn} />;
    case 'agenda':
      return <Agenda />;
    case 'attendance':
      return <Attendance />;
    case 'round':
      return <RoundScene />;
    case 'poll':
      return <PollScene poll={scene.poll} />;
    case 'topics':
      return <TopicsScene />;
    case 'conclusion':
      return <ConclusionScene conclusion={scene.conclusion} />;
    case 'commitments':
      return <CommitmentScene commitment={scene.commitment} />;
    case 'document':
      return <DocumentScene document={scene.document} page={scene.page} />;
    case 'message':
      return <Message text={scene.text} />;
    case 'paused':
      return <Paused />;
    case 'closed':
      return <Closed />;
    case 'blank':
    case 'shutter':
      return null;
  }
}

const tick = signal(0);

/** What the director says now; looked at again at the moment that time alone changes it. */
function useScene(live: Live): Shown | null {
  const { room } = live;
  const direction = useComputed(() => {
    void tick.value;
    const meeting = room.meeting.value;
    if (!meeting) return null;
    const facts: Facts = {
      meeting,
      screen: room.screen.value,
      item: meeting.current_item ? room.of('agenda').get(meeting.current_item).value : null,
      turn: live.turn.value,
      comment: (id) => room.of('comments').get(id).value,
      statement: (id) => room.of('statements').get(id).value,
      slot: (id) => room.of('slots').get(id).value,
      current_poll: meeting.current_poll ? room.of('polls').get(meeting.current_poll).value : null,
      poll: (id) => room.of('polls').get(id).value,
      document: (id) => room.collection<Document>('documents').get(id).value,
      conclusions: room.of('conclusions').all.value,
      commitments: room.of('commitments').all.value,
    };
    return direct(facts, live.clock.now());
  }).value;
  useEffect(() => {
    if (!direction?.until) return undefined;
    const timer = setTimeout(() => (tick.value += 1), Math.max(50, direction.until - live.clock.now() + 20));
    return () => clearTimeout(timer);
  }, [direction?.until]);
  return direction?.shown ?? null;
}
