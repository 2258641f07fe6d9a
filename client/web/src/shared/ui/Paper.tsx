// A paper on a screen, block by block: the preview at the desk, the minutes on a phone.
import '../../styles/paper.css';
import type { VNode } from 'preact';
import type { Block } from '../paper';

/** One block of a paper. */
export function Part({ block }: { block: Block }): VNode {
  switch (block.block) {
    case 'header':
      return <p class="minutes-head"><span>{block.left.join(' ')}</span><span>{block.right.join(' ')}</span></p>;
    case 'title':
      return <div class="minutes-title"><h3>{block.text}</h3><p class="strong">{block.about}</p></div>;
    case 'notice':
      return <p class="minutes-notice">{block.text}</p>;
    case 'para':
      return <p>{block.text}</p>;
    case 'fact':
      return <p class="minutes-point"><strong>{block.label}:</strong> {block.text}</p>;
    case 'heading':
      return block.level === 1 ? <h4>{block.text}</h4> : <h5 data-level={block.level}>{block.text}</h5>;
    case 'point':
      return <p class="minutes-point" data-depth={block.depth}>{block.who && <strong>{block.who}{block.text ? ': ' : ''}</strong>}{block.text}</p>;
    case 'table':
      return (
        <div class="minutes-table" tabIndex={0}>
          <table>
            <thead><tr>{block.head.map((cell) => <th key={cell} scope="col">{cell}</th>)}</tr></thead>
            <tbody>{block.rows.map((row) => <tr key={row[0]}>{row.map((cell, place) => <td key={place}>{cell}</td>)}</tr>)}</tbody>
          </table>
        </div>
      );
    case 'signatures':
      return <div class="minutes-sign">{block.columns.map(([what, name]) => <p key={what}><strong>{what}</strong><span>{name}</span></p>)}</div>;
    default:
      return <hr />;
  }
}
