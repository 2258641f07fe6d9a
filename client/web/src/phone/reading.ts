// Whether the minutes are being read; several places open them.
import { signal } from '@preact/signals';

export const reading = signal(false);
