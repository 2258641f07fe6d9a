// S6: one page of a document, as large as the wall lets it, which page it is, and how many have read it.
import { useComputed } from '@preact/signals';
import type { VNode } from 'preact';
import { readers } from '../../shared/documents';
import type { Document } from '../../shared/protocol.gen';
import { DocumentPage } from '../../shared/ui/DocumentPage';
import { useLive } from '../../shared/ui/live';
import { dc } from '../../shared/words.documents';

const WIDTH = 1600;

export function DocumentScene({ document, page }: { document: Document; page: number }): VNode {
  const { room } = useLive();
  const of = useComputed(() => readers(room.of('members').all.value).length).value;
  return (
    <div class="document-scene">
      <div class="document-stage"><DocumentPage document={document} page={page} width={WIDTH} /></div>
      <p class="label document-foot">
        <strong>{document.title}</strong>
        <span>{dc('page', { n: page, of: document.pages })}</span>
        {of > 0 && <span>{dc('read', { n: document.confirmed, of })}</span>}
      </p>
    </div>
  );
}
