/** What a hostile or broken client sends: the body, and how. */
export type Sent = {
  headers: string
  pieces: readonly Buffer[]
  /** Closes the connection when all of it is sent, without waiting for an answer. */
  breaksOff: boolean
}

const BOUNDARY = '----x'
const CONTENTS = ['%PDF-1.7\n', '\x89PNG\r\n\x1a\n', 'PK\x03\x04', '<html>', '', '\r\n----x', 'a,b\r\n1,2']
const NAMES = ['a.pdf', '发票.pdf', '../a', 'a"; x="b', '%22a%0d', '', 'a.html', '\x00', 'x'.repeat(300)]
const FRAGMENTS = [
  '\r\n',
  '--',
  `--${BOUNDARY}`,
  `\r\n--${BOUNDARY}--\r\n`,
  '\r\n\r\n',
  '\x00',
  '"',
  ';',
  ':',
]
const HEADERS = [
  'Content-Type: application/octet-stream',
  'Content-Type: text/plain; charset=klingon',
  'Content-Type: ;',
  'Content-Transfer-Encoding: base64',
  'Content-Type: multipart/mixed; boundary=y',
  'X',
  ': y',
  ' folded',
  `X: ${'y'.repeat(9_000)}`,
]

type Random = () => number

const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
const upTo = (random: Random, most: number): number => Math.floor(random() * (most + 1))

/** One body, the same for the same numbers. */
export function hostileBody(random: Random, token: string): Sent {
  const whole = mutated(random, Buffer.from(partsOf(random), 'utf8'))
  const body = random() < 0.3 ? whole.subarray(0, upTo(random, whole.length)) : whole
  const breaksOff = random() < 0.2
  const missing = breaksOff && random() < 0.7 ? 1 + upTo(random, 5_000) : 0
  const isChunked = random() < 0.2
  const type = pick(random, [BOUNDARY, BOUNDARY, BOUNDARY, BOUNDARY, `"${BOUNDARY}"`, 'other', ''])
  const head = [
    'POST /api/v1/attachments HTTP/1.1',
    'Host: x',
    'Connection: close',
    `Authorization: Bearer ${token}`,
    `Content-Type: multipart/form-data; boundary=${type}`,
    isChunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${body.length + missing}`,
  ]
  const cut = cutUp(random, body)
  const last = missing > 0 ? [] : [Buffer.from('0\r\n\r\n')]
  return {
    headers: `${head.join('\r\n')}\r\n\r\n`,
    pieces: isChunked ? [...cut.map(chunkOf), ...last] : cut,
    breaksOff,
  }
}

const chunkOf = (piece: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')])

function partsOf(random: Random): string {
  const count = upTo(random, random() < 0.05 ? 30 : 4)
  const parts = Array.from({ length: count }, () => {
    const isFile = random() < 0.6
    const name = isFile ? `; filename="${pick(random, NAMES)}"` : ''
    const type = pick(random, ['form-data', 'form-data', 'form-data', 'form-data', 'attachment'])
    const headers = [`Content-Disposition: ${type}; name="file"${name}`]
    if (random() < 0.3) headers.push(pick(random, HEADERS))
    const size = random() < 0.05 ? upTo(random, 200_000) : upTo(random, 200)
    return `--${BOUNDARY}\r\n${headers.join('\r\n')}\r\n\r\n${pick(random, CONTENTS)}${'z'.repeat(size)}\r\n`
  })
  return `${parts.join('')}${random() < 0.7 ? `--${BOUNDARY}--\r\n` : ''}`
}

function mutated(random: Random, body: Buffer): Buffer {
  let bytes = body
  for (let left = random() < 0.5 ? 0 : upTo(random, 3); left > 0; left -= 1) {
    const at = upTo(random, bytes.length)
    const until = at + upTo(random, 20)
    const inserted = pick(random, [
      Buffer.alloc(0),
      Buffer.from(pick(random, FRAGMENTS)),
      Buffer.of(upTo(random, 255)),
      bytes.subarray(at, until),
    ])
    const keep = random() < 0.5 ? at : until
    bytes = Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(keep)])
  }
  return bytes
}

function cutUp(random: Random, body: Buffer): Buffer[] {
  const pieces: Buffer[] = []
  let left = body
  for (let more = random() < 0.3 ? upTo(random, 8) : 0; more > 0; more -= 1) {
    const at = upTo(random, left.length)
    if (at > 0) pieces.push(left.subarray(0, at))
    left = left.subarray(at)
  }
  if (left.length > 0) pieces.push(left)
  return pieces
}
