import { renderUnicodeCompact } from 'uqr'

/** The wider, the surer it is read; an address of `setup` with the narrower one just fits 80 columns. */
const BORDERS = [2, 1] as const

/** Two rows of modules a line. Undefined: the terminal is narrower, and half a code is none. */
export function qrCode(text: string, columns: number): readonly string[] | undefined {
  return BORDERS.map((border) => renderUnicodeCompact(text, { ecc: 'L', border }).split('\n')).find((lines) =>
    lines.every((line) => line.length <= columns),
  )
}
