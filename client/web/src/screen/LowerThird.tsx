// The newest comment under the speaker, one at a time, so that comments reach the wall while somebody speaks.
import { useComputed } from '@preact/signals';
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { onWall } from '../shared/thread';
import { authorOf } from '../shared/ui/Comment';
import { useLive } from '../shared/ui/live';
import { useEvery } from '../shared/ui/time';
import { begin, next, type Newest, type Piece } from './newest';

export function LowerThird(): VNode | null {
  const { room, clock } = useLive();
  const comments = room.of('comments');
  useEvery(500);
  const pieces = useComputed<Piece[]>(() => comments.all.value.filter(onWall).map(({ id, born, at }) => ({ id, born, at }))).value;
  const state = useRef<Newest | null>(null);
  const now = clock.now();
  state.current = state.current ? next(state.current, pieces, now) : begin(pieces, now);
  const comment = state.current.id ? comments.get(state.current.id).value : null;
  if (!onWall(comment)) return null;
  return (
    <div class="third" key={comment.id}>
      <p class="read"><strong>{authorOf(comment)}:</strong> {comment.body}</p>
    </div>
  );
}
