// Moments as people write them: 14:05, 22/11/2026.
const two = (n: number): string => String(n).padStart(2, '0');

export function clockOf(at: number): string {
  const moment = new Date(at);
  return `${two(moment.getHours())}:${two(moment.getMinutes())}`;
}

export function dayOf(at: number): string {
  const moment = new Date(at);
  return `${two(moment.getDate())}/${two(moment.getMonth() + 1)}/${moment.getFullYear()}`;
}
