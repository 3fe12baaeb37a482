import { styleText } from 'node:util';

/** Styles a text, or leaves it as it is. */
export type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

/**
 * Colours for a stream: on a terminal only, and only where neither the terminal nor `NO_COLOR` (or
 * another of the variables that Node knows) says otherwise.
 */
export function painter(stream: NodeJS.WriteStream): Paint {
  // Only a terminal has this function. It reads NO_COLOR, FORCE_COLOR, NODE_DISABLE_COLORS and TERM.
  const coloured = stream.isTTY && stream.hasColors();
  return (style, text) => (coloured ? styleText(style, text, { validateStream: false }) : text);
}
