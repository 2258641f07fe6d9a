// Documents as a page sees them: which there are, who has read them, and the pages themselves, fetched with the token.
import { ask } from './http';
import type { Document, Member, Reading } from './protocol.gen';
import type { Room } from './room';
import { freshId } from './secure';

/** As much of a written document as makes a page; what stands in it is plain text. */
export interface Block {
  kind: 'heading' | 'paragraph' | 'item' | 'row';
  text: string;
  cells?: string[];
}

const WRITTEN = /^text\/|wordprocessingml/;
const KEPT = 24;
export const REPORT_EVERY_MS = 60_000;

export const isWritten = (document: Document): boolean => WRITTEN.test(document.media_type ?? '');

/** What everybody may read, in the order it came. */
export const published = (room: Room): Document[] => room.collection<Document>('documents').all.value.filter((each) => each.status === 'published');

/** What is known of a member's reading of the version that is there now. */
export function readingOf(room: Room, document: Document, member: string): Reading | null {
  const found = room.collection<Reading>('readings').get(`${document.id}:${member}`).value;
  return found && found.version === document.version ? found : null;
}

/** Whom "17 of 17 have read" speaks of. */
export const readers = (members: readonly Member[]): Member[] => members.filter((each) => each.office !== 'guest' && each.office !== 'observer');

/** A picture of a page as an address for an image, or the pieces of a text; the last few are kept. */
export class Shelf {
  private readonly kept = new Map<string, Promise<string | Block[][] | null>>();

  constructor(
    private readonly room: string,
    private readonly token: string,
  ) {}

  async picture(document: Document, page: number, width: number): Promise<string | null> {
    const path = `/api/rooms/${this.room}/documents/${document.id}/pages/${page}?width=${width}`;
    return (await this.once(`${document.sha256}:${page}:${width}`, async () => {
      const body = await this.fetch(path);
      return body ? URL.createObjectURL(await body.blob()) : null;
    })) as string | null;
  }

  async scan(statement: string, scan: string, page: number, width: number): Promise<string | null> {
    return (await this.once(`${scan}:${page}:${width}`, async () => {
      const body = await this.fetch(`/api/rooms/${this.room}/statements/${statement}/scans/${scan}/pages/${page}?width=${width}`);
      return body ? URL.createObjectURL(await body.blob()) : null;
    })) as string | null;
  }

  async pieces(document: Document): Promise<Block[][] | null> {
    return (await this.once(`${document.sha256}`, async () => {
      const body = await this.fetch(`/api/rooms/${this.room}/documents/${document.id}/text`);
      return body ? ((await body.json()) as { pieces: Block[][] }).pieces : null;
    })) as Block[][] | null;
  }

  private async fetch(path: string): Promise<Response | null> {
    try {
      const answer = await fetch(path, { headers: { Authorization: `Bearer ${this.token}` }, credentials: 'omit' });
      return answer.ok ? answer : null;
    } catch {
      return null;
    }
  }

  private once(key: string, make: () => Promise<string | Block[][] | null>): Promise<string | Block[][] | null> {
    const known = this.kept.get(key);
    if (known) return known;
    const made = make().catch(() => null);
    this.kept.set(key, made);
    // What did not come is asked for again.
    void made.then((found) => found === null && this.kept.delete(key));
    for (const [old, value] of this.kept) {
      if (this.kept.size <= KEPT) break;
      this.kept.delete(old);
      void value.then((found) => typeof found === 'string' && URL.revokeObjectURL(found));
    }
    return made;
  }

  clear(): void {
    for (const value of this.kept.values()) void value.then((found) => typeof found === 'string' && URL.revokeObjectURL(found));
    this.kept.clear();
  }
}

/** Is this page to be told of: the first opening, the last page, else once a minute and only what is further. */
export function tells(page: number, of: number, before: { page: number; at: number } | null, now: number): boolean {
  if (!before) return true;
  if (page <= before.page) return false;
  return page >= of || now - before.at >= REPORT_EVERY_MS;
}

/** Tells the server how far one has got; nobody is bothered when it does not come through. */
export const tellProgress = (room: string, token: string, document: string, page: number): Promise<boolean> =>
  ask(`/api/rooms/${room}/commands`, { body: { id: freshId(), type: 'document.progress', document, page }, bearer: token }).then(({ ok }) => ok);
