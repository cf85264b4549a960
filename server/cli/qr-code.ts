import { renderUnicodeCompact } from 'uqr'

/** Two rows of modules a line. Undefined: the terminal is narrower, and half a code is none. */
export function qrCode(text: string, columns: number): readonly string[] | undefined {
  const lines = renderUnicodeCompact(text, { ecc: 'L', border: 2 }).split('\n')
  const width = Math.max(...lines.map((line) => line.length))
  return width <= columns ? lines : undefined
}
