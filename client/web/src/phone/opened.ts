// Which document is open on this phone; several places open one.
import { signal } from '@preact/signals';

export const openDocument = signal<string | null>(null);
