// One page of a document: a picture, or the blocks of a written one. Plain text in both; nothing of a file is markup here.
import type { VNode } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { isWritten, Shelf, type Block } from '../documents';
import type { Document } from '../protocol.gen';
import { dc } from '../words.documents';
import { Button } from './Button';
import { useLive } from './live';

/** `width` is in pixels of the device; `onDrawn` says that the page stands. */
export function DocumentPage({ document, page, width, onDrawn }: { document: Document; page: number; width: number; onDrawn?: () => void }): VNode {
  const live = useLive();
  const shelf = useMemo(() => new Shelf(live.room.id, live.token), [live]);
  useEffect(() => () => shelf.clear(), [shelf]);
  const key = `${document.sha256}:${page}:${isWritten(document) ? 0 : width}`;
  const [shown, setShown] = useState<{ key: string; found: string | Block[] | null } | null>(null);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let gone = false;
    const coming = isWritten(document) ? shelf.pieces(document).then((pieces) => pieces?.[page - 1] ?? null) : shelf.picture(document, page, width);
    void coming.then((found) => {
      if (gone) return;
      setShown({ key, found });
      if (found !== null) onDrawn?.();
    });
    return () => {
      gone = true;
    };
  }, [key, tries]);
  // The page before stands until the next one is here.
  const found = shown && (shown.key === key || shown.found !== null) ? shown.found : undefined;
  if (found === undefined) return <p class="quiet" aria-busy="true">{dc('loading')}</p>;
  if (found === null)
    return (
      <div class="stack" role="alert">
        <p>{dc('failed')}</p>
        <Button look="outline" onPress={() => setTries((count) => count + 1)}>{dc('again')}</Button>
      </div>
    );
  if (typeof found === 'string') return <img class="document-picture" src={found} alt={`${document.title}, ${dc('page', { n: page, of: document.pages })}`} />;
  return <div class="document-piece">{found.map((block, at) => <Part key={at} block={block} />)}</div>;
}

function Part({ block }: { block: Block }): VNode {
  if (block.kind === 'heading') return <h2>{block.text}</h2>;
  if (block.kind === 'row') return <p class="document-row">{(block.cells ?? []).map((cell, at) => <span key={at}>{cell}</span>)}</p>;
  return <p class={block.kind === 'item' ? 'document-item' : undefined}>{block.text}</p>;
}
