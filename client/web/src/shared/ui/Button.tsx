// The button of all pages: at least 48 px, its words say what will happen.
import type { ComponentChildren, VNode } from 'preact';
import { Icon, type IconName } from './Icon';

export interface ButtonProps {
  children: ComponentChildren;
  onPress?: (() => void) | undefined;
  look?: 'primary' | 'outline' | 'plain' | 'danger' | 'link';
  size?: 'usual' | 'large';
  wide?: boolean;
  icon?: IconName;
  disabled?: boolean;
  pressed?: boolean;
  label?: string;
  type?: 'button' | 'submit';
}

export function Button({ children, onPress, look = 'outline', size = 'usual', wide, icon, disabled, pressed, label, type = 'button' }: ButtonProps): VNode {
  return (
    <button
      type={type}
      class={`button ${look}${size === 'large' ? ' large' : ''}${wide ? ' wide' : ''}`}
      disabled={disabled}
      aria-pressed={pressed}
      aria-label={label}
      onClick={onPress}
    >
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  );
}

/** An icon alone; the label is for readers and must be there. */
export function RoundButton({ icon, label, onPress }: { icon: IconName; label: string; onPress: () => void }): VNode {
  return (
    <button type="button" class="round-button" aria-label={label} onClick={onPress}>
      <Icon name={icon} />
    </button>
  );
}
