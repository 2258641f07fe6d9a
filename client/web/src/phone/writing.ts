// Whether the page "my statement" is open; several places open it.
import { signal } from '@preact/signals';

export const writing = signal(false);
