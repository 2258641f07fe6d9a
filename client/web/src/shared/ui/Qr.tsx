// A QR drawn from path data; black on white in every theme, with its quiet zone, because that is what cameras read.
import type { VNode } from 'preact';

export interface QrData {
  size: number;
  path: string;
}

export function Qr({ qr, label }: { qr: QrData; label: string }): VNode {
  return (
    <svg class="qr" viewBox={`0 0 ${qr.size} ${qr.size}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <rect width={qr.size} height={qr.size} fill="#fff" />
      <path d={qr.path} fill="#000" />
    </svg>
  );
}
