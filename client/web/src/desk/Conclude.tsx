// A comment goes into a conclusion: a new one, with its words to begin with, or one that is there.
import type { VNode } from 'preact';
import type { Comment } from '../shared/protocol.gen';
import { useLive } from '../shared/ui/live';
import { EditConclusion } from './EditConclusion';
import { e } from './words';

export function Conclude({ comment, onClose }: { comment: Comment; onClose: () => void }): VNode {
  const live = useLive();
  const others = live.room.of('conclusions').all.value.filter((each) => !each.answers.includes(comment.id));
  const into = async (conclusion: string, answers: string[]): Promise<void> => {
    const outcome = await live.perform({ type: 'conclusion.update', conclusion, answers: [...answers, comment.id] });
    if (outcome.kind === 'done') onClose();
  };
  return (
    <EditConclusion conclusion={null} from={comment} onClose={onClose}>
      {others.length > 0 && (
        <section class="stack tight">
          <h3>{e('conclusions.intoOld')}</h3>
          <ul class="pick">
            {others.map((each) => <li key={each.id}><button type="button" class="pick-row" onClick={() => void into(each.id, each.answers)}>{each.text}</button></li>)}
          </ul>
        </section>
      )}
    </EditConclusion>
  );
}
