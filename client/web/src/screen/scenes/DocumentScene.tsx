// S6: one page of a document, as large as the wall lets it, which page it is, and how many have read it. Written words that
// are longer than the wall is high go on in parts that turn by themselves; no line is ever cut.
import { useComputed } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { readers } from '../../shared/documents';
import type { Document } from '../../shared/protocol.gen';
import { DocumentPage } from '../../shared/ui/DocumentPage';
import { useLive } from '../../shared/ui/live';
import { dc } from '../../shared/words.documents';
import { useDepth } from '../depth';

const WIDTH = 1600;
const SHORTEST_MS = 10_000;
const PER_CHARACTER_MS = 65;

export function DocumentScene({ document, page }: { document: Document; page: number }): VNode {
  const { room } = useLive();
  const of = useComputed(() => readers(room.of('members').all.value).length).value;
  const depth = useDepth();
  const stage = useRef<HTMLDivElement>(null);
  const [{ parts, letters }, setSize] = useState({ parts: 1, letters: 0 });
  const [at, setAt] = useState(0);
  const measure = (): void => {
    const piece = stage.current?.querySelector<HTMLElement>('.document-piece');
    if (!piece) return setSize({ parts: 1, letters: 0 });
    // Its columns lie side by side; each is as wide as the wall.
    const gap = parseFloat(getComputedStyle(piece).columnGap) || 0;
    const found = Math.max(1, Math.round((piece.scrollWidth + gap) / (piece.clientWidth + gap)));
    setSize({ parts: found, letters: piece.textContent?.length ?? 0 });
  };
  const soon = (): void => void requestAnimationFrame(measure);
  useEffect(() => setAt(0), [document.sha256, page]);
  useEffect(() => {
    const watch = new ResizeObserver(measure);
    if (stage.current) watch.observe(stage.current);
    void window.document.fonts.ready.then(measure);
    return () => watch.disconnect();
  }, []);
  useEffect(soon, [depth, page, document.sha256]);
  useEffect(() => {
    if (parts < 2) return undefined;
    const timer = setTimeout(() => setAt((before) => before + 1), Math.max(SHORTEST_MS, (letters / parts) * PER_CHARACTER_MS));
    return () => clearTimeout(timer);
  }, [at, parts, letters]);
  return (
    <div class="document-scene">
      <div class="document-stage" ref={stage} style={{ '--part': at % parts }}>
        <DocumentPage document={document} page={page} width={WIDTH} onDrawn={soon} />
      </div>
      <p class="label document-foot">
        <strong>{document.title}</strong>
        <span>{dc('page', { n: page, of: document.pages })}</span>
        {parts > 1 && <span class="document-part">{dc('part', { n: (at % parts) + 1, of: parts })}</span>}
        {of > 0 && <span>{dc('read', { n: document.confirmed, of })}</span>}
      </p>
    </div>
  );
}
