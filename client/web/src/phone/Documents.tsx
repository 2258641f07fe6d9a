// P6, the list: what is to be read, how far one has got, and one tap for what was given out elsewhere.
import type { VNode } from 'preact';
import { published, readingOf } from '../shared/documents';
import type { Document, Meeting, Member } from '../shared/protocol.gen';
import { Button } from '../shared/ui/Button';
import { Icon } from '../shared/ui/Icon';
import { useLive } from '../shared/ui/live';
import { dc } from '../shared/words.documents';
import { openDocument } from './opened';

/** `item`: only those of this item; nothing at all where there are none. */
export function Documents({ self, item, onOpen }: { self: Member; item?: string; onOpen?: () => void }): VNode | null {
  const { room } = useLive();
  const found = published(room).filter((each) => item === undefined || each.item === item);
  const meeting = room.meeting.value;
  if (!found.length || !meeting) return item === undefined ? <p class="quiet">{dc('none')}</p> : null;
  return <ul class="documents">{found.map((each) => <Row key={each.id} document={each} self={self} meeting={meeting} {...(onOpen ? { onOpen } : {})} />)}</ul>;
}

/** The list under a heading of its own, where there is one. */
export function DocumentsHere({ self }: { self: Member }): VNode | null {
  const { room } = useLive();
  if (!published(room).length) return null;
  return (
    <section class="stack tight">
      <h2>{dc('title')}</h2>
      <Documents self={self} />
    </section>
  );
}

export const whereOf = (document: Document): string =>
  document.given_out ? dc('elsewhere', { where: [document.given_out.where, document.given_out.day?.split('-').reverse().join('/')].filter(Boolean).join(', ') }) : dc('pages', { n: document.pages });

function Row({ document, self, meeting, onOpen }: { document: Document; self: Member; meeting: Meeting; onOpen?: () => void }): VNode {
  const live = useLive();
  const mine = readingOf(live.room, document, self.id);
  const done = mine?.confirmed_at != null;
  const state = done ? dc('confirmed') : mine ? dc('opened') : document.version > 1 ? dc('newVersion') : dc('unread');
  const what = (
    <>
      <Icon name={done ? 'check' : 'agenda'} />
      <span class="document-what">
        <strong>{document.title}</strong>
        <small class="quiet">{whereOf(document)} · {state}</small>
      </span>
    </>
  );
  if (document.given_out)
    return (
      <li>
        <p class="document-row-out">{what}</p>
        {!done && meeting.status !== 'closed' && (
          <Button look="outline" wide icon="check" onPress={() => void live.perform({ type: 'document.confirm', document: document.id })}>{dc('confirm')}</Button>
        )}
      </li>
    );
  return (
    <li>
      <button
        type="button"
        class="document-open"
        onClick={() => {
          onOpen?.();
          openDocument.value = document.id;
        }}
      >
        {what}
        <Icon name="forward" />
      </button>
    </li>
  );
}
