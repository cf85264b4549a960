/**
 * SHA-256 as hexadecimal text. Written out, because the browser's own is missing on pages without TLS, like a
 * server on the company's network.
 */
export function sha256(text: string): string {
  const words = toBlocks(new TextEncoder().encode(text))
  const state = ROOTS_2.slice(0, 8)
  const schedule = new Uint32Array(64)
  for (let block = 0; block < words.length; block += 16) {
    schedule.set(words.subarray(block, block + 16))
    for (let i = 16; i < 64; i += 1) schedule[i] = extend(schedule, i)
    compress(state, schedule)
  }
  return [...state].map((word) => word.toString(16).padStart(8, '0')).join('')
}

const PRIMES = Array.from({ length: 312 }, (_, at) => at).filter(
  (number) =>
    number > 1 && !Array.from({ length: number }, (_, by) => by).some((by) => by > 1 && number % by === 0),
)
const fraction = (root: number): number => ((root - Math.floor(root)) * 2 ** 32) | 0
const ROOTS_2 = Uint32Array.from(PRIMES, (prime) => fraction(Math.sqrt(prime)))
const ROOTS_3 = Uint32Array.from(PRIMES, (prime) => fraction(Math.cbrt(prime)))

const at = (words: Uint32Array, index: number): number => words[index] ?? 0
const rotate = (word: number, by: number): number => (word >>> by) | (word << (32 - by))

function toBlocks(bytes: Uint8Array): Uint32Array {
  const words = new Uint32Array(((bytes.length + 9 + 63) >> 6) << 4)
  const put = (byte: number, index: number): void => {
    words[index >> 2] = at(words, index >> 2) | (byte << (24 - (index % 4) * 8))
  }
  bytes.forEach(put)
  put(0x80, bytes.length)
  words[words.length - 2] = Math.floor(bytes.length / 2 ** 29)
  words[words.length - 1] = bytes.length << 3
  return words
}

function extend(schedule: Uint32Array, i: number): number {
  const [early, late] = [at(schedule, i - 15), at(schedule, i - 2)]
  const mixedEarly = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3)
  const mixedLate = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10)
  return at(schedule, i - 16) + mixedEarly + at(schedule, i - 7) + mixedLate
}

function compress(state: Uint32Array, schedule: Uint32Array): void {
  let [a, b, c, d, e, f, g, h] = state as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  for (let i = 0; i < 64; i += 1) {
    const mixedE = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
    const first = (h + mixedE + ((e & f) ^ (~e & g)) + at(ROOTS_3, i) + at(schedule, i)) | 0
    const mixedA = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
    const second = (mixedA + ((a & b) ^ (a & c) ^ (b & c))) | 0
    ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0]
  }
  ;[a, b, c, d, e, f, g, h].forEach((word, index) => (state[index] = at(state, index) + word))
}
