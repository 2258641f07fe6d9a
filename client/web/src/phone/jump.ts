// Brings a comment of the list into sight and marks it for a moment.
export function jumpTo(id: string): void {
  const row = document.getElementById(`c-${id}`);
  if (!row) return;
  row.scrollIntoView({ block: 'center' });
  row.classList.add('found');
  setTimeout(() => row.classList.remove('found'), 2000);
}
