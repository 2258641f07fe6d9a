// A paper on a screen, block by block: the preview at the desk, the minutes on a phone.
import '../../styles/paper.css';
import type { VNode } from 'preact';
import type { Block } from '../paper';

const numbered = ({ number, text }: { number: string; text: string }): string => (number ? `${number} ${text}` : text);

/** One block of a paper. */
export function Part({ block }: { block: Block }): VNode {
  switch (block.block) {
    case 'header':
      return (
        <div class="minutes-boxes">
          {block.rows.map((row, place) => (
            <div key={place} class="minutes-head">{row.map((box, side) => <div key={side}>{box.map((line, at) => <p key={at} data-role={line.role}>{line.text}</p>)}</div>)}</div>
          ))}
        </div>
      );
    case 'title':
      return <div class="minutes-title"><h3>{block.text}</h3><p class="strong">{block.about}</p>{block.mark && <p>{block.mark}</p>}</div>;
    case 'notice':
      return <p class="minutes-notice">{block.text}</p>;
    case 'para':
      return <p>{block.text}</p>;
    case 'fact':
      return <p class="minutes-point"><strong>{block.label}:</strong> {block.text}</p>;
    case 'heading':
      return block.level === 1 ? <h4>{numbered(block)}</h4> : <h5 data-level={block.level}>{numbered(block)}</h5>;
    case 'point':
      return <p class={block.number ? '' : 'minutes-point'} data-depth={block.depth}>{block.number && `${block.number} `}{block.who && <strong>{block.who}{block.text ? ': ' : ''}</strong>}{block.text}</p>;
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
      return (
        <>
          <div class="minutes-sign">{block.columns.map(({ lines, name }, place) => <p key={place}>{lines.map(({ text }) => <strong key={text}>{text}</strong>)}<span>{name}</span></p>)}</div>
          {block.recipients.length > 0 && <p class="small">{block.recipients.map(({ text }) => <span key={text}>{text}<br /></span>)}</p>}
        </>
      );
    case 'check':
      return <p class="small">{block.text}</p>;
    default:
      return <hr />;
  }
}
