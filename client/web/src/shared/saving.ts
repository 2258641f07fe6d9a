// A file that the server gives only to who holds a credential, saved to the device: a link cannot carry one.

/** False when it did not come. `name` is used where the server gives none. */
export async function saveFrom(path: string, bearer: string, name: string): Promise<boolean> {
  try {
    const answer = await fetch(path, { headers: { Authorization: `Bearer ${bearer}` }, cache: 'no-store', credentials: 'omit' });
    if (!answer.ok) return false;
    const url = URL.createObjectURL(await answer.blob());
    const link = document.createElement('a');
    link.href = url;
    link.download = /filename="([^"]+)"/.exec(answer.headers.get('Content-Disposition') ?? '')?.[1] ?? name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
    return true;
  } catch {
    return false;
  }
}
