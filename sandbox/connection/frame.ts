/** One frame of the long connection, as the SDK's `pbbp2.Frame` has it. `method`: 0 control, 1 data. */
export type Frame = {
  seqId: number
  logId: number
  service: number
  method: number
  headers: Readonly<Record<string, string>>
  payload: Uint8Array
}

const FIELD = { seqId: 1, logId: 2, service: 3, method: 4, header: 5, payload: 8 }
const HEADER = { key: 1, value: 2 }
const VARINT = 0
const BYTES = 2
const NOTHING = new Uint8Array()

/** Protocol buffers by hand: two messages with numbers and bytes. */
export function encodeFrame({ seqId, logId, service, method, headers, payload }: Frame): Buffer {
  return Buffer.concat([
    numberField(FIELD.seqId, seqId),
    numberField(FIELD.logId, logId),
    numberField(FIELD.service, service),
    numberField(FIELD.method, method),
    ...Object.entries(headers).map((entry) => bytesField(FIELD.header, encodeHeader(entry))),
    bytesField(FIELD.payload, payload),
  ])
}

/** Throws for what is no frame. Fields that are not used here are passed over. */
export function decodeFrame(data: Uint8Array): Frame {
  const numbers = new Map<number, number>()
  const headers: Record<string, string> = {}
  let payload: Uint8Array = NOTHING
  for (const { field, value, content } of fieldsIn(data)) {
    numbers.set(field, value)
    if (field === FIELD.header) {
      const [key, text] = decodeHeader(content)
      headers[key] = text
    }
    if (field === FIELD.payload) payload = content
  }
  const of = (field: number): number => numbers.get(field) ?? 0
  return {
    seqId: of(FIELD.seqId),
    logId: of(FIELD.logId),
    service: of(FIELD.service),
    method: of(FIELD.method),
    headers,
    payload,
  }
}

const encodeHeader = ([key, value]: [string, string]): Buffer =>
  Buffer.concat([bytesField(HEADER.key, Buffer.from(key)), bytesField(HEADER.value, Buffer.from(value))])

function decodeHeader(data: Uint8Array): [string, string] {
  const parts = new Map([...fieldsIn(data)].map(({ field, content }) => [field, content]))
  const of = (field: number): string => Buffer.from(parts.get(field) ?? NOTHING).toString()
  return [of(HEADER.key), of(HEADER.value)]
}

const numberField = (field: number, value: number): Buffer =>
  Buffer.concat([varint(field * 8 + VARINT), varint(value)])

const bytesField = (field: number, content: Uint8Array): Buffer =>
  Buffer.concat([varint(field * 8 + BYTES), varint(content.length), content])

function varint(value: number): Buffer {
  const bytes: number[] = []
  let rest = value
  do {
    const low = rest % 128
    rest = Math.floor(rest / 128)
    bytes.push(rest > 0 ? low + 128 : low)
  } while (rest > 0)
  return Buffer.from(bytes)
}

function* fieldsIn(data: Uint8Array): Generator<{ field: number; value: number; content: Uint8Array }> {
  let at = 0
  const nextNumber = (): number => {
    let value = 0
    for (let factor = 1; ; factor *= 128) {
      const byte = data[at]
      if (byte === undefined) throw new Error('the frame is cut off')
      at += 1
      value += (byte % 128) * factor
      if (byte < 128) return value
    }
  }
  while (at < data.length) {
    const tag = nextNumber()
    const [field, kind] = [Math.floor(tag / 8), tag % 8]
    if (kind === VARINT) yield { field, value: nextNumber(), content: NOTHING }
    else if (kind === BYTES) {
      const length = nextNumber()
      if (at + length > data.length) throw new Error('the frame is cut off')
      yield { field, value: 0, content: data.subarray(at, at + length) }
      at += length
    } else throw new Error(`a field of the frame is of the kind ${String(kind)}`)
  }
}
