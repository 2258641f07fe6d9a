// One page of a scan: the photo of a text on paper, for those who are shown the text.
import type { VNode } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { Shelf } from '../documents';
import { s } from '../words.statement';
import { Button } from './Button';
import { useLive } from './live';

export function ScanPage({ statement, scan, width, label }: { statement: string; scan: { id: string; page: number }; width: number; label: string }): VNode {
  const live = useLive();
  const shelf = useMemo(() => new Shelf(live.room.id, live.token), [live]);
  useEffect(() => () => shelf.clear(), [shelf]);
  const [shown, setShown] = useState<{ key: string; found: string | null } | null>(null);
  const [tries, setTries] = useState(0);
  const key = `${statement}:${scan.id}:${scan.page}`;
  useEffect(() => {
    let gone = false;
    void shelf.scan(statement, scan.id, scan.page, width).then((found) => !gone && setShown({ key, found }));
    return () => {
      gone = true;
    };
  }, [key, width, tries]);
  if (shown?.key !== key) return <p class="quiet" aria-busy="true">{s('scan.loading')}</p>;
  if (shown.found === null)
    return (
      <div class="stack" role="alert">
        <p>{s('scan.failed')}</p>
        <Button look="outline" onPress={() => setTries((count) => count + 1)}>{s('scan.again')}</Button>
      </div>
    );
  return <img class="scan-picture" src={shown.found} alt={label} />;
}
